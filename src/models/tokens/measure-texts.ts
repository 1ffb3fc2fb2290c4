import { contextWindow } from '../pricing/context-window.ts';
import { type CountTokens, type Encoding, encodingOfModel, FALLBACK_ENCODING, loadEncoding } from './count-tokens.ts';

/** What texts cost the models that read them. */
export interface TextMeasure {
  /** Tokens of a text; near, for models whose tokenizer is not public. */
  readonly countTokens: (text: string, model: string | undefined) => number;
  /** The most tokens that a `provider/model` reads, where known. */
  readonly contextWindow: (model: string) => number | undefined;
}

/** Loads the tables that the given models need, and no other: each is megabytes. */
export async function measureTexts(models: readonly (string | undefined)[]): Promise<TextMeasure> {
  const encodings = [...new Set(models.map(encodingOrNearest))];
  const counters = new Map(
    await Promise.all(encodings.map(async (encoding): Promise<[Encoding, CountTokens]> => [encoding, await loadEncoding(encoding)])),
  );
  return {
    contextWindow,
    countTokens(text, model) {
      const count = counters.get(encodingOrNearest(model));
      if (count === undefined) throw new TypeError(`no table was loaded for ${model}`);
      return count(text);
    },
  };
}

function encodingOrNearest(model: string | undefined): Encoding {
  return encodingOfModel(model) ?? FALLBACK_ENCODING;
}
