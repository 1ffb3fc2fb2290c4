import type { Estimate } from './comparison.ts';
import type { ScoredCase } from './scored-cases.ts';

/** One case scored in both runs. */
export interface Pair {
  readonly baseline: ScoredCase;
  readonly candidate: ScoredCase;
}

/** What a test of the difference is asked. */
export interface Question {
  /** One-sided. */
  readonly confidence: number;
  /** The drop that a rule accepts; absent when nothing gates. */
  readonly maxDrop?: number;
  readonly seed: number;
}

/** What a test of the difference answers; the members mean what `PairedStatistics` says. */
export interface Difference {
  readonly clusters: number;
  readonly delta: Estimate;
  readonly largestDrop: number;
  readonly p: number;
  readonly detectableDrop?: number;
  readonly neededPairs?: number;
}

/** The chance with which a drop called detectable is noticed. */
export const POWER = 0.8;

/** The mean score of a case over its repeats. */
export function caseScore({ scores }: ScoredCase): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The share of a case's repeats that passed. */
export function casePassRate({ passes }: ScoredCase): number {
  return passes.filter(Boolean).length / passes.length;
}
