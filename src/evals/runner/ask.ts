import type { Clock } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import type { Answer } from '../run.ts';
import { type Model, type ModelRequest, retryAdvice } from './model.ts';
import type { Stop } from './stop.ts';
import type { Wait } from './wait.ts';

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** A provider that asks for more than this is down for the purposes of a run. */
const LONGEST_RETRY_AFTER_MS = 120_000;

/** How many more requests a case may cost beyond its first ones. One object per case, shared by its samples. */
export interface RetryBudget {
  left: number;
}

/** What the calls of one run share. */
export interface CallLimits {
  readonly deadlineMs: number;
  readonly stop: Stop;
  readonly clock: Clock;
  /** 0 … 1, for jitter. */
  readonly random: () => number;
  readonly wait: Wait;
  /** Until when a provider asked everybody to hold; 0 at first. */
  holdUntil: number;
  /** Requests sent so far. */
  calls: number;
}

/**
 * Asks a model, and asks again with growing pauses while that may help and the case's budget lasts.
 *
 * A `Retry-After` holds all calls of the run: others would only spend their budgets on the same refusal.
 * @throws Failure of the last attempt
 */
export async function ask(model: Model, request: ModelRequest, sample: number, budget: RetryBudget, limits: CallLimits): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    await holdBack(limits);
    try {
      limits.calls += 1;
      return await callWithin(model, request, sample, limits);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { retryable, retryAfterMs = 0 } = retryAdvice(error);
      if (!retryable || budget.left <= 0 || retryAfterMs > LONGEST_RETRY_AFTER_MS) throw error;
      budget.left -= 1;
      if (retryAfterMs > 0) limits.holdUntil = Math.max(limits.holdUntil, limits.clock() + retryAfterMs);
      else await limits.wait(backoff(attempt, limits.random), limits.stop);
    }
  }
}

async function holdBack({ holdUntil, clock, random, wait, stop }: CallLimits): Promise<void> {
  const pause = holdUntil - clock();
  // Spread a little, so that the held calls do not all arrive in one instant.
  if (pause > 0) await wait(pause + random() * FIRST_BACKOFF_MS, stop);
}

function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
  return ceiling * (0.5 + random() / 2);
}

async function callWithin(model: Model, request: ModelRequest, sample: number, { deadlineMs, stop }: CallLimits): Promise<Answer> {
  const call = new AbortController();
  const forget = stop.onStop((reason) => call.abort(reason));
  const timer = setTimeout(() => call.abort(tooLate(deadlineMs)), deadlineMs);
  try {
    return await model.answer(request, { signal: call.signal, sample });
  } finally {
    clearTimeout(timer);
    forget();
  }
}

function tooLate(deadlineMs: number): Failure {
  return new Failure('model-unreachable', `No answer came within ${deadlineMs / 1000} s.`, { details: { retryable: true } });
}
