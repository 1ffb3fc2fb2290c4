import type { Json } from '../base/json/canonical-json.ts';
import type { Answer } from '../evals/run.ts';
import type { Price, PricedTokens } from './pricing/price-of.ts';

/** What an adapter reads out of a provider's response. */
export interface ReadAnswer {
  readonly text: string;
  /** In OpenAI's shape, whatever the provider's. */
  readonly toolCalls: readonly Json[];
  readonly finishReason: string | undefined;
  readonly tokens: PricedTokens | undefined;
}

/** The answer as the rest of the program knows it: what is not there is absent, and tokens have a price. */
export function answerOf({ text, toolCalls, finishReason, tokens }: ReadAnswer, latencyMs: number, price: Price | undefined): Answer {
  const cost = tokens && price?.(tokens);
  return {
    text,
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(finishReason !== undefined && { finishReason }),
    ...(tokens && { usage: usageOf(tokens) }),
    latencyMs,
    ...(cost !== undefined && { cost }),
  };
}

function usageOf({ input, output, cachedInput }: PricedTokens): NonNullable<Answer['usage']> {
  return { input, output, ...(cachedInput > 0 && { cachedInput }) };
}
