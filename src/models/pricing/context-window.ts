import { calcPrice } from '@pydantic/genai-prices';
import { modelName, providerOf } from '../../prompt/render/model-name.ts';

/** The most tokens that a `provider/model` reads, from the table of prices: no network. Unknown models have none. */
export function contextWindow(model: string): number | undefined {
  // Windows come with prices, and prices only for an amount.
  const known = calcPrice({ input_tokens: 1, output_tokens: 1 }, modelName(model) ?? model, { providerId: providerOf(model) ?? '' });
  return known?.model.context_window;
}
