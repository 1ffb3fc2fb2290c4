import type { Clock } from '../../../base/clock.ts';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { Answer } from '../../../evals/run.ts';
import type { AnswerPiece, Model, ModelRequest } from '../../../evals/runner/model.ts';
import { requestDigest } from '../../../evals/runner/request-digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { RenderedRow } from '../render/render-version.ts';
import { type AnswerCheck, answerChecks } from './answer-checks.ts';

/** One question to a model. */
export interface RunRequest {
  readonly version: PromptVersion;
  readonly row: RenderedRow;
  /** `provider/model` instead of the version's own. */
  readonly model?: string;
  /** For the whole answer. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Gets the answer as it arrives; without it the answer is not streamed. */
  readonly onPiece?: (piece: AnswerPiece) => void;
}

/** What a model answered to a version, and whether that is what the version asks for. */
export interface RunOutcome {
  readonly prompt: PromptId;
  readonly digest: Digest;
  /** The model that was asked. */
  readonly model: string;
  /** The model that the version names; the one that was asked may be another. */
  readonly ownModel: string | undefined;
  readonly request: ModelRequest;
  readonly requestDigest: Digest;
  readonly answer: Answer;
  /** True when the answer is a recording: nobody was asked. */
  readonly isRecorded: boolean;
  /** Until the first text came; absent when nothing was streamed or nobody was asked. */
  readonly firstTextMs?: number;
  readonly checks: readonly AnswerCheck[];
}

/** What asking needs from outside. */
export interface RunPorts {
  readonly model: Model;
  /** Milliseconds, for how long things took. */
  readonly clock: Clock;
}

/** The request that a rendered version makes. @throws Failure `usage-invalid` when neither the version nor the person names a model */
export function requestOf({ version, row, model = version.content.model }: Pick<RunRequest, 'version' | 'row' | 'model'>): ModelRequest {
  if (model !== undefined) return { ...row.rendered, model };
  throw new Failure('usage-invalid', `${version.id} names no model.`, {
    hint: 'Set `model` in the prompt, or name one with `--model PROVIDER/MODEL`.',
  });
}

/**
 * Asks a model once, and checks its answer.
 *
 * @throws Failure what the model throws, `model-unreachable` after the deadline, `interrupted` when the signal fires
 */
export async function runPrompt(run: RunRequest, { model, clock }: RunPorts): Promise<RunOutcome> {
  const { version, row, signal, onPiece } = run;
  const request = requestOf(run);
  const started = clock();
  let firstTextMs: number | undefined;
  const piece =
    onPiece &&
    ((part: AnswerPiece) => {
      if (part.kind === 'text') firstTextMs ??= clock() - started;
      onPiece(part);
    });
  const answer = await askWithin(model, request, run.deadlineMs, signal, piece);
  const isRecorded = model.isRecorded === true;
  return {
    prompt: version.id,
    digest: version.digest,
    model: request.model,
    ownModel: version.content.model,
    request,
    requestDigest: requestDigest(request),
    answer,
    isRecorded,
    ...(firstTextMs !== undefined && !isRecorded && { firstTextMs }),
    checks: answerChecks(version, answer, row.values),
  };
}

async function askWithin(
  model: Model,
  request: ModelRequest,
  deadlineMs: number,
  signal: AbortSignal,
  onPiece: ((piece: AnswerPiece) => void) | undefined,
): Promise<Answer> {
  const call = new AbortController();
  const stop = () => call.abort(new Failure('interrupted', 'The run was interrupted.', { hint: 'What was printed is all that came.' }));
  const timer = setTimeout(() => call.abort(tooLate(deadlineMs)), deadlineMs);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await model.answer(request, { signal: call.signal, sample: 0, ...(onPiece && { onPiece }) });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function tooLate(deadlineMs: number): Failure {
  return new Failure('model-unreachable', `The answer was not whole after ${deadlineMs / 1000} s.`, {
    hint: 'Give it longer with `--timeout 10m`, or ask for less.',
  });
}
