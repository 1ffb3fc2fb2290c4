import { incompleteBeta } from './incomplete-beta.ts';

/** The chance of at least `successes` in `trials` at this rate, by I_p(k, n − k + 1) (DLMF 8.17.5). */
export function binomialTail(successes: number, trials: number, rate: number): number {
  if (successes <= 0) return 1;
  if (successes > trials) return 0;
  return incompleteBeta(rate, successes, trials - successes + 1);
}
