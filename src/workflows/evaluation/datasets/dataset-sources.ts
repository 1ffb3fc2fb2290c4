import { posix } from 'node:path';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import { isPathPattern, matchesPathPattern } from '../../../base/text/path-pattern.ts';
import { type DatasetReference, isStored, parseDatasetReference } from '../../../evals/dataset/stored/dataset-reference.ts';
import type { Suite } from '../../../evals/suite/suite.ts';

/** What a suite names as its cases: files of the workspace, and datasets of the registry. */
export interface DatasetSources {
  /** Relative to the workspace, in order; a pattern stands for what it matches now. */
  readonly paths: readonly string[];
  readonly stored: readonly DatasetReference[];
  /** Patterns that match nothing. */
  readonly unmatched: readonly string[];
}

/** The files below a folder of the workspace that may be datasets. */
export type FilesBelow = (folder: string) => Promise<readonly string[]> | readonly string[];

/** @param file the suite's own, which its paths are relative to. */
export async function datasetSources({ dataset }: Pick<Suite, 'dataset'>, file: string, filesBelow: FilesBelow): Promise<DatasetSources> {
  const paths = new Set<string>();
  const unmatched: string[] = [];
  for (const named of dataset.filter((one) => !isStored(one))) {
    const path = posix.join(posix.dirname(file), named);
    if (!isPathPattern(named)) {
      paths.add(path);
      continue;
    }
    const matching = (await filesBelow(folderOf(path))).filter((one) => matchesPathPattern(path, one)).toSorted(byCodePoint);
    if (matching.length === 0) unmatched.push(named);
    for (const one of matching) paths.add(one);
  }
  return {
    paths: [...paths],
    stored: dataset.flatMap((named) => (isStored(named) ? (parseDatasetReference(named) ?? []) : [])),
    unmatched,
  };
}

/** The deepest folder that holds whatever a pattern can match. */
function folderOf(pattern: string): string {
  const segments = pattern.split('/');
  return segments.slice(0, segments.findIndex(isPathPattern)).join('/') || '.';
}
