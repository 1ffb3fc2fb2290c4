import { rm, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import type { RowFile } from '../../../evals/dataset/rows/row-file.ts';
import { type DatasetReference, datasetReferenceText } from '../../../evals/dataset/stored/dataset-reference.ts';
import { type DatasetPart, partsOf, storedDatasetDigest } from '../../../evals/dataset/stored/stored-dataset.ts';
import type { Registry } from '../../../registry/registry.ts';
import { datasetFile } from '../../../workspace/datasets/dataset-file.ts';
import { makeFolder } from '../../../workspace/files/make-folder.ts';
import { writeFileAtomically } from '../../../workspace/files/write-file-atomically.ts';
import { makeStateFolder } from '../../../workspace/state-folder.ts';
import type { StoredDatasets } from '../load-dataset.ts';

/** Relative to the workspace. */
const FOLDER = '.promptlane/cache/datasets';

export interface StoredDependencies {
  readonly root: string;
  /** Nothing where none is configured, or nothing may be asked. */
  readonly registry: () => Promise<Pick<Registry, 'dataset' | 'datasetPart'> | undefined>;
}

/**
 * Datasets of the registry by way of a folder of this workspace: what is there is checked against its digest and used, so
 * that a suite runs offline once its dataset was pulled.
 *
 * @throws Failure `registry-not-configured` for one that is not there when no registry can be asked, `not-found`, `digest-mismatch`
 */
export function storedDatasets(dependencies: StoredDependencies): StoredDatasets {
  const { root } = dependencies;
  return async (reference) => {
    const path = posix.join(FOLDER, `${reference.digest.slice('sha256:'.length)}.jsonl`);
    const file = datasetFile(root, path);
    if (!(await isThere(root, path, file, reference))) {
      await makeStateFolder(root);
      await makeFolder(join(root, FOLDER));
      await writeStored(join(root, path), reference, dependencies);
    }
    return { ...file, file: `registry:${reference.name}` };
  };
}

/** Writes the rows of a stored dataset to a file, each part checked; all of them or none. */
export async function writeStored(path: string, reference: DatasetReference, { registry }: StoredDependencies): Promise<void> {
  const opened = await registry();
  if (opened === undefined) {
    throw new Failure(
      'registry-not-configured',
      `${datasetReferenceText(reference)} is not on this machine, and no registry can be asked.`,
      {
        hint: 'Run `promptlane dataset pull` where the registry can be reached; it is kept in .promptlane/cache/datasets.',
      },
    );
  }
  await writeFileAtomically(path, rowsOf(reference, opened));
}

async function* rowsOf(reference: DatasetReference, registry: Pick<Registry, 'dataset' | 'datasetPart'>): AsyncGenerator<string> {
  const { parts } = await registry.dataset(reference);
  for (const [index, part] of parts.entries()) yield await registry.datasetPart(reference, index, part);
}

/** A damaged file is removed: it is only a copy. */
async function isThere(root: string, path: string, file: RowFile, { digest }: DatasetReference): Promise<boolean> {
  const absolute = join(root, path);
  if ((await stat(absolute).catch(() => undefined)) === undefined) return false;
  const parts: DatasetPart[] = [];
  for await (const part of partsOf(linesOf(file))) parts.push({ digest: part.digest, rows: part.rows });
  if (storedDatasetDigest({ parts }) === digest) return true;
  await rm(absolute, { force: true });
  return false;
}

/** Each with its line end, as they were cut. */
async function* linesOf({ open }: RowFile): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const piece of open()) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield `${line}\n`;
  }
  if (rest !== '') yield rest;
}
