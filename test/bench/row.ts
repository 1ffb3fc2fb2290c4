import type { Usage } from './measure.ts';

/** One line of the report. */
export interface Row {
  readonly what: string;
  /** What it cost us. */
  readonly ours: string;
  /** What was measured beside it in the same rounds. */
  readonly beside: string;
  readonly ratio?: number;
  /** The promise, and what it is held against. */
  readonly goal?: { readonly text: string; readonly isMet: boolean };
}

/** Scenarios are told how thorough to be; `quick` shows that they work, its figures are rough. */
export interface Scale {
  readonly quick: boolean;
  /** Every cell of every table, which takes its time. */
  readonly full: boolean;
  /** Other programs to be measured beside ours, which have to be installed first. */
  readonly peers: readonly string[];
}

export type Scenario = (scale: Scale) => Promise<Row[]>;

/** Wall time, and the CPU time behind it. */
export function timeText({ wallMs, cpuMs }: Usage): string {
  return `${ms(wallMs)} (CPU ${ms(cpuMs)})`;
}

export function ms(value: number): string {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(2)} s`;
}

/** A goal on a duration. */
export function within(milliseconds: number, limit: number): NonNullable<Row['goal']> {
  return { text: `≤ ${ms(limit)}`, isMet: milliseconds <= limit };
}

/** A goal on a ratio. */
export function ratioWithin(ratio: number, limit: number): NonNullable<Row['goal']> {
  return { text: `≤ ${limit.toFixed(2)}×`, isMet: ratio <= limit };
}
