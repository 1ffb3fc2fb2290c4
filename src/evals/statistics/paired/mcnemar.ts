import { binomialTail } from '../distribution/binomial-tail.ts';

/**
 * How often a candidate that is no worse would show at least this many new failures among its changed cases.
 *
 * McNemar's exact one-sided test: of the cases that changed, half should be failures (McNemar, Psychometrika 12, 1947).
 */
export function mcNemarP(newFailures: number, newPasses: number): number {
  return binomialTail(newFailures, newFailures + newPasses, 0.5);
}
