import type { Json } from '../../base/json/canonical-json.ts';
import { LONE_SURROGATE } from './yaml/scalar-findings.ts';
import { MAX_DEPTH } from './yaml/tokens.ts';

/** A JSON text read, or where and why it could not be. */
export type JsonReading = { readonly value: Json } | { readonly problem: string; readonly offset: number };

const SPACE = /[ \t\r\n]*/y;
const STRING = /"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\0-\x1f]*)*"/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Reads strict JSON and says where it is not; like {@link readYaml}, it takes no key twice and no number that loses digits. */
export function readJson(text: string): JsonReading {
  try {
    return { value: new JsonReader(text).document() };
  } catch (error) {
    if (error instanceof Misfit) return { problem: error.message, offset: error.offset };
    throw error;
  }
}

/** Thrown and caught in this file only. */
class Misfit extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Json {
    const value = this.#value(0);
    if (this.#next() !== undefined) throw this.#misfit('Nothing may follow the value');
    return value;
  }

  #value(depth: number): Json {
    if (depth > MAX_DEPTH) throw this.#misfit(`The value nests deeper than ${MAX_DEPTH} levels`);
    switch (this.#next()) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      default:
        return this.#word();
    }
  }

  #object(depth: number): Json {
    const members: Record<string, Json> = {};
    this.#items('}', () => {
      if (this.#next() !== '"') throw this.#misfit('A key in double quotes is missing');
      const start = this.#at;
      const key = this.#string();
      if (key === '__proto__') throw new Misfit('The key "__proto__" is not allowed', start);
      if (Object.hasOwn(members, key)) throw new Misfit(`The key "${key}" is given twice`, start);
      if (this.#next() !== ':') throw this.#misfit('A `:` is missing');
      this.#at += 1;
      members[key] = this.#value(depth + 1);
    });
    return members;
  }

  #array(depth: number): Json {
    const values: Json[] = [];
    this.#items(']', () => values.push(this.#value(depth + 1)));
    return values;
  }

  /** What stands between brackets, separated by commas. */
  #items(close: string, item: () => void): void {
    this.#at += 1;
    if (this.#next() !== close) {
      item();
      while (this.#next() === ',') {
        this.#at += 1;
        item();
      }
    }
    if (this.#next() !== close) throw this.#misfit(`A \`,\` or \`${close}\` is missing`);
    this.#at += 1;
  }

  #string(): string {
    const start = this.#at;
    const text = this.#take(STRING) ?? this.#fail('The text is not closed, or holds a character that must be escaped');
    const value = JSON.parse(text) as string;
    if (LONE_SURROGATE.test(value)) throw new Misfit('The text holds half of a surrogate pair', start);
    return value;
  }

  #word(): Json {
    const start = this.#at;
    const word = this.#take(WORD) ?? this.#fail('A value is missing');
    const value = JSON.parse(word) as boolean | number | null;
    const losesDigits = typeof value === 'number' && (!Number.isFinite(value) || (/^-?\d+$/.test(word) && !Number.isSafeInteger(value)));
    if (losesDigits) throw new Misfit(`The number ${word} is too large`, start);
    return value;
  }

  /** The next character that is not white space. */
  #next(): string | undefined {
    this.#take(SPACE);
    return this.#text[this.#at];
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    this.#at += match?.length ?? 0;
    return match;
  }

  #fail(problem: string): never {
    throw this.#misfit(problem);
  }

  #misfit(problem: string): Misfit {
    return new Misfit(problem, this.#at);
  }
}
