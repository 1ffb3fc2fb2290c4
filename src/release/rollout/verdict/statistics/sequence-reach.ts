/**
 * How many standard errors a one-sided bound must keep from a mean so that it holds at all looks together,
 * with a chance of at most `alpha` that it ever fails.
 *
 * The one-sided asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform
 * central limit theory and asymptotic confidence sequences" (Annals of Statistics 52, 2024; arXiv 2103.06476):
 * √( 2 (tρ² + 1) / (tρ²) · ln(1 + √(tρ² + 1) / (2α)) ) after t units. Any fixed ρ holds; this one is about the
 * tightest after `plannedUnits`: ρ² = (ln(1 − 2 ln 2α) − 2 ln 2α) / planned. It must not depend on the data.
 */
export function sequenceReach(units: number, { alpha, plannedUnits }: SequencePlan): number {
  const depth = -2 * Math.log(2 * alpha);
  const grown = (units * (depth + Math.log(1 + depth))) / plannedUnits;
  return Math.sqrt(2 * (1 + 1 / grown) * Math.log1p(Math.sqrt(1 + grown) / (2 * alpha)));
}

export interface SequencePlan {
  /** Chance that a bound ever fails, below 0.5. */
  readonly alpha: number;
  /** Compared units, of both sides, after which the bounds shall be tightest. */
  readonly plannedUnits: number;
}
