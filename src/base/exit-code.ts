import type { FailureKind } from './failure.ts';

/** How a command ended, in the words of failures; `ok` and `defect` complete them. */
export type Ending = 'ok' | 'defect' | FailureKind;

const EXIT_CODES: Readonly<Record<Ending, number>> = {
  ok: 0,
  defect: 1,
  usage: 2,
  validation: 3,
  drift: 4,
  breaking: 5,
  gate: 6,
  conflict: 7,
  access: 8,
  'not-found': 2,
  network: 9,
  interrupted: 130,
};

/** The exit code of an ending; docs/exit-codes.md is its table. */
export function exitCode(ending: Ending): number {
  return EXIT_CODES[ending];
}

/** Endings that say nothing about the prompts: trouble of the machine or the caller goes first. */
const TROUBLE: readonly Ending[] = ['defect', 'usage', 'not-found', 'access', 'network'];

/** One ending for several: the first kind of trouble present, else the first that failed. */
export function worstEnding<Some extends Ending>(endings: readonly Some[]): Some | 'ok' {
  for (const kind of TROUBLE) {
    const found = endings.find((ending) => ending === kind);
    if (found !== undefined) return found;
  }
  return endings.find((ending) => ending !== 'ok') ?? 'ok';
}
