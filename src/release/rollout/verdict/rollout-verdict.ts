import type { RolloutFile } from '../rollout-schema.ts';

export type Guardrail = NonNullable<RolloutFile['guardrails']>[number];

/** What the figures say of a rollout. */
export interface RolloutVerdict {
  readonly split: SplitCheck;
  /** One for each guardrail and variant, in the order of the file. */
  readonly guardrails: readonly GuardrailVerdict[];
  /** Units of the smallest group that is compared. */
  readonly smallestGroup: number;
  readonly lastExposure?: number;
}

/** Whether the units split as the weights say (sample ratio mismatch): where they do not, no figure can be trusted. */
export interface SplitCheck {
  readonly expected: Readonly<Record<string, number>>;
  readonly exposed: Readonly<Record<string, number>>;
  /** Chance of such a split or a worse one, by Pearson's χ²; for reading, as if this were the only look. */
  readonly p: number;
  /** Chance to see such evidence at any look ever; the verdict. */
  readonly sequentialP: number;
  readonly isBroken: boolean;
}

export interface GuardrailVerdict {
  readonly metric: string;
  readonly variant: string;
  readonly do: Guardrail['do'];
  /** `worse`: by more than the margin. `fine`: by no more than the margin. Both are shown, not assumed. */
  readonly verdict: 'worse' | 'fine' | 'inconclusive';
  /** Why it is inconclusive. */
  readonly because?: InconclusiveCause;
  readonly margin: number;
  /** How much worse than control, in the unit of the metric; below 0 is better. Absent without enough figures. */
  readonly harm?: Bounded;
  readonly control: Measured;
  readonly candidate: Measured;
}

/**
 * `no-figures`: nothing is known of the metric. `too-few-units`: fewer than the statistics need. `uneven`: one side
 * has figures for more of its units than the other, so that those that have one are not alike. `no-spread`: all
 * values are the same, which measures nothing. `interval`: the margin lies within what is still possible.
 */
export type InconclusiveCause = 'no-figures' | 'too-few-units' | 'uneven' | 'no-spread' | 'interval';

/** An estimate between two bounds, each of which holds at all looks together with its own confidence. */
export interface Bounded {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface Measured {
  readonly units: number;
  /** Absent without units. */
  readonly mean?: number;
}
