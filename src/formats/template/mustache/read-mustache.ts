import mustache from 'mustache';
import { type ForeignText, refusal, requireDepth } from '../foreign-text.ts';
import { type FreeNames, freeNames } from '../free-names.ts';
import {
  type Falsy,
  filtered,
  ifPart,
  joinTexts,
  literal,
  not,
  type PathValue,
  path,
  type TemplatePart,
  type Test,
} from '../template-part.ts';
import { valueKind } from '../value-kind.ts';

/** `[type, value, start, end]`, with the inside of a section after it. */
type Token = readonly [type: string, value: string, start: number, end: number, inside?: readonly Token[]];

const FALSY: Falsy = { text: true, zero: true, list: true, object: false };

/** Where names are looked up: Mustache goes outwards from here until it finds one. */
interface Scope {
  /** What a name that nothing outside has belongs to. */
  readonly base?: PathValue;
  /** What `{{.}}` is. */
  readonly item?: PathValue;
  readonly depth: number;
}

/**
 * Reads a Mustache template.
 *
 * What `{{#name}}` means only the value tells: a list is gone through, an object is stepped into, anything else is
 * a condition. Where the kind is not known, its inside tells what the author had in mind, and that is said.
 * @throws Failure `import-refused` at partials, lambdas' set delimiters and broken syntax
 */
export function readMustache(source: ForeignText): TemplatePart[] {
  return new MustacheReader(source).parts(tokensOf(source), { depth: 0 });
}

function tokensOf(source: ForeignText): readonly Token[] {
  let depth = 0;
  for (const { 1: sign, index } of source.text.matchAll(/\{\{\s*([#^/])/g)) {
    depth += sign === '/' ? -1 : 1;
    requireDepth(source, index, depth);
  }
  try {
    return mustache.parse(source.text) as unknown as readonly Token[];
  } catch (error) {
    const message = (error as Error).message;
    const at = Number(/ at (\d+)$/.exec(message)?.[1] ?? 0);
    throw refusal(source, at, `This is not Mustache: ${message}`, 'Mend the template, then import it again.');
  }
}

class MustacheReader {
  private readonly source: ForeignText;
  private readonly names: FreeNames;
  private saidEscapes = false;
  /** Names that stand outside all sections: those are variables of the prompt wherever they stand. */
  private outside: ReadonlySet<string> = new Set();

  constructor(source: ForeignText) {
    this.source = source;
    this.names = freeNames(source.text);
  }

  parts(tokens: readonly Token[], scope: Scope): TemplatePart[] {
    if (scope.depth === 0)
      this.outside = new Set([...this.source.kinds.keys(), ...tokens.flatMap(([type, value]) => (type === 'text' ? [] : [rootOf(value)]))]);
    return joinTexts(tokens.flatMap((token) => this.part(token, scope)));
  }

  private part(token: Token, scope: Scope): TemplatePart[] {
    const [type, value, at, , inside = []] = token;
    switch (type) {
      case 'text':
        return [{ kind: 'text', text: value }];
      case '!':
      case '=':
        return [];
      case 'name':
        this.sayEscapes(at);
        return [this.output(value, scope, at)];
      case '&':
        return [this.output(value, scope, at)];
      case '^':
        return [ifPart(not(this.truth(value, scope, at)), this.parts(inside, deeper(scope)), [], at)];
      case '#':
        return [this.section(value, inside, scope, at)];
      default:
        throw refusal(this.source, at, `\`{{${type}${value}}}\` has no counterpart here.`, 'Write the text of the partial in its place.');
    }
  }

  private output(name: string, scope: Scope, at: number): TemplatePart {
    const value = this.resolve(name, scope, at);
    const isList = valueKind(this.source, value) === 'list';
    return { kind: 'output', value: isList ? filtered(value, 'join', literal(',')) : value, at };
  }

  private section(name: string, inside: readonly Token[], scope: Scope, at: number): TemplatePart {
    const value = this.resolve(name, scope, at);
    const reading = this.meaning(name, inside, value, at);
    const test = this.truth(name, scope, at);
    if (reading === 'condition') return ifPart(test, this.parts(inside, deeper(scope)), [], at);
    if (reading === 'object') return ifPart(test, this.parts(inside, { ...deeper(scope), base: value, item: value }), [], at);
    const item = path(this.names.itemOf(name.split('.').at(-1) ?? ''));
    const isScalar = reading === 'texts';
    const within: Scope = isScalar ? { ...deeper(scope), item } : { ...deeper(scope), base: item, item };
    return { kind: 'for', name: item.root, list: value, body: this.parts(inside, within), otherwise: [], at };
  }

  private meaning(name: string, inside: readonly Token[], value: PathValue, at: number): 'condition' | 'object' | 'texts' | 'list' {
    const mentioned = namesIn(inside);
    const kind = valueKind(this.source, value);
    if (kind === 'object') return 'object';
    if (kind === 'list') return mentioned.has('.') ? 'texts' : 'list';
    if (kind !== undefined) return 'condition';
    if (mentioned.has('.')) return 'texts';
    const own = [...mentioned].filter((one) => !this.outside.has(rootOf(one)));
    if (own.length === 0 || mentioned.has(name)) return 'condition';
    const members = own.map((one) => `\`${one}\``).join(', ');
    this.source.lose(
      'changed',
      at,
      `{{#${name}}}`,
      `Read as a list of objects with ${members}; as an object or a condition it would mean something else.`,
    );
    return 'list';
  }

  private truth(name: string, scope: Scope, at: number): Test {
    const value = this.resolve(name, scope, at);
    const kind = valueKind(this.source, value);
    const except = kind === undefined ? FALSY : { text: kind === 'text', zero: kind === 'number', list: kind === 'list', object: false };
    return { kind: 'true', value, except };
  }

  private resolve(name: string, scope: Scope, at: number): PathValue {
    if (name === '.') {
      if (scope.item !== undefined) return scope.item;
      throw refusal(this.source, at, '`{{.}}` stands outside every list.', 'Name the variable.');
    }
    if (name.split('.').includes(''))
      throw refusal(this.source, at, `\`{{${name}}}\` names no variable.`, 'Name the variable, or take the braces out.');
    const [root = '', ...members] = name.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    if (scope.base === undefined || this.outside.has(String(root))) return path(String(root), ...members);
    return path(scope.base.root, ...scope.base.members, root, ...members);
  }

  private sayEscapes(at: number): void {
    if (!this.saidEscapes)
      this.source.lose('changed', at, '{{…}}', 'Mustache writes & < > " and others as HTML entities; here values stay as they are.');
    this.saidEscapes = true;
  }
}

function deeper(scope: Scope): Scope {
  return { ...scope, depth: scope.depth + 1 };
}

function rootOf(name: string): string {
  return name.split('.')[0] ?? name;
}

function namesIn(tokens: readonly Token[]): Set<string> {
  return new Set(tokens.flatMap(([type, value, , , inside = []]) => (type === 'text' ? [] : [value, ...namesIn(inside)])));
}
