import type { EvalCase } from '../dataset/eval-case.ts';
import type { Answer } from '../run.ts';
import { type AskedVersion, caseRequest } from './case-request.ts';
import type { ModelRequest } from './model.ts';

/** Answers one request; the runner's, with its cache, retries and bounds. */
export type Ask = (request: ModelRequest) => Promise<Answer>;

/** Gets the answer to one sample of a case. */
export function answerCase(asked: AskedVersion, evalCase: EvalCase, model: string, ask: Ask): Promise<Answer> {
  return ask(caseRequest(asked, evalCase, model));
}
