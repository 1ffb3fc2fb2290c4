import { calcPrice } from '@pydantic/genai-prices';

/** Tokens as prices count them: `cachedInput` and `cacheWrite` are part of `input`. */
export interface PricedTokens {
  readonly input: number;
  readonly output: number;
  /** Read from the provider's cache: cheaper. */
  readonly cachedInput: number;
  /** Written to the provider's cache: dearer, where a provider charges for that. */
  readonly cacheWrite: number;
}

/** US dollars for the tokens of one answer. */
export type Price = (tokens: PricedTokens) => number;

/** Finds the price of a model's tokens; models without a known price have none. */
export type PriceTable = (provider: string, model: string) => Price | undefined;

/** A price that a project gives itself: US dollars for a million tokens. */
export interface PriceOverride {
  readonly input: number;
  /** Absent: nothing, as for embeddings. */
  readonly output?: number;
  /** Absent: as `input`. */
  readonly cachedInput?: number;
  /** Absent: as `input`. */
  readonly cacheWrite?: number;
}

/** Prices by `provider/model`. */
export type PriceOverrides = Readonly<Record<string, PriceOverride>>;

/** A look-up of prices: those of the project, then a table that ships with the program. No network. */
export function priceTable(overrides: PriceOverrides = {}): PriceTable {
  const known = new Map<string, Price | undefined>();
  for (const [key, { input, output = 0, cachedInput = input, cacheWrite = input }] of Object.entries(overrides)) {
    known.set(key, flatPrice({ input, output, cachedInput, cacheWrite }));
  }
  return (provider, model) => {
    const key = `${provider}/${model}`;
    if (!known.has(key)) known.set(key, priceOf(provider, model));
    return known.get(key);
  };
}

/** Dollars from prices for a million tokens each. */
function flatPrice(price: Required<PriceOverride>): Price {
  return ({ input, output, cachedInput, cacheWrite }) => {
    const plain = input - cachedInput - cacheWrite;
    return (plain * price.input + cachedInput * price.cachedInput + output * price.output + cacheWrite * price.cacheWrite) / 1e6;
  };
}

function priceOf(provider: string, model: string): Price | undefined {
  const probe = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId: provider });
  if (probe === null) return undefined;
  const { input_mtok: input, output_mtok: output, cache_read_mtok: cached = input, cache_write_mtok: written = input } = probe.model_price;
  // Looking a model up takes a hundred times longer than this; tiered prices are left to the library.
  if (typeof input === 'number' && typeof output === 'number' && typeof cached === 'number' && typeof written === 'number') {
    return flatPrice({ input, output, cachedInput: cached, cacheWrite: written });
  }
  return (tokens) => {
    const { input: all, output: out, cachedInput, cacheWrite } = tokens;
    const usage = { input_tokens: all, output_tokens: out, cache_read_tokens: cachedInput, cache_write_tokens: cacheWrite };
    return calcPrice(usage, model, { providerId: provider })?.total_price ?? 0;
  };
}
