import { hasErrors } from '../../../base/diagnostic.ts';
import type { DatasetFigures } from '../../../evals/dataset/collection/case-collection.ts';
import { scanDataset } from '../../../evals/dataset/scan-dataset.ts';
import { temporarySpill } from '../../../workspace/datasets/temporary-spill.ts';
import type { DatasetFile } from './read-datasets.ts';

/** A dataset in a list. */
export interface DatasetSummary extends Omit<DatasetFigures, 'count' | 'digest' | 'diagnostics'> {
  readonly path: string;
  /** Absent for one that cannot be read. */
  readonly digest?: DatasetFigures['digest'];
  readonly cases: number;
  /** Names of the suites that ask it. */
  readonly suites: readonly string[];
}

/** What datasets there are, what they hold, and who asks them. @throws Failure `file-unreadable` */
export async function listDatasets(datasets: readonly DatasetFile[]): Promise<DatasetSummary[]> {
  const summaries: DatasetSummary[] = [];
  for (const { path, rows, suites } of datasets) {
    const { count, digest, diagnostics, expecting, tags, untagged } = await scanDataset([rows], { openSpill: temporarySpill });
    const isValid = !hasErrors(diagnostics);
    const asking = suites.map(({ name }) => name);
    summaries.push({ path, ...(isValid && { digest }), cases: count, expecting, tags, untagged, suites: asking });
  }
  return summaries;
}
