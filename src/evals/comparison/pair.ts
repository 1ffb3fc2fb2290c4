import type { Estimate } from './comparison.ts';
import type { ScoredCase } from './scored-cases.ts';

/** One case scored in both runs, by the figure that is compared: its mean score, or the share of its repeats that passed. */
export interface Pair {
  /** 0…1. */
  readonly baseline: number;
  readonly candidate: number;
  readonly group?: string;
  /** True for one sample on each side that says 0 or 1. */
  readonly isBinary: boolean;
}

/** What a test of the difference is asked. */
export interface Question {
  /** One-sided. */
  readonly confidence: number;
  /** The drop that a rule accepts; absent when nothing gates. */
  readonly maxDrop?: number;
  /** How many rules gate together, this one included; 1 when nothing gates. Holm asks so much more of the first of them. */
  readonly rules: number;
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

/** Pairs a case with itself in the other run. */
export function pairOf(baseline: ScoredCase, candidate: ScoredCase, figureOf: (scored: ScoredCase) => number): Pair {
  const pair = { baseline: figureOf(baseline), candidate: figureOf(candidate) };
  const isBinary =
    [baseline, candidate].every(({ scores }) => scores.length === 1) && [0, 1].includes(pair.baseline) && [0, 1].includes(pair.candidate);
  return { ...pair, isBinary, ...(candidate.group !== undefined && { group: candidate.group }) };
}

/** The mean score of a case over its repeats. */
export function caseScore({ scores }: ScoredCase): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The share of a case's repeats that passed. */
export function casePassRate({ passes }: ScoredCase): number {
  return passes.filter(Boolean).length / passes.length;
}
