import type { EvalCase } from '../dataset/eval-case.ts';
import type { Answer } from '../run.ts';
import { holdDialogue } from './dialogue/hold-dialogue.ts';
import type { ModelRequest } from './model.ts';
import { type AskedVersion, caseRequest } from './request/case-request.ts';

/** Answers one request; the runner's, with its cache, retries and bounds. */
export type Ask = (request: ModelRequest) => Promise<Answer>;

/** Gets the answer to one sample of a case: of one request, or of as many as its turns and the calls of its tools take. */
export function answerCase(asked: AskedVersion, evalCase: EvalCase, model: string, ask: Ask): Promise<Answer> {
  const { dialogue } = evalCase;
  if (dialogue?.turns === undefined && dialogue?.toolResults === undefined) return ask(caseRequest(asked, evalCase, model));
  return holdDialogue(dialogue, (said) => ask(caseRequest(asked, evalCase, model, said)));
}
