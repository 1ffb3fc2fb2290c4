import type { Json } from '../../../base/json/canonical-json.ts';
import { withoutTrailing } from '../../../base/text/without-trailing.ts';
import { afterValue, plainValue, QUOTED, quotedAt, Unclear } from './plain-scalar.ts';

const KEY = /([A-Za-z_][\w.-]*): +/y;
const NOT_A_TEXT = /^(?:true|false|null)$/i;
/** Fewer characters than YAML allows: enough for words and names. */
const PLAIN = /-?[\w/$\u00A1-\uFFFD][\w ./$()+;=*'"\u00A1-\uFFFD-]*/y;
const SPACE = / */y;
const MAX_DEPTH = 20;

/** A `{…}` or `[…]` that ends on its line. */
export function flowValue(line: string): Json {
  const reader = new FlowReader(line);
  const value = reader.value(0);
  afterValue(line.slice(reader.at));
  return value;
}

class FlowReader {
  readonly #line: string;
  at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  value(depth: number): Json {
    if (depth > MAX_DEPTH) throw new Unclear();
    const first = this.#line[this.at] ?? '';
    if (first === '{') return this.#mapping(depth);
    if (first === '[') return this.#list(depth);
    if (!QUOTED.test(first)) return plainValue(withoutTrailing(this.#take(PLAIN)[0], ' '));
    const { text, end } = quotedAt(this.#line, this.at);
    this.at = end;
    return text;
  }

  #mapping(depth: number): Json {
    const members: Record<string, Json> = {};
    this.#items('}', () => {
      const [, key = '__proto__'] = this.#take(KEY);
      if (key === '__proto__' || NOT_A_TEXT.test(key) || Object.hasOwn(members, key)) throw new Unclear();
      members[key] = this.value(depth + 1);
    });
    return members;
  }

  #list(depth: number): Json {
    const items: Json[] = [];
    this.#items(']', () => items.push(this.value(depth + 1)));
    return items;
  }

  #items(close: string, item: () => void): void {
    do {
      this.at += 1;
      this.#take(SPACE);
      item();
      this.#take(SPACE);
    } while (this.#line[this.at] === ',');
    if (this.#line[this.at] !== close) throw new Unclear();
    this.at += 1;
  }

  #take(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.#line);
    if (match === null) throw new Unclear();
    this.at = pattern.lastIndex;
    return match;
  }
}
