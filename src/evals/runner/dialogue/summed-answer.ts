import type { RenderedMessage } from '../../../prompt/render/rendered-prompt.ts';
import type { Answer, TokenUsage } from '../../run.ts';

/** The answers of a dialogue so far: the last one, and what all of them took. */
export interface Sum {
  readonly last: Answer;
  readonly toolCalls: NonNullable<Answer['toolCalls']>;
  readonly latencyMs: number;
  /** Absent once any of them is not known. */
  readonly usage: TokenUsage | undefined;
  readonly cost: number | undefined;
}

/** A transcript is for reading: what a model said beyond this stands in the cache. */
const MESSAGE_CHARACTERS = 8_000;

/** Adds one more answer. */
export function addedAnswer(sum: Sum | undefined, answer: Answer): Sum {
  const { toolCalls = [], latencyMs, usage, cost } = answer;
  if (sum === undefined) return { last: answer, toolCalls, latencyMs, usage, cost };
  return {
    last: answer,
    toolCalls: [...sum.toolCalls, ...toolCalls],
    latencyMs: sum.latencyMs + latencyMs,
    usage: sum.usage && usage && addedUsage(sum.usage, usage),
    cost: sum.cost === undefined || cost === undefined ? undefined : sum.cost + cost,
  };
}

/** The answer that a dialogue comes to: the last text with every call on the way. */
export function summedAnswer({ last, toolCalls, latencyMs, usage, cost }: Sum, said: readonly RenderedMessage[]): Answer {
  const { text, finishReason, metadata } = last;
  return {
    text,
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(finishReason !== undefined && { finishReason }),
    ...(usage !== undefined && { usage }),
    latencyMs,
    ...(cost !== undefined && { cost }),
    ...(metadata !== undefined && { metadata }),
    transcript: said.map(shortened),
  };
}

function addedUsage(left: TokenUsage, right: TokenUsage): TokenUsage {
  const cached = (left.cachedInput ?? 0) + (right.cachedInput ?? 0);
  return { input: left.input + right.input, output: left.output + right.output, ...(cached > 0 && { cachedInput: cached }) };
}

function shortened(message: RenderedMessage): RenderedMessage {
  const { content = '' } = message;
  return content.length <= MESSAGE_CHARACTERS ? message : { ...message, content: `${content.slice(0, MESSAGE_CHARACTERS)}…` };
}
