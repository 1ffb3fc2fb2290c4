import { modelName } from '../../prompt/render/model-name.ts';

/** Counts the tokens of a text. */
export type CountTokens = (text: string) => number;

/** A way of cutting text into tokens, by the name that OpenAI gives it. */
export type Encoding = 'o200k_base' | 'cl100k_base';

/** Which encoding a model of OpenAI reads; undefined for names that are none of OpenAI's. */
export function encodingOf(modelName: string): Encoding | undefined {
  const name = modelName.replace(/^ft:/, '');
  if (/^(?:gpt-4o|gpt-4\.[1-9]|gpt-[5-9]|chatgpt-4o|o[1-9](?:-|$)|codex)/.test(name)) return 'o200k_base';
  return /^(?:gpt-4|gpt-3\.5|text-embedding)/.test(name) ? 'cl100k_base' : undefined;
}

/** The same for a `provider/model`, a router's `openrouter/openai/gpt-4o` included. */
export function encodingOfModel(model: string | undefined): Encoding | undefined {
  return encodingOf((modelName(model) ?? '').replace(/^openai\//, ''));
}

/** Near enough for models whose own tokenizer is not public. */
export const FALLBACK_ENCODING: Encoding = 'o200k_base';

/** Loads the table of an encoding: megabytes, so nothing loads it that does not count. */
export async function loadEncoding(encoding: Encoding): Promise<CountTokens> {
  const { countTokens } =
    encoding === 'o200k_base' ? await import('gpt-tokenizer/encoding/o200k_base') : await import('gpt-tokenizer/encoding/cl100k_base');
  // What looks like a special token in a prompt is text to the model, too.
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => pieces(text).reduce((total, piece) => total + countTokens(piece, options), 0);
}

/** Letters without a break between them. No language writes words like that, and merging them takes quadratic time. */
const LONGEST_RUN = 400;
const RUN = new RegExp(`\\S{${LONGEST_RUN}}|\\s{${LONGEST_RUN}}`, 'gu');

/** A text in pieces that are counted in time linear in its length; all but absurd texts stay whole. */
function pieces(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    parts.push(text.slice(start, index + run.length));
    start = index + run.length;
  }
  return [...parts, text.slice(start)];
}
