/**
 * Where the figures about a rollout come from: exposures with outcomes and feedback now, traces and monitors too one day.
 *
 * Only compared calls count (`Assignment.compared`), all since the rollout started, each unit once.
 */
export interface MetricSource {
  figures(rollout: string, metrics: readonly string[]): Promise<RolloutFigures>;
}

export interface RolloutFigures {
  /** Distinct units that were exposed, per variant, `control` included. */
  readonly exposed: Readonly<Record<string, number>>;
  /** Time of the latest exposure, in milliseconds since the epoch. */
  readonly lastExposure?: number;
  /** What is known of each metric. A metric that is missing is not known, which never counts as good. */
  readonly metrics: Readonly<Record<string, MetricFigures>>;
}

export interface MetricFigures {
  /** Between which all values lie, where that is known: 0 and 1 for rates and scores. */
  readonly bounds?: readonly [number, number];
  /** Per variant, `control` included. */
  readonly variants: Readonly<Record<string, UnitMeans>>;
}

/**
 * What is kept of the means of units: a unit with a hundred calls counts as much as one with one.
 * Calls of one unit are alike, and counted one by one they would feign certainty.
 */
export interface UnitMeans {
  readonly units: number;
  /** Of the means of the units. */
  readonly sum: number;
  /** Of the squares of the means of the units. */
  readonly sumOfSquares: number;
}
