import { sha256Hex } from '../../../base/digest.ts';
import { NumberList } from '../collection/number-list.ts';
import type { EvalCase } from '../eval-case.ts';

export interface CaseSelection {
  /** Cases with at least one of these tags; absent: all. */
  readonly tags?: readonly string[];
  /** Of those, cases with none of these. */
  readonly not?: readonly string[];
  /** Of those, the cases of one part. */
  readonly part?: DatasetPart;
  /** At most this many of those, drawn by seed. */
  readonly sample?: number;
}

/** One part of a dataset that is parted by content, for example what may be looked at while a prompt is written. */
export interface DatasetPart {
  readonly name: string;
  /** The share of each part, by name, in order; together at most 1. */
  readonly of: readonly (readonly [name: string, share: number])[];
}

/** Hex digits of a lot: 52 bits, which a number holds exactly. */
const LOT_DIGITS = 13;

/** Which cases are drawn, by their place among those that the filter lets through; absent: all of them. */
export type Drawn = ((place: number) => boolean) | undefined;

/**
 * The cases of a dataset that a suite asks, in the order of the file.
 *
 * A sample depends on the seed and the contents alone: shuffling the file draws the same cases,
 * and a new row displaces at most one of them.
 */
export function selectCases(cases: readonly EvalCase[], selection: CaseSelection, seed: number): readonly EvalCase[] {
  const filtered = cases.filter(caseFilter(selection));
  const draw = caseDraw(selection, seed);
  for (const evalCase of filtered) draw.add(evalCase);
  const { drawn } = draw.end();
  return drawn === undefined ? filtered : filtered.filter((_, place) => drawn(place));
}

/** Says of each case by itself whether tags and part let it through. */
export function caseFilter({ tags, not, part }: CaseSelection): (evalCase: EvalCase) => boolean {
  const range = part && rangeOf(part);
  return (evalCase) => {
    if (tags !== undefined && !evalCase.tags.some((tag) => tags.includes(tag))) return false;
    if (not?.some((tag) => evalCase.tags.includes(tag))) return false;
    if (range === undefined) return true;
    // Cases of one group are alike: one of them in each part would tell the other part's answers.
    const lot = lotOf('part', evalCase.group ?? evalCase.caseId) / 2 ** 52;
    return lot >= range.from && lot < range.to;
  };
}

export interface CaseDraw {
  /** Takes the cases that the filter lets through, in the order of the file. */
  add(evalCase: Pick<EvalCase, 'caseId'>): void;
  end(): { readonly count: number; readonly drawn: Drawn };
}

/** Draws a sample of cases that come one by one, in eight bytes each. */
export function caseDraw({ sample }: CaseSelection, seed: number): CaseDraw {
  let count = 0;
  const lots = new NumberList();
  return {
    add({ caseId }) {
      count += 1;
      if (sample !== undefined) lots.push(lotOf(seed, caseId));
    },
    end() {
      if (sample === undefined || sample >= count) return { count, drawn: undefined };
      const last = lots.sorted()[sample - 1] as number;
      return { count: sample, drawn: (place) => lots.at(place) <= last };
    },
  };
}

function lotOf(seed: number | string, content: string): number {
  return Number.parseInt(sha256Hex(`${seed}:${content}`).slice(0, LOT_DIGITS), 16);
}

function rangeOf({ name, of }: DatasetPart): { from: number; to: number } {
  let from = 0;
  for (const [part, share] of of) {
    if (part === name) return { from, to: from + share };
    from += share;
  }
  return { from: 0, to: 0 };
}
