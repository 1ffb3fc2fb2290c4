import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { scanDataset } from '../../../evals/dataset/scan-dataset.ts';
import { datasetReferenceText, parseDatasetReference } from '../../../evals/dataset/stored/dataset-reference.ts';
import { datasetFile } from '../../../workspace/datasets/dataset-file.ts';
import { temporarySpill } from '../../../workspace/datasets/temporary-spill.ts';
import { makeFolder } from '../../../workspace/files/make-folder.ts';
import { workspacePath } from './read-datasets.ts';
import { type StoredDependencies, storedDatasets, writeStored } from './stored-datasets.ts';

export interface PulledDataset {
  /** What a suite names it by. */
  readonly reference: string;
  readonly rows: number;
  /** Absent: it is kept where suites find it. */
  readonly path?: string;
}

export interface PullDatasetRequest {
  /** `<name>@<digest>`, with or without `registry:`. */
  readonly named: string;
  readonly out?: string;
  /** What `out` is relative to, absolute. */
  readonly directory: string;
}

/**
 * Brings a dataset of the registry to this machine; its rows are checked against its digest.
 *
 * @throws Failure `usage-invalid` for what names none; `file-unwritable` for an `out` that is there already
 */
export async function pullDataset({ named, out, directory }: PullDatasetRequest, dependencies: StoredDependencies): Promise<PulledDataset> {
  const reference = parseDatasetReference(named);
  if (reference === undefined) {
    throw new Failure('usage-invalid', `"${named}" names no dataset of the registry.`, {
      hint: 'Give `<name>@sha256:<64 hex digits>`, as `promptlane dataset push` printed it.',
    });
  }
  const found = { reference: datasetReferenceText(reference) };
  if (out === undefined) {
    const { count } = await scanDataset([await storedDatasets(dependencies)(reference)], { openSpill: temporarySpill });
    return { ...found, rows: count };
  }
  const { root } = dependencies;
  const path = workspacePath(out, directory, root);
  if (!path.endsWith('.jsonl'))
    throw new Failure('usage-invalid', `${path} does not end in .jsonl.`, { hint: 'Rows are written as JSON Lines.' });
  if (existsSync(join(root, path)))
    throw new Failure('file-unwritable', `${path} is there already.`, { hint: 'Move it away, or name another.' });
  await makeFolder(dirname(join(root, path)));
  await writeStored(join(root, path), reference, dependencies);
  return { ...found, rows: (await scanDataset([datasetFile(root, path)], { openSpill: temporarySpill })).count, path };
}
