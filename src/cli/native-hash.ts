import type * as crypto from 'node:crypto';
import { type HashText, provideHash, type RunningHash } from '../base/hash.ts';

let hash: typeof crypto.hash | undefined;

/** Node's own hashing, loaded with the first text. */
export const nativeHash: HashText = (algorithm, text) => {
  hash ??= process.getBuiltinModule('node:crypto').hash;
  return hash(algorithm, text, 'hex');
};

/** The same of a text that comes in pieces. */
function nativeSha256(): RunningHash {
  const running = process.getBuiltinModule('node:crypto').createHash('sha256');
  return { add: (text) => void running.update(text, 'utf8'), end: () => running.digest('hex') };
}

/** Has this process hash by Node's own code. */
export function useNativeHash(): void {
  provideHash(nativeHash, nativeSha256);
}
