import { type Digest, isDigest } from '../../base/digest.ts';
import { DigestIndex } from '../../evals/dataset/collection/digest-index.ts';

const DIGEST_LENGTH = 'sha256:'.length + 64;

/**
 * Numbers keys of the answer cache in the order they came.
 *
 * Keys start with a digest, and what follows is the same for most of them: so one takes some 50 bytes, where a text in a
 * `Set` takes 250 and a hundred thousand cases have as many.
 */
export class KeyIndex {
  readonly #byRest = new Map<string, { readonly digests: DigestIndex; readonly numbers: number[] }>();
  #size = 0;

  /** The number of a key, which is a new one where it was not known. */
  add(key: string): number {
    const rest = key.slice(DIGEST_LENGTH);
    const known = this.#byRest.get(rest) ?? { digests: new DigestIndex(), numbers: [] };
    this.#byRest.set(rest, known);
    const found = known.digests.add(digestIn(key));
    if (found !== -1) return known.numbers[found] as number;
    known.numbers.push(this.#size);
    this.#size += 1;
    return this.#size - 1;
  }

  /** -1: not known. */
  indexOf(key: string): number {
    const known = this.#byRest.get(key.slice(DIGEST_LENGTH));
    return known?.numbers[known.digests.indexOf(digestIn(key))] ?? -1;
  }

  clear(): void {
    this.#byRest.clear();
    this.#size = 0;
  }
}

/** True for a text that can be a key: a line that something else wrote has none. */
export function isCacheKey(text: string): boolean {
  return isDigest(digestIn(text));
}

function digestIn(key: string): Digest {
  return key.slice(0, DIGEST_LENGTH) as Digest;
}
