import type { createHash } from 'node:crypto';
import { type HashText, provideHash } from '../base/hash.ts';

let create: typeof createHash | undefined;

/** Node's own hashing, loaded with the first text. */
export const nativeHash: HashText = (algorithm, text) => {
  create ??= process.getBuiltinModule('node:crypto').createHash;
  return create(algorithm).update(text, 'utf8').digest('hex');
};

/** Has this process hash by Node's own code. */
export function useNativeHash(): void {
  provideHash(nativeHash);
}
