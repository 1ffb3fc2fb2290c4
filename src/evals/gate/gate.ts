/** A bound on a figure, as written in a suite: `">= 0.9"`. */
export interface Bound {
  readonly operator: '>=' | '<=' | '=' | '>' | '<';
  readonly value: number;
}

/** How much worse than the baseline a scorer may get before the gate fails. */
export interface RegressionRule {
  /** Largest accepted drop (baseline − candidate) of the mean score, 0…1. */
  readonly maxDrop: number;
  /** One-sided confidence of the verdict, default 0.95. */
  readonly confidence: number;
  readonly onInconclusive: 'warn' | 'fail';
}

/** What one scorer must show. */
export interface ScorerGate {
  readonly mean?: Bound;
  readonly passRate?: Bound;
  readonly p50?: Bound;
  readonly p95?: Bound;
  readonly regression?: RegressionRule;
  /** No case that passed under the baseline may fail now, whatever the statistics say. */
  readonly strict?: boolean;
}

/** The gate of a suite. A scorer without an entry is shown and never gates. */
export interface Gate {
  readonly scorers: ReadonlyMap<string, ScorerGate>;
  /** Share of samples that may end in an error, 0…1; default 0. */
  readonly maxErrorRate: number;
  /** Cases with one of these tags must pass every gating scorer in every repeat; every scorer, when none gates. */
  readonly mustPassTags: readonly string[];
  /** US dollars for the whole run. */
  readonly maxCost?: number;
}
