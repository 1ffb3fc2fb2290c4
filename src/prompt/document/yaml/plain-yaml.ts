import type { Json } from '../../../base/json/canonical-json.ts';
import { blockScalar } from './plain-block-scalar.ts';
import { flowValue } from './plain-flow.ts';
import { afterValue, indentOf, plainScalar, QUOTED, quotedScalar, Unclear } from './plain-scalar.ts';

/** What one reads here, and the library would not find fault with: no tabs, no control characters, no other line ends, no halves of characters. */
const UNUSUAL = /[^\n\x20-\x7E\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]/u;
const MEMBER = /^ *([A-Za-z_][\w.-]*):(?= |$) */;
const NOT_A_TEXT = /^(?:true|false|null)$/i;
const MAX_DEPTH = 30;

/**
 * The value of a YAML file that is written as nearly all are: block mappings and lists, texts on one line or
 * after `|` and `|-`, numbers, short `{…}` and `[…]`. Nothing for any other file, and for one with anything to find.
 *
 * It takes a tenth of the time of the whole language. What it gives is what the whole reader gives, without a
 * finding: where a rule of YAML is not plainly in sight it gives nothing, and the whole reader decides.
 */
export function plainYaml(text: string, maxTokens: number): { readonly value: Json } | undefined {
  // The whole reader bounds bytes and tokens: of so few characters there are never too many.
  if (text.length > maxTokens || UNUSUAL.test(text)) return undefined;
  try {
    return { value: new PlainReader(text.split('\n')).document() };
  } catch (error) {
    if (error instanceof Unclear) return undefined;
    throw error;
  }
}

class PlainReader {
  readonly #lines: string[];
  /** The line that is being read. */
  #at = 0;

  constructor(lines: string[]) {
    this.#lines = lines;
  }

  document(): Json {
    const first = this.#next();
    if (first === -1) return null;
    if (first > 0) throw new Unclear();
    const value = this.#mapping(0, 0);
    if (this.#next() !== -1) throw new Unclear();
    return value;
  }

  /** The indentation of the next line with something on it, comments aside; -1 at the end. */
  #next(): number {
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#line();
      const indent = indentOf(line);
      if (indent < line.length && line[indent] !== '#') return indent;
    }
    return -1;
  }

  #line(): string {
    return this.#lines[this.#at] ?? '';
  }

  #mapping(indent: number, depth: number): Json {
    if (depth > MAX_DEPTH) throw new Unclear();
    const members: Record<string, Json> = {};
    for (let next = indent; next === indent; next = this.#next()) {
      const [head, key = '__proto__'] = MEMBER.exec(this.#line()) ?? [''];
      if (key === '__proto__' || NOT_A_TEXT.test(key) || Object.hasOwn(members, key)) throw new Unclear();
      members[key] = this.#member(head.length, indent, depth);
    }
    if (this.#next() > indent) throw new Unclear();
    return members;
  }

  #member(column: number, indent: number, depth: number): Json {
    const rest = this.#line().slice(column);
    if (rest === '{}' || rest === '[]') {
      this.#at += 1;
      return rest === '{}' ? {} : [];
    }
    if (rest !== '' && rest[0] !== '#') return this.#inline(column, indent);
    if (rest !== '') afterValue(` ${rest}`);
    this.#at += 1;
    const next = this.#next();
    const isList = next >= indent && this.#line().startsWith('- ', next);
    if (isList) return this.#list(next, depth + 1);
    return next > indent ? this.#mapping(next, depth + 1) : null;
  }

  #list(indent: number, depth: number): Json {
    if (depth > MAX_DEPTH) throw new Unclear();
    const items: Json[] = [];
    for (let next = indent; next === indent && this.#line().startsWith('- ', indent); next = this.#next()) {
      const line = this.#line();
      const column = indent + 2 + indentOf(line.slice(indent + 2));
      if (MEMBER.test(line.slice(column))) {
        // The first member of a mapping stands beside the mark as if the mark were space.
        this.#lines[this.#at] = ' '.repeat(column) + line.slice(column);
        items.push(this.#mapping(column, depth + 1));
      } else {
        items.push(this.#inline(column, indent));
      }
    }
    if (this.#next() > indent) throw new Unclear();
    return items;
  }

  /** A value that begins on the line of its key or mark. */
  #inline(column: number, indent: number): Json {
    const rest = this.#line().slice(column);
    if (rest[0] === '|') {
      const { value, end } = blockScalar(this.#lines, this.#at, rest, indent);
      this.#at = end;
      return value;
    }
    this.#at += 1;
    if (rest[0] === '{' || rest[0] === '[') return flowValue(rest);
    return QUOTED.test(rest) ? quotedScalar(rest) : plainScalar(rest);
  }
}
