import type { RegressionMetric } from '../gate/rules/gate.ts';

/** A figure with its two-sided 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How a case moved from the baseline to the candidate under one scorer. `errored`: a side has no score, so nothing is compared. */
export type CaseChange = 'improved' | 'stable' | 'regressed' | 'new' | 'removed' | 'errored';

/** One case under one scorer in one run, its repeats averaged. */
export interface CaseScore {
  /** Mean score of the repeats, 0…1. */
  readonly score: number;
  /** True when every repeat passed. */
  readonly pass: boolean;
  /** What the scorer said of the first repeat that failed. */
  readonly reason?: string;
}

/** One case under one scorer in both runs. */
export interface CaseComparison {
  readonly caseId: string;
  readonly label: string;
  /** The candidate's, or those of a case that it no longer has. */
  readonly tags: readonly string[];
  readonly change: CaseChange;
  readonly baseline?: CaseScore;
  readonly candidate?: CaseScore;
  /** Why a side has no score, when `errored`. */
  readonly error?: string;
}

/** What the pairs of one scorer say together. Differences are candidate − baseline: negative is worse. */
export interface PairedStatistics {
  /** What is compared of a case: its mean score, or the share of its repeats that pass, as the rule says. */
  readonly metric: RegressionMetric;
  /** `binary`: every score is 0 or 1, one sample per case, cases independent (McNemar, Newcombe, Wilson). `mean`: anything else (t, sign flips). */
  readonly method: 'binary' | 'mean';
  /** Cases scored in both runs. */
  readonly pairs: number;
  /** Independent units: fewer than pairs when cases share a group. */
  readonly clusters: number;
  readonly baseline: Estimate;
  readonly candidate: Estimate;
  readonly delta: Estimate;
  /** One-sided confidence of `largestDrop` and of the power figures: the rule's, or 0.95. */
  readonly confidence: number;
  /** The largest drop of the mean score that the data still allow at this confidence (negative: surely better). */
  readonly largestDrop: number;
  /** One-sided: how often a candidate that is no worse would look at least this bad. */
  readonly p: number;
  /** By Holm over the scorers with a regression rule; absent for the others. */
  readonly adjustedP?: number;
  /** Smallest true drop that the rule would fail in four of five runs with this many pairs; absent when not even a drop of 1. */
  readonly detectableDrop?: number;
  /**
   * Pairs with which a version that is no worse passes the rule in four of five runs; absent without a rule, and when no number
   * would do (`maxDrop` 0).
   */
  readonly neededPairs?: number;
}

/** Both runs under one scorer. Cases are ordered by id, whatever order the runs were written in. */
export interface ScorerComparison {
  readonly scorer: string;
  readonly cases: readonly CaseComparison[];
  readonly counts: Readonly<Record<CaseChange, number>>;
  /** Passed under the baseline and fails now. */
  readonly newFailures: readonly CaseComparison[];
  /** Failed under the baseline and passes now. */
  readonly newPasses: readonly CaseComparison[];
  /** Absent when no case was scored in both runs. */
  readonly statistics?: PairedStatistics;
}

/** The cases of one tag under one scorer, in both runs. */
export interface SliceComparison {
  readonly tag: string;
  readonly scorer: string;
  readonly counts: Readonly<Record<CaseChange, number>>;
  /** Absent when no case of the tag was scored in both runs. */
  readonly statistics?: PairedStatistics;
  /** By Benjamini and Hochberg over all slices: for ranking what to read, never for a verdict. Absent without statistics. */
  readonly rankingP?: number;
}

/** Two runs of one suite, case by case and scorer by scorer, in the order of the candidate's scorers. */
export interface Comparison {
  readonly scorers: readonly ScorerComparison[];
  /** By tag, the likeliest regressions first. */
  readonly slices: readonly SliceComparison[];
  /** Seed of the sign flips. */
  readonly seed: number;
}
