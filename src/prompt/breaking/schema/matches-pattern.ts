import { Failure } from '../../../base/failure.ts';
import { type LinearRegex, linearRegex } from '../../../base/text/linear-regex.ts';

/**
 * Whether a pattern is found in a text; nothing where it cannot be told.
 *
 * JSON Schema's patterns are ECMAScript's, matched here by an engine that no pattern makes slow. The two agree
 * on printable ASCII; elsewhere they differ in what counts as a space or a letter.
 */
export function matchesPattern(pattern: string, text: string): boolean | undefined {
  if (!/^[ -~]*$/.test(text) || !/^[ -~]*$/.test(pattern) || FOREIGN.test(pattern)) return undefined;
  return compiled(pattern)?.test(text);
}

/** What only one of the two engines understands, or understands otherwise. */
const FOREIGN = /\(\?(?!:|=|!|<=|<!)|\\[ApPQEzZCbBckx0-9uU]|\[\[:|\[\^?\]/;

const MAX_KEPT = 200;
const kept = new Map<string, LinearRegex | undefined>();

function compiled(pattern: string): LinearRegex | undefined {
  if (!kept.has(pattern)) {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(pattern, compile(pattern));
  }
  return kept.get(pattern);
}

function compile(pattern: string): LinearRegex | undefined {
  try {
    return linearRegex(pattern);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
