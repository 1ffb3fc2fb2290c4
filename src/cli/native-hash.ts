import type * as crypto from 'node:crypto';
import { type HashText, provideHash } from '../base/hash.ts';

let hash: typeof crypto.hash | undefined;

/** Node's own hashing, loaded with the first text. */
export const nativeHash: HashText = (algorithm, text) => {
  hash ??= process.getBuiltinModule('node:crypto').hash;
  return hash(algorithm, text, 'hex');
};

/** Has this process hash by Node's own code. */
export function useNativeHash(): void {
  provideHash(nativeHash);
}
