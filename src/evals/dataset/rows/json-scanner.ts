const SPACE = /[ \t\r\n]*/y;
/** What ends a run of plain characters in a string. Looked for run by run: one pattern for the whole string would recurse on long ones. */
const NOT_PLAIN = /["\\\u0000-\u001f]/g;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** Deeper than this nothing real nests; the scanner recurses. */
const MAX_DEPTH = 500;

/** Thrown inside this file only. */
class Misfit extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super();
    this.offset = offset;
  }
}

/**
 * Where a text stops being JSON, as an offset; undefined when it is JSON.
 *
 * Engines word their JSON errors differently and often leave the position out; a finding needs it.
 */
export function jsonErrorOffset(text: string): number | undefined {
  return misfitOf(() => {
    const end = skip(SPACE, text, skipValue(text, 0, 0));
    if (end < text.length) throw new Misfit(end);
  });
}

function misfitOf(scan: () => void): number | undefined {
  try {
    scan();
    return undefined;
  } catch (error) {
    if (error instanceof Misfit) return error.offset;
    throw error;
  }
}

function skipValue(text: string, from: number, depth: number): number {
  const at = skip(SPACE, text, from);
  if (depth > MAX_DEPTH) throw new Misfit(at);
  switch (text[at]) {
    case '{':
      return skipMembers(text, at + 1, '}', (start) => {
        const colon = skip(SPACE, text, takeString(text, start));
        if (text[colon] !== ':') throw new Misfit(colon);
        return skipValue(text, colon + 1, depth + 1);
      });
    case '[':
      return skipMembers(text, at + 1, ']', (start) => {
        return skipValue(text, start, depth + 1);
      });
    case '"':
      return takeString(text, at);
    default:
      return take(SCALAR, text, at);
  }
}

function skipMembers(text: string, from: number, close: string, skipMember: (start: number) => number): number {
  let at = skip(SPACE, text, from);
  if (text[at] === close) return at + 1;
  for (;;) {
    at = skip(SPACE, text, skipMember(skip(SPACE, text, at)));
    if (text[at] === close) return at + 1;
    if (text[at] !== ',') throw new Misfit(at);
    at += 1;
  }
}

function takeString(text: string, start: number): number {
  if (text[start] !== '"') throw new Misfit(start);
  let at = start + 1;
  for (;;) {
    NOT_PLAIN.lastIndex = at;
    const end = NOT_PLAIN.exec(text)?.index ?? text.length;
    if (text[end] === '"') return end + 1;
    at = take(ESCAPE, text, end);
  }
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function take(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  if (!pattern.test(text)) throw new Misfit(at);
  return pattern.lastIndex;
}
