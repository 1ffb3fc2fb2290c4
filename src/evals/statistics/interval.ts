import { normalQuantile } from './distribution/normal-quantile.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The normal deviate that leaves `1 − confidence` outside, split over both tails. */
export function twoSidedDeviate(confidence: number): number {
  return normalQuantile((1 + confidence) / 2);
}
