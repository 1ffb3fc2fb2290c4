import type { StoredKind } from '../../protocol/values.ts';
import { BATCH_LIMIT } from '../../protocol/versions.ts';
import type { UploadBatch, VersionUpload } from '../registry.ts';

/** Bytes and versions of one request: below what the server takes, with room for the rest of the body. */
const MAX_BYTES = BATCH_LIMIT - 256 * 1024;
const MAX_VERSIONS = 5000;

/** What others name comes before what names it: a batch may refer only to itself and to what is stored. */
const ORDER: Record<StoredKind, number> = { partial: 0, 'guardrail-set': 0, dataset: 0, scorer: 0, judge: 0, suite: 1, prompt: 1 };

/**
 * Splits an upload into requests that the server takes, each complete in itself.
 *
 * Partials may name each other, so they keep the order of the caller; one that comes before what it names
 * still succeeds as long as both fit one request.
 */
export function uploadBatches({ versions, ...provenance }: UploadBatch): UploadBatch[] {
  const ordered = versions.toSorted((left, right) => ORDER[left.kind] - ORDER[right.kind]);
  const batches: VersionUpload[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const version of ordered) {
    const size = Buffer.byteLength(JSON.stringify(version)) + 1;
    const last = batches.at(-1);
    if (last === undefined || bytes + size > MAX_BYTES || last.length >= MAX_VERSIONS) {
      batches.push([version]);
      bytes = size;
    } else {
      last.push(version);
      bytes += size;
    }
  }
  return batches.map((some) => ({ ...provenance, versions: some }));
}
