import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { failureOfFindings } from '../../base/finding-failure.ts';
import type { CaseSource } from '../../evals/dataset/case-source.ts';
import { DATASET_SUFFIXES, datasetFormat } from '../../evals/dataset/dataset-format.ts';
import type { RowFile } from '../../evals/dataset/rows/row-file.ts';
import { scanDataset } from '../../evals/dataset/scan-dataset.ts';
import { type DatasetReference, datasetReferenceText } from '../../evals/dataset/stored/dataset-reference.ts';
import type { Suite } from '../../evals/suite/suite.ts';
import { datasetFile } from '../../workspace/datasets/dataset-file.ts';
import { listDatasetFiles } from '../../workspace/datasets/list-dataset-files.ts';
import { temporarySpill } from '../../workspace/datasets/temporary-spill.ts';
import type { SourceFile } from '../../workspace/files/source-file.ts';
import { datasetSources } from './datasets/dataset-sources.ts';

/** Brings a dataset of the registry to this machine, or finds it here. */
export type StoredDatasets = (reference: DatasetReference) => Promise<RowFile>;

/** As text, some ten thousand cases of a few words: every suite of a command may keep as much. */
const MOST_KEPT = 1_000_000;

/** Where datasets are looked for. */
export interface DatasetPlace {
  /** The workspace, absolute. */
  readonly root: string;
  /** Absent: a suite that names a dataset of the registry is refused. */
  readonly stored?: StoredDatasets | undefined;
}

/**
 * The cases that a suite selects of the files and stored datasets that it names, together one dataset.
 *
 * The files are read from start to end now, and large ones again whenever the cases are asked for; their size does not matter.
 * @throws Failure `file-unreadable` for a file that is missing or lies outside the workspace: a suite of a pull
 * request must not read files of the machine; `suite-invalid` with the first located error.
 */
export async function loadDataset(
  suite: Pick<Suite, 'dataset' | 'selection' | 'seed'>,
  { path }: Pick<SourceFile, 'path'>,
  place: DatasetPlace,
): Promise<{ readonly cases: CaseSource; readonly digest: Digest }> {
  const files = await rowFiles(suite, path, place);
  const { selection, seed } = suite;
  const { digest, diagnostics, selected } = await scanDataset(files, { selection, seed, openSpill: temporarySpill, mostKept: MOST_KEPT });
  const failure = failureOfFindings('suite-invalid', diagnostics);
  if (failure) throw failure;
  return { cases: selected, digest };
}

async function rowFiles(suite: Pick<Suite, 'dataset'>, path: string, { root, stored }: DatasetPlace): Promise<RowFile[]> {
  const sources = await datasetSources(suite, path, (folder) => listDatasetFiles(root, folder));
  const where = { file: path, line: 1, column: 1 };
  const [unmatched] = sources.unmatched;
  if (unmatched !== undefined) throw new Failure('suite-invalid', `No dataset matches "${unmatched}".`, { where, hint: DATASET_SUFFIXES });
  const unknown = sources.paths.find((one) => datasetFormat(one) === undefined);
  if (unknown !== undefined) {
    throw new Failure('suite-invalid', `The dataset "${unknown}" is in no known format.`, { where, hint: DATASET_SUFFIXES });
  }
  const files = sources.paths.map((one) => datasetFile(root, one, ` of ${path}`));
  for (const reference of sources.stored) {
    if (stored === undefined) {
      throw new Failure('registry-not-configured', `The suite asks ${datasetReferenceText(reference)}, and no registry is at hand.`);
    }
    files.push(await stored(reference));
  }
  return files;
}
