import { sha256Hex } from '../../base/digest.ts';
import type { EvalCase } from './eval-case.ts';

export interface CaseSelection {
  /** Cases with at least one of these tags; absent: all. */
  readonly tags?: readonly string[];
  /** At most this many, drawn by seed. */
  readonly sample?: number;
}

/**
 * The cases of a dataset that a suite asks, in the order of the file.
 *
 * A sample depends on the seed and the contents alone: shuffling the file draws the same cases,
 * and a new row displaces at most one of them.
 */
export function selectCases(cases: readonly EvalCase[], { tags, sample }: CaseSelection, seed: number): readonly EvalCase[] {
  const tagged = tags === undefined ? cases : cases.filter((evalCase) => evalCase.tags.some((tag) => tags.includes(tag)));
  if (sample === undefined || sample >= tagged.length) return tagged;
  const lots = tagged.map((evalCase) => ({ evalCase, lot: sha256Hex(`${seed}:${evalCase.caseId}`) }));
  const drawn = new Set(
    lots
      .sort((left, right) => (left.lot < right.lot ? -1 : 1))
      .slice(0, sample)
      .map(({ evalCase }) => evalCase),
  );
  return tagged.filter((evalCase) => drawn.has(evalCase));
}
