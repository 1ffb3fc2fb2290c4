/** A bound on a figure, as written in a suite: `">= 0.9"`. */
export interface Bound {
  readonly operator: '>=' | '<=' | '=' | '>' | '<';
  readonly value: number;
}

/** What of a case a regression rule compares. */
export type RegressionMetric = 'mean' | 'passRate';

/** How much worse than the baseline a scorer may get before the gate fails. */
export interface RegressionRule {
  /** Of the mean score when absent. They differ for scorers with scores in between. */
  readonly metric?: RegressionMetric;
  /** Largest accepted drop (baseline − candidate), 0…1. */
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

/** What one scorer must show on the cases of one tag. */
export interface SliceGate {
  readonly tag: string;
  readonly scorer: string;
  readonly asked: ScorerGate;
}

/** The gate of a suite. A scorer without an entry is shown and never gates. */
export interface Gate {
  readonly scorers: ReadonlyMap<string, ScorerGate>;
  /** Share of samples that may end in an error, 0…1; default 0. */
  readonly maxErrorRate: number;
  /** What is asked of the cases of a tag, besides what is asked of all. */
  readonly slices?: readonly SliceGate[];
  /** Cases with one of these tags must pass every gating scorer; every scorer, when none gates. */
  readonly mustPassTags: readonly string[];
  /** In how many of its repeats such a case must do so; in all when absent. */
  readonly mustPassRepeats?: number;
  /** US dollars for the whole run. */
  readonly maxCost?: number;
  /** Judges that do not agree with people as the suite asks, and why; found out when the suite is opened. */
  readonly uncalibrated?: readonly { readonly scorer: string; readonly message: string }[];
}

/** What is asked of a scorer on all cases, or on those of one tag. */
interface Asked {
  readonly scorer: string;
  readonly tag?: string;
  readonly asked: ScorerGate;
}

/** Everything that a gate asks of scorers, on all cases first. */
export function askedOf({ scorers, slices = [] }: Gate): Asked[] {
  return [...[...scorers].map(([scorer, asked]) => ({ scorer, asked })), ...slices];
}

/** The scorers that a gate asks anything of, on all cases or on some. */
export function gatingScorers(gate: Gate): Set<string> {
  return new Set(askedOf(gate).map(({ scorer }) => scorer));
}

/** The judges that a gate would decide by and that do not agree with people as the suite asks. */
export function uncalibratedJudges(gate: Gate): NonNullable<Gate['uncalibrated']> {
  const gating = gatingScorers(gate);
  // Protected cases are held against every scorer where none gates.
  const isHeld = (scorer: string) => gating.has(scorer) || (gating.size === 0 && gate.mustPassTags.length > 0);
  return (gate.uncalibrated ?? []).filter(({ scorer }) => isHeld(scorer));
}
