import { Failure } from '../../../base/failure.ts';
import type { Answer } from '../../run.ts';
import { type Model, type ModelRequest, retryAdvice } from '../model.ts';
import { LONGEST_HOLD_MS, type Pace } from './pace.ts';
import type { Stop } from './stop.ts';
import type { Wait } from './wait.ts';

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

/** How many more requests a case may cost beyond its first ones. One object per case, shared by its samples and its judges. */
export interface RetryBudget {
  left: number;
}

/** What the calls of one run share. */
export interface CallLimits {
  readonly deadlineMs: number;
  readonly stop: Stop;
  /** 0 … 1, for jitter. */
  readonly random: () => number;
  readonly wait: Wait;
  /** Requests sent so far. */
  calls: number;
}

/** One question of a run. */
export interface Question {
  readonly model: Model;
  readonly pace: Pace;
  readonly request: ModelRequest;
  readonly sample: number;
  readonly budget: RetryBudget;
  /** Told when the deadline cut a call off, which may have cost something; gives whether it may be repeated. */
  readonly onCut?: () => boolean;
}

/**
 * Asks a model, and asks again with growing pauses while that may help and the case's budget lasts.
 *
 * A `Retry-After` holds all calls of the model: others would only spend their budgets on the same refusal.
 * @throws Failure of the last attempt
 */
export async function ask(question: Question, limits: CallLimits): Promise<Answer> {
  const { pace, budget } = question;
  for (let attempt = 0; ; attempt += 1) {
    const endTurn = await pace.turn(limits.stop);
    try {
      limits.calls += 1;
      return await callWithin(question, limits);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error instanceof CallCut && question.onCut?.() === false) throw error;
      const { retryable, retryAfterMs = 0 } = retryAdvice(error);
      if (!retryable || budget.left <= 0 || retryAfterMs > LONGEST_HOLD_MS) throw error;
      budget.left -= 1;
      if (retryAfterMs > 0) {
        pace.hold(retryAfterMs);
        continue;
      }
    } finally {
      endTurn();
    }
    await limits.wait(backoff(attempt, limits.random), limits.stop);
  }
}

function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
  return ceiling * (0.5 + random() / 2);
}

async function callWithin({ model, pace, request, sample }: Question, { deadlineMs, stop }: CallLimits): Promise<Answer> {
  const call = new AbortController();
  const forget = stop.onStop((reason) => call.abort(reason));
  const timer = setTimeout(() => call.abort(new CallCut(deadlineMs)), deadlineMs);
  try {
    const answer = await model.answer(request, { signal: call.signal, sample, onLimits: (left) => pace.learn(left) });
    if (answer.usage !== undefined) pace.used(answer.usage.input + answer.usage.output);
    return answer;
  } finally {
    clearTimeout(timer);
    forget();
  }
}

/** No answer came in time, and the provider may charge for what it was about to say. */
class CallCut extends Failure {
  constructor(deadlineMs: number) {
    super('model-unreachable', `No answer came within ${deadlineMs / 1000} s.`, { details: { retryable: true } });
  }
}
