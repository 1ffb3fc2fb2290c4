import type { Digest } from '../../base/digest.ts';
import type { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { RenderedPrompt } from '../../prompt/render/rendered-prompt.ts';
import type { Answer } from '../run.ts';

/** One request to a model, after rendering and before any provider's wire format. */
export interface ModelRequest extends RenderedPrompt {
  /** `provider/model`, as the prompt or the suite names it. */
  readonly model: string;
  /** What was rendered, for a pipeline that renders or looks up things itself; absent for a model. */
  readonly source?: RequestSource;
}

/** Which version of which prompt a request comes from, and what it was rendered with. */
export interface RequestSource {
  readonly prompt: PromptId;
  readonly digest: Digest;
  readonly inputs: JsonObject;
}

/** A part of an answer as it arrives. The texts of all `text` pieces make the text of the answer. */
export interface AnswerPiece {
  /** `thinking` is what a model says to itself: shown, and no part of the answer. */
  readonly kind: 'text' | 'thinking';
  readonly text: string;
}

/** What a provider says it still takes before it refuses; whatever it does not say is absent. */
export interface RateLimits {
  readonly requestsLeft?: number;
  readonly tokensLeft?: number;
  /** Until what is left is full again, in milliseconds from now: of whichever runs out first. */
  readonly resetMs?: number;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  /** Which of the repeated answers to the same request, 0 … repeat − 1. */
  readonly sample: number;
  /** Asks for a stream: gets the answer piece by piece, and the promise gives it whole. Who cannot stream gives one piece. */
  readonly onPiece?: (piece: AnswerPiece) => void;
  /** Told with every response whose headers say it, also with one that refuses. */
  readonly onLimits?: (limits: RateLimits) => void;
}

/**
 * Whatever answers a rendered prompt: a provider, or recorded answers.
 *
 * Each adapter passes the suite in test/contract/model-port.test.ts. An adapter never retries:
 * the runner holds the one retry budget of a case.
 */
export interface Model {
  /** The adapter, for example `openai` or `replay`; part of the cache key, so that recordings never pass for live answers. */
  readonly name: string;
  /** True when answers are recordings: they cost nothing now. */
  readonly isRecorded?: boolean;
  /** True when it has hidden inputs: an answer to the same request is none to keep. */
  readonly isUncached?: boolean;
  /** True when only its answers tell what they cost: no table has a price of what it asks on its way. */
  readonly pricesItself?: boolean;
  /** What it is recorded on: an answer there comes before any other, and one from elsewhere is put there too. */
  readonly tape?: Tape;
  /**
   * @throws Failure `model-unreachable` (no complete answer came), `model-refused` (the provider said no) or
   * `answer-not-recorded` (no recording of this request); `retryAdvice` reads from it whether asking again may help.
   * Rejects with the signal's reason when that fires first.
   */
  answer(request: ModelRequest, options: CallOptions): Promise<Answer>;
  /** Lets go of connections and files. */
  close(): Promise<void>;
}

/** Recorded answers that more can be added to. */
export interface Tape {
  find(request: ModelRequest, sample: number): Answer | undefined;
  /** @throws Failure `cassette-secret` */
  add(request: ModelRequest, sample: number, answer: Answer): Promise<void>;
}

/** What a model failure says about asking again. */
export interface RetryAdvice {
  readonly retryable: boolean;
  /** The provider asked to wait this long. */
  readonly retryAfterMs?: number;
}

/** Whether asking again may help; failures without advice are final. Adapters put the advice into `details`. */
export function retryAdvice(failure: Failure): RetryAdvice {
  const { details } = failure;
  if (typeof details !== 'object' || details === null || !('retryable' in details)) return { retryable: false };
  return details as RetryAdvice;
}
