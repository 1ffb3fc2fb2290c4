import type { Json } from './canonical-json.ts';

/** The JSON value of a text; undefined, which is no JSON value, for any other text. */
export function jsonValue(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
