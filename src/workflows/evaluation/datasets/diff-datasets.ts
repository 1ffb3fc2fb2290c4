import { placeOf } from '../../../base/diagnostic.ts';
import { Failure } from '../../../base/failure.ts';
import { type CaseSource, casesInMemory } from '../../../evals/dataset/case-source.ts';
import { type CasesDiff, diffCases } from '../../../evals/dataset/diff-cases.ts';
import { scanDataset } from '../../../evals/dataset/scan-dataset.ts';
import { datasetBytes } from '../../../workspace/datasets/dataset-file.ts';
import { temporarySpill } from '../../../workspace/datasets/temporary-spill.ts';
import type { Git } from '../../../workspace/git/git.ts';
import { type DatasetDependencies, type DatasetFile, readDatasets } from './read-datasets.ts';

export interface DatasetDiff extends CasesDiff {
  /** As people call the two. */
  readonly before: string;
  readonly after: string;
}

export interface DatasetDiffRequest {
  /** One dataset, compared with an earlier revision of itself, or two. */
  readonly named: readonly [string, string?];
  /** With one dataset: the git revision. */
  readonly against: string;
  /** What the names are relative to, absolute. */
  readonly directory: string;
}

/**
 * Compares a dataset with another, or with what it was at a git revision, case by case.
 *
 * @throws Failure `suite-invalid` for a dataset with errors, `file-unreadable`, `reference-unknown`, `git-missing`
 */
export async function diffDatasets(
  { named: [first, second], against, directory }: DatasetDiffRequest,
  dependencies: DatasetDependencies & { readonly git: () => Promise<Git | undefined> },
): Promise<DatasetDiff> {
  const left = await namedDataset(first, directory, dependencies);
  if (second !== undefined) {
    const right = await namedDataset(second, directory, dependencies);
    return { before: left.path, after: right.path, ...(await diffCases(await validCases(left), await validCases(right))) };
  }
  const before = await earlier(left.path, against, await dependencies.git());
  return { before: `${left.path} at ${against}`, after: left.path, ...(await diffCases(before, await validCases(left))) };
}

async function namedDataset(name: string, directory: string, dependencies: DatasetDependencies): Promise<DatasetFile> {
  const [dataset] = await readDatasets([name], directory, dependencies);
  if (dataset === undefined) throw new TypeError('a named dataset is read or refused');
  return dataset;
}

/** The dataset as a revision has it; one that was not there yet had no cases. */
async function earlier(path: string, revision: string, git: Git | undefined): Promise<CaseSource> {
  if (git === undefined) throw new Failure('git-missing', 'This is not a git repository, so the dataset has no earlier revisions.');
  const [entry] = await git.listTree(await git.resolveRevision(revision), [path]);
  const bytes = entry && (await git.readBlobs([entry.blob])).get(entry.blob);
  if (entry && bytes === undefined) throw await git.explainMissing([entry.blob]);
  if (bytes === undefined) return casesInMemory([]);
  return await validCases({ rows: datasetBytes(path, `${path} at ${revision}`, bytes) });
}

async function validCases({ rows }: Pick<DatasetFile, 'rows'>): Promise<CaseSource> {
  const { diagnostics, selected } = await scanDataset([rows], { openSpill: temporarySpill });
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Failure('suite-invalid', error.message, { where: placeOf(error), hint: 'Run `promptlane dataset lint`.' });
  return selected;
}
