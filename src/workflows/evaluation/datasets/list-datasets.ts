import { hasErrors } from '../../../base/diagnostic.ts';
import type { Digest } from '../../../base/digest.ts';
import type { DatasetFile } from './read-datasets.ts';

/** A dataset in a list. */
export interface DatasetSummary {
  readonly path: string;
  /** Absent for one that cannot be read. */
  readonly digest?: Digest;
  readonly cases: number;
  /** How many cases expect something. */
  readonly expecting: number;
  /** How many cases have a tag, by tag; the most frequent first. */
  readonly tags: ReadonlyMap<string, number>;
  readonly untagged: number;
  /** Names of the suites that ask it. */
  readonly suites: readonly string[];
}

/** What datasets there are, what they hold, and who asks them. */
export function listDatasets(datasets: readonly DatasetFile[]): DatasetSummary[] {
  return datasets.map(({ path, cases, digest, diagnostics, suites }) => ({
    path,
    ...(!hasErrors(diagnostics) && { digest }),
    cases: cases.length,
    expecting: cases.filter(({ expected }) => expected !== undefined).length,
    tags: tagCounts(cases),
    untagged: cases.filter(({ tags }) => tags.length === 0).length,
    suites: suites.map(({ name }) => name),
  }));
}

function tagCounts(cases: DatasetFile['cases']): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const tag of cases.flatMap(({ tags }) => [...new Set(tags)])) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return new Map([...counts].sort(([, left], [, right]) => right - left));
}
