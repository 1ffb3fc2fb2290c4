import type { Bounds } from './calls/ask-within.ts';
import { paces } from './calls/pace.ts';
import { unboundedSpending } from './calls/spending.ts';
import type { Stop } from './calls/stop.ts';
import { wait as realWait } from './calls/wait.ts';
import type { RunOptions, RunPorts } from './run-ports.ts';

/** Samples worked on at once. */
export const DEFAULT_CONCURRENCY = 8;

/** Requests that a case may cost beyond its first ones. */
export const DEFAULT_RETRIES = 3;

const DEFAULT_DEADLINE_MS = 120_000;

/** What every question of a run is asked within, with the defaults for what nobody said. */
export function boundsOf(
  { clock, random, wait = realWait, cache, spending = unboundedSpending(), paces: shared }: Omit<RunPorts, 'model'>,
  { deadlineMs = DEFAULT_DEADLINE_MS, concurrency = DEFAULT_CONCURRENCY }: Pick<RunOptions, 'deadlineMs' | 'concurrency'>,
  stop: Stop,
): Bounds {
  const pacing = shared ?? paces({ clock, random, wait }, () => concurrency);
  return { cache, spending, paces: pacing, limits: { deadlineMs, stop, random, wait, calls: 0 } };
}
