import type { Json } from './canonical-json.ts';
import { isDeeperThan, MAX_JSON_DEPTH } from './json-depth.ts';

/**
 * The JSON value of a text; undefined, which is no JSON value, for any other text, and for one that nests
 * so deep that reading the value would overflow the stack.
 */
export function jsonValue(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    // Each level takes a bracket and its end.
    return text.length > 2 * MAX_JSON_DEPTH && isDeeperThan(value, MAX_JSON_DEPTH) ? undefined : value;
  } catch {
    return undefined;
  }
}
