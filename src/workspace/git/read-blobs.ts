import type { BlobId } from '../../release/lockfile/lockfile.ts';
import { gitFailure, gitOutput, type RunGit } from './run-git.ts';

const BATCH = ['cat-file', '--batch'];

/** The contents of blobs, however many, by one `git cat-file --batch`. What the clone does not hold is left out. */
export async function readBlobs(run: RunGit, ids: Iterable<BlobId>): Promise<ReadonlyMap<BlobId, Uint8Array>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const result = await run(BATCH, { input: lines(wanted) });
  if (result.code === 0) return parseBatch(result.stdout);
  // In a partial clone the first object that would have to be fetched ends the process.
  if (!result.stderr.includes('promisor remote')) throw gitFailure(BATCH, result);
  const local = await localObjects(run);
  const present = wanted.filter((id) => local.has(id));
  return present.length === 0 ? new Map() : parseBatch(await gitOutput(run, BATCH, { input: lines(present) }));
}

async function localObjects(run: RunGit): Promise<ReadonlySet<string>> {
  const all = await gitOutput(run, ['cat-file', '--batch-check=%(objectname)', '--batch-all-objects', '--unordered']);
  return new Set(all.toString('latin1').split('\n'));
}

/** `<id> blob <size>` LF, the bytes, LF; or `<id> missing` LF. */
function parseBatch(output: Buffer): Map<BlobId, Uint8Array> {
  const blobs = new Map<BlobId, Uint8Array>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [id, type, size] = output.toString('latin1', at, end).split(' ');
    const start = end + 1;
    at = size === undefined ? start : start + Number(size) + 1;
    if (type === 'blob') blobs.set(id as BlobId, output.subarray(start, at - 1));
  }
  return blobs;
}

function lines(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join('');
}
