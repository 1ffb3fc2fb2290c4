import { RE2JS, RE2JSException } from 're2js';
import { Failure } from '../failure.ts';

/** A regular expression that is matched in time linear in the text, whatever the pattern. */
export interface LinearRegex {
  test(text: string): boolean;
}

const LOOKAROUND = /^\(\?(?:=|!|<=|<!)/;

/**
 * Compiles a pattern in RE2's syntax, found anywhere in a text; `(?i)`, `(?m)` and `(?s)` switch flags.
 *
 * @throws Failure `pattern-invalid` that says what cannot be matched in linear time (backreferences, lookaround)
 * or where the pattern is broken.
 */
export function linearRegex(pattern: string): LinearRegex {
  try {
    const compiled = RE2JS.compile(pattern);
    return { test: (text) => compiled.matcher(text).find() };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new Failure(
      'pattern-invalid',
      unsupported(pattern) ?? `The pattern ${JSON.stringify(pattern)} is broken: ${withoutPrefix(error.message)}.`,
    );
  }
}

function unsupported(pattern: string): string | undefined {
  for (const { rest } of unescapedPlaces(pattern)) {
    if (LOOKAROUND.test(rest)) {
      return `The pattern ${JSON.stringify(pattern)} looks ahead or behind (\`${rest.slice(0, 4)}\`), which cannot be matched in linear time; use two patterns instead.`;
    }
    if (/^\\(?:[1-9]|k<)/.test(rest)) {
      return `The pattern ${JSON.stringify(pattern)} refers back to a group (\`${rest.slice(0, 2)}\`), which cannot be matched in linear time.`;
    }
  }
  return undefined;
}

/** What follows each character that is not itself escaped. */
function* unescapedPlaces(pattern: string): Generator<{ rest: string }> {
  for (let at = 0; at < pattern.length; at += pattern[at] === '\\' ? 2 : 1) yield { rest: pattern.slice(at, at + 5) };
}

function withoutPrefix(message: string): string {
  return message.replace(/^error parsing regexp: /, '');
}
