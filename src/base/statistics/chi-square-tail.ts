import { upperIncompleteGamma } from './incomplete-gamma.ts';

/** The chance that χ² with this many degrees of freedom is at least `x` (Abramowitz and Stegun 26.4.19). */
export function chiSquareTail(x: number, freedom: number): number {
  return upperIncompleteGamma(freedom / 2, x / 2);
}
