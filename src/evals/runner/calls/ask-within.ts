import { Failure } from '../../../base/failure.ts';
import type { Answer } from '../../run.ts';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { Model, ModelRequest } from '../model.ts';
import { requestDigest } from '../request/request-digest.ts';
import { ask, type CallLimits, type RetryBudget } from './ask.ts';
import type { Paces } from './pace.ts';
import type { Spending } from './spending.ts';

/** What every question of a run is asked within. */
export interface Bounds {
  readonly cache: AnswerCache | undefined;
  readonly paces: Paces;
  readonly spending: Spending;
  readonly limits: CallLimits;
}

/** What all questions about one sample of a case share. */
export interface SampleBudget {
  /** Shared by the samples of the case. */
  readonly retries: RetryBudget;
  /** US dollars that the sample cost now. */
  spent: number;
}

export interface GivenAnswer {
  readonly answer: Answer;
  /** True when nobody was asked now. */
  readonly cached: boolean;
}

/**
 * Answers one request: from the cache, or by asking, within the budgets of the run and of the sample.
 *
 * @throws Failure what `ask` throws, `max-cost-reached`. `price-unknown` ends the whole run: its bound could not be kept.
 */
export async function askWithin(
  { cache, paces, spending, limits }: Bounds,
  model: Model,
  request: ModelRequest,
  sample: number,
  budget: SampleBudget,
): Promise<GivenAnswer> {
  const taped = model.tape?.find(request, sample);
  if (taped !== undefined) return { answer: taped, cached: true };
  const key = { provider: model.name, request: requestDigest(request), sample };
  const kept = model.isUncached === true ? undefined : cache;
  const known = await kept?.get(key);
  if (known !== undefined) {
    await model.tape?.add(request, sample, known);
    return { answer: known, cached: true };
  }
  const question = { model, pace: paces(model.name, request.model), request, sample, budget: budget.retries };
  if (model.isRecorded === true) return { answer: await ask(question, limits), cached: true };

  return withinBound(limits, async () => {
    const reservation = await spending.reserve(request, model.pricesItself);
    const onCut = () => {
      const { counted, mayRepeat } = reservation.lost();
      budget.spent += counted;
      return mayRepeat;
    };
    const answer = await ask({ ...question, onCut }, limits).catch((error: unknown) => {
      reservation.settle(0);
      throw error;
    });
    kept?.put(key, answer);
    budget.spent += answer.cost ?? 0;
    reservation.settle(answer.cost);
    return { answer, cached: false };
  });
}

async function withinBound({ stop }: CallLimits, spend: () => Promise<GivenAnswer>): Promise<GivenAnswer> {
  try {
    return await spend();
  } catch (error) {
    if (error instanceof Failure && error.code === 'price-unknown') stop.stop(error);
    throw error;
  }
}
