import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import { gitFailure, gitOutput, type RunGit } from '../run-git.ts';
import { batchAnswers, type ReadObjects } from './object-reader.ts';

/** The contents of blobs, however many. What the clone does not hold is left out. */
export type ReadBlobs = (ids: Iterable<BlobId>) => Promise<ReadonlyMap<BlobId, Uint8Array>>;

/** Brings objects that a partial clone left out, all at once. */
export type FetchObjects = (ids: readonly BlobId[]) => Promise<void>;

/** So many bytes are kept for the next question; two revisions have most blobs in common. */
const KEPT_BYTES = 64 * 1_048_576;

/**
 * Reads blobs, each once.
 *
 * @param fetch given where the network may be used: then what a partial clone left out is brought, in one fetch for each question.
 */
export function blobReader(run: RunGit, read: ReadObjects, fetch?: FetchObjects): ReadBlobs {
  const kept = new Map<BlobId, Uint8Array>();
  let room = KEPT_BYTES;
  const keep = (blobs: ReadonlyMap<BlobId, Uint8Array>) => {
    for (const [id, bytes] of blobs) {
      room -= bytes.length;
      if (room > 0) kept.set(id, bytes);
    }
  };
  const found = async (ids: readonly BlobId[]) => {
    const result = await read(ids);
    if ('blobs' in result) return result.blobs;
    // In a partial clone the first object that would have to be fetched ends the process.
    if (!result.ended.stderr.includes('promisor remote')) throw gitFailure(['cat-file'], result.ended);
    if (fetch) await fetch(await missingHere(run, ids));
    const local = await localObjects(run);
    const present = await read(ids.filter((id) => local.has(id)));
    if ('blobs' in present) return present.blobs;
    throw gitFailure(['cat-file'], present.ended);
  };
  return async (ids) => {
    const wanted = [...new Set(ids)];
    const fresh = wanted.filter((id) => !kept.has(id));
    const blobs = fresh.length === 0 ? new Map<BlobId, Uint8Array>() : await found(fresh);
    const all = new Map(
      wanted.flatMap((id) => {
        const bytes = kept.get(id) ?? blobs.get(id);
        return bytes === undefined ? [] : [[id, bytes] as const];
      }),
    );
    keep(blobs);
    return all;
  };
}

/** Reads blobs by a process for this question alone, as a hook does that asks once. */
export function readBlobs(run: RunGit, ids: Iterable<BlobId>): ReturnType<ReadBlobs> {
  const read: ReadObjects = async (wanted) => {
    const result = await run(['cat-file', '--batch'], { input: wanted.map((id) => `${id}\n`).join('') });
    if (result.code !== 0) return { ended: result };
    const answers = batchAnswers(wanted.length);
    answers.take(result.stdout);
    return { blobs: answers.blobs };
  };
  return blobReader(run, read)(ids);
}

async function missingHere(run: RunGit, ids: readonly BlobId[]): Promise<BlobId[]> {
  const local = await localObjects(run);
  return ids.filter((id) => !local.has(id));
}

async function localObjects(run: RunGit): Promise<ReadonlySet<string>> {
  const all = await gitOutput(run, ['cat-file', '--batch-check=%(objectname)', '--batch-all-objects', '--unordered']);
  return new Set(all.toString('latin1').split('\n'));
}
