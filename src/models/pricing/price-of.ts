import { calcPrice } from '@pydantic/genai-prices';

/** Tokens as prices count them: `cachedInput` is part of `input`. */
interface PricedTokens {
  readonly input: number;
  readonly output: number;
  readonly cachedInput: number;
}

/** US dollars for the tokens of one answer. */
export type Price = (tokens: PricedTokens) => number;

/** A look-up of prices, from a table that ships with the program: no network. Models without a known price have none. */
export function priceTable(): (provider: string, model: string) => Price | undefined {
  const known = new Map<string, Price | undefined>();
  return (provider, model) => {
    const key = `${provider}/${model}`;
    if (!known.has(key)) known.set(key, priceOf(provider, model));
    return known.get(key);
  };
}

function priceOf(provider: string, model: string): Price | undefined {
  const probe = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId: provider });
  if (probe === null) return undefined;
  const { input_mtok: input, output_mtok: output, cache_read_mtok: cached = input } = probe.model_price;
  // Looking a model up takes a hundred times longer than this; tiered prices are left to the library.
  if (typeof input === 'number' && typeof output === 'number' && typeof cached === 'number') {
    return (tokens) => ((tokens.input - tokens.cachedInput) * input + tokens.cachedInput * cached + tokens.output * output) / 1e6;
  }
  return (tokens) => {
    const usage = { input_tokens: tokens.input, output_tokens: tokens.output, cache_read_tokens: tokens.cachedInput };
    return calcPrice(usage, model, { providerId: provider })?.total_price ?? 0;
  };
}
