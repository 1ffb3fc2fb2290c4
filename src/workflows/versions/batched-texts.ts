import { setImmediate as turn } from 'node:timers/promises';
import type { BlobId } from '../../release/lockfile/lockfile.ts';

/** Gives texts by blob id; what it does not hold is absent from the answer. */
export type ReadTexts = (blobs: readonly BlobId[]) => Promise<ReadonlyMap<BlobId, string>>;

/**
 * Reads texts like `read`, and joins what is asked for at once into one question.
 *
 * Each question is a process of git: a plan of a thousand moves must not start a thousand.
 */
export function batchedTexts(read: ReadTexts): ReadTexts {
  let batch: { readonly blobs: Set<BlobId>; readonly texts: ReturnType<ReadTexts> } | undefined;
  const open = () => {
    const blobs = new Set<BlobId>();
    const texts = turn().then(() => {
      batch = undefined;
      return read([...blobs]);
    });
    return { blobs, texts };
  };
  return (blobs) => {
    batch ??= open();
    for (const blob of blobs) batch.blobs.add(blob);
    return batch.texts;
  };
}
