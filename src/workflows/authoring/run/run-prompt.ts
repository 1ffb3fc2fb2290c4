import type { Clock } from '../../../base/clock.ts';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { Answer } from '../../../evals/run.ts';
import { ask, type RetryBudget } from '../../../evals/runner/calls/ask.ts';
import { pace } from '../../../evals/runner/calls/pace.ts';
import { stopWith } from '../../../evals/runner/calls/stop.ts';
import type { Wait } from '../../../evals/runner/calls/wait.ts';
import type { AnswerPiece, Model, ModelRequest } from '../../../evals/runner/model.ts';
import { requestDigest } from '../../../evals/runner/request/request-digest.ts';
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
  /** 0 … 1, for the jitter of retries. */
  readonly random: () => number;
  readonly wait: Wait;
}

/** The request that a rendered version makes. @throws Failure `usage-invalid` when neither the version nor the person names a model */
export function requestOf({ version, row, model = version.content.model }: Pick<RunRequest, 'version' | 'row' | 'model'>): ModelRequest {
  if (model !== undefined) return { ...row.rendered, model };
  throw new Failure('usage-invalid', `${version.id} names no model.`, {
    hint: 'Set `model` in the prompt, or name one with `--model PROVIDER/MODEL`.',
  });
}

/** Requests that a question may cost beyond the first. */
const RETRIES = 3;

/**
 * Asks a model, and checks its answer. Asks again as an eval does, until the first text came: that cannot be taken back.
 *
 * @throws Failure what the model throws, `model-unreachable` after the deadline, `interrupted` when the signal fires
 */
export async function runPrompt(run: RunRequest, ports: RunPorts): Promise<RunOutcome> {
  const { model, clock } = ports;
  const { version, row, onPiece } = run;
  const request = requestOf(run);
  const started = clock();
  const budget: RetryBudget = { left: RETRIES };
  let firstTextMs: number | undefined;
  const piece =
    onPiece &&
    ((part: AnswerPiece) => {
      if (part.kind === 'text') {
        budget.left = 0;
        firstTextMs ??= clock() - started;
      }
      onPiece(part);
    });
  const answer = await askWithin(run, request, budget, piece, ports);
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
    checks: await answerChecks(version, answer, row.values),
  };
}

/** The deadline is one for all attempts and the pauses between them. */
async function askWithin(
  { deadlineMs, signal }: RunRequest,
  request: ModelRequest,
  budget: RetryBudget,
  onPiece: ((piece: AnswerPiece) => void) | undefined,
  { model, clock, random, wait }: RunPorts,
): Promise<Answer> {
  const stop = stopWith(undefined);
  const interrupt = () => stop.stop(new Failure('interrupted', 'The run was interrupted.', { hint: 'What was printed is all that came.' }));
  const timer = setTimeout(() => stop.stop(tooLate(deadlineMs)), deadlineMs);
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  const streaming: Model = onPiece ? { ...model, answer: (asked, options) => model.answer(asked, { ...options, onPiece }) } : model;
  try {
    const alone = pace({ concurrency: 1, clock, random, wait });
    return await ask({ model: streaming, pace: alone, request, sample: 0, budget }, { deadlineMs, stop, random, wait, calls: 0 });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
  }
}

function tooLate(deadlineMs: number): Failure {
  return new Failure('model-unreachable', `The answer was not whole after ${deadlineMs / 1000} s.`, {
    hint: 'Give it longer with `--timeout 10m`, or ask for less.',
  });
}
