import { type ForeignText, refusal, requireDepth } from '../foreign-text.ts';
import { type FreeNames, freeNames } from '../free-names.ts';
import { ifPart, joinTexts, literal, path, type Range, type TemplatePart, type Value } from '../template-part.ts';
import { templateVariables } from '../template-variables.ts';
import { valueKind } from '../value-kind.ts';
import { callParts } from './filters.ts';
import { type Node, parseExpression, parseStatement, shown } from './jinja-ast.ts';
import { type JinjaDialect, type JinjaReading, refuse } from './jinja-reading.ts';
import { chosen, outputOf } from './read-output.ts';
import { testOf } from './read-test.ts';
import { readValue } from './read-value.ts';
import { type JinjaToken, scanTags } from './scan-tags.ts';

/** Tags that do what Liquid has no tag for, with what to do instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['include', 'Make it a partial, and write {% render "name" %}.'],
  ['import', 'Macros have no counterpart: make each a partial, and write {% render "name", argument: value %}.'],
  ['from', 'Macros have no counterpart: make each a partial, and write {% render "name", argument: value %}.'],
  ['macro', 'Make it a partial, and write {% render "name", argument: value %}.'],
  ['call', 'Make it a partial, and write {% render "name", argument: value %}.'],
  ['extends', 'Write {% render "name" %} in each prompt that shares the text.'],
  ['block', 'Write {% render "name" %} in each prompt that shares the text.'],
  ['filter', 'Use {% capture text %}…{% endcapture %}{{ text | filter }}.'],
  ['with', 'Use {% assign name = value %}.'],
]);

/**
 * Reads a Jinja template; with `nunjucks`, one that JavaScript's engine renders, which takes other values for
 * false and keeps the last newline.
 *
 * @throws Failure `import-refused` at what means something that Liquid cannot say, and at broken syntax.
 */
export function readJinja(source: ForeignText, dialect: JinjaDialect = 'jinja'): TemplatePart[] {
  const tokens = scanTags(source, { keepsLastNewline: dialect === 'nunjucks' });
  return new JinjaReader(source, dialect, tokens).whole();
}

/** Where in the template the reader is. */
interface Scope {
  readonly bound: Map<string, Value>;
  readonly inLoop: boolean;
  /** Inside an `if`, counted within the innermost loop. */
  readonly conditional: boolean;
  readonly depth: number;
}

type Statement = Extract<JinjaToken, { kind: 'statement' }>;

class JinjaReader {
  private next = 0;
  private readonly source: ForeignText;
  private readonly dialect: JinjaDialect;
  private readonly tokens: readonly JinjaToken[];
  private readonly names: FreeNames;

  constructor(source: ForeignText, dialect: JinjaDialect, tokens: readonly JinjaToken[]) {
    this.source = source;
    this.dialect = dialect;
    this.tokens = tokens;
    this.names = freeNames(source.text);
  }

  whole(): TemplatePart[] {
    const { parts, end } = this.parts({ bound: new Map(), inLoop: false, conditional: false, depth: 0 });
    if (end !== undefined) throw refusal(this.source, end.at, `{% ${end.name} %} closes nothing.`, 'Remove it.');
    return withNames(joinTexts(parts));
  }

  /** Reads up to a tag that belongs to a block outside: `else`, `elif`, `end…`. */
  private parts(scope: Scope): { parts: TemplatePart[]; end: Statement | undefined } {
    const parts: TemplatePart[] = [];
    for (let token = this.tokens[this.next++]; token !== undefined; token = this.tokens[this.next++]) {
      requireDepth(this.source, token.at, scope.depth);
      if (token.kind !== 'statement' && token.kind !== 'output') parts.push({ kind: token.kind, text: token.text });
      else if (token.kind === 'output')
        parts.push(...outputOf(this.reading(token, scope), parseExpression(this.source, token.text, token.at)));
      else if (/^(?:end\w*|else|elif|elseif)$/.test(token.name)) return { parts: joinTexts(parts), end: token };
      else parts.push(...this.statement(token, scope));
    }
    return { parts: joinTexts(parts), end: undefined };
  }

  private statement(token: Statement, scope: Scope): TemplatePart[] {
    switch (token.name) {
      case 'if':
        return [this.condition(token, scope)];
      case 'for':
        return this.loop(token, scope);
      case 'set':
        return this.assignment(token, scope);
      default: {
        const hint = REFUSED.get(token.name) ?? 'Write it in Liquid by hand.';
        throw refusal(this.source, token.at, `{% ${shown(`${token.name} ${token.text}`)} %} has no counterpart in Liquid.`, hint);
      }
    }
  }

  private condition(token: Statement, scope: Scope): TemplatePart {
    const test = testOf(this.reading(token, scope), parseExpression(this.source, token.text, token.at));
    const inside = { ...scope, conditional: true, depth: scope.depth + 1 };
    const { parts, end } = this.parts(inside);
    if (end?.name === 'elif' || end?.name === 'elseif') return ifPart(test, parts, [this.condition(end, scope)], token.at);
    const otherwise = end?.name === 'else' ? this.parts(inside) : { parts: [], end };
    this.requireEnd(token, otherwise.end, 'endif');
    return ifPart(test, parts, otherwise.parts, token.at);
  }

  private loop(token: Statement, scope: Scope): TemplatePart[] {
    const node = parseStatement(this.source, 'for', token.text, token.at);
    const reading = this.reading(token, scope);
    if (node.type !== 'For') return refuse(reading, 'This is no loop.', 'Mend the template, then import it again.');
    const { list, isPairs, condition } = this.iterated(reading, node);
    const { name, bound } = this.loopNames(reading, node.loopvar, isPairs);
    const inside: Scope = { bound: new Map([...scope.bound, ...bound]), inLoop: true, conditional: false, depth: scope.depth + 1 };
    const start = this.next;
    const { parts, end } = this.parts({ ...inside });
    const usesLoop = this.tokens.slice(start, this.next).some((inner) => inner.kind !== 'text' && /\bloop\b/.test(inner.text));
    const otherwise = end?.name === 'else' ? this.parts({ ...scope, depth: scope.depth + 1 }) : { parts: [], end };
    this.requireEnd(token, otherwise.end, 'endfor');
    if (condition !== undefined && (usesLoop || end?.name === 'else'))
      return refuse(
        reading,
        'Liquid cannot count only the items that pass the condition.',
        'Filter the list before, or use {% if %} in the loop.',
      );
    const test = condition && testOf({ ...reading, bound: inside.bound }, condition);
    const body = test ? [ifPart(test, parts, [], token.at)] : parts;
    return [{ kind: 'for', name, list, body, otherwise: otherwise.parts, at: token.at }];
  }

  private iterated(reading: JinjaReading, { iterable, loopvar }: Extract<Node, { type: 'For' }>) {
    const [inner, condition] = iterable.type === 'SelectExpression' ? [iterable.lhs, iterable.test] : [iterable, undefined];
    const items = itemsOf(inner);
    const list = items ? readValue(reading, items) : (rangeOf(inner) ?? readValue(reading, inner));
    const isPairs = items !== undefined || (list.kind !== 'range' && valueKind(this.source, list) === 'object');
    if (loopvar.type === 'TupleLiteral' && !isPairs && this.dialect === 'nunjucks') return { list, isPairs: true, condition };
    return { list, isPairs, condition };
  }

  private loopNames(reading: JinjaReading, loopvar: Node, isPairs: boolean): { name: string; bound: [string, Value][] } {
    if (loopvar.type === 'Identifier') {
      const name = isPairs ? this.names.itemOf('pairs') : safeName(loopvar.value, this.names);
      return { name, bound: [[loopvar.value, isPairs ? path(name, 0) : path(name)]] };
    }
    const names = loopvar.type === 'TupleLiteral' ? loopvar.value : [];
    const pair = this.names.itemOf('pairs');
    const bound = names.flatMap((node, index): [string, Value][] => (node.type === 'Identifier' ? [[node.value, path(pair, index)]] : []));
    if (bound.length === 0 || bound.length < names.length) return refuse(reading, 'The loop has no names for its items.', 'Name them.');
    return { name: pair, bound };
  }

  private assignment(token: Statement, scope: Scope): TemplatePart[] {
    const reading = this.reading(token, scope);
    const node = token.text.includes('=') ? parseStatement(this.source, 'set', token.text, token.at) : undefined;
    if (node?.type !== 'Set' || node.value === null || node.assignee.type !== 'Identifier')
      return refuse(reading, 'Liquid assigns one value to one name.', 'Use {% assign name = value %}, or {% capture name %} for a block.');
    if (scope.inLoop && scope.conditional)
      return refuse(
        reading,
        'In Jinja the name is gone after each round of the loop, in Liquid it stays.',
        'Write the loop by hand in Liquid.',
      );
    const name = scope.inLoop ? this.names.itemOf(`${node.assignee.value}s`) : safeName(node.assignee.value, this.names);
    const parts = chosen(reading, node.value, (value) => ({ kind: 'assign', name, value, at: token.at }));
    scope.bound.set(node.assignee.value, path(name));
    return parts;
  }

  private reading(token: JinjaToken, scope: Scope): JinjaReading {
    const text = token.kind === 'statement' ? `${token.name} ${token.text}` : token.text;
    const { source, dialect, names } = this;
    return { source, dialect, names, at: token.at, text, bound: scope.bound, inLoop: scope.inLoop };
  }

  private requireEnd(opened: Statement, end: Statement | undefined, name: string): void {
    if (end?.name === name) return;
    throw refusal(this.source, opened.at, `This {% ${opened.name} %} is not closed.`, `Add {% ${name} %}.`);
  }
}

/** `x.items()` and `x | items`. */
function itemsOf(node: Node): Node | undefined {
  const isItems = (name: Node) => name.type === 'Identifier' && name.value === 'items';
  if (node.type === 'FilterExpression' && isItems(node.filter)) return node.operand;
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  return isItems(node.callee.property) ? node.callee.object : undefined;
}

/** `range(3)` and `range(1, 4)`: Python leaves the end out. */
function rangeOf(node: Node): Range | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.value !== 'range') return undefined;
  const numbers = callParts(node.args).positional.map((arg) => (arg.type === 'IntegerLiteral' ? arg.value : undefined));
  const [first, last] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  if (numbers.length > 2 || first === undefined || last === undefined) return undefined;
  return { kind: 'range', first: literal(first), last: literal(last - 1) };
}

/** Liquid keeps some words for itself. */
function safeName(name: string, names: FreeNames): string {
  return /^(?:forloop|empty|blank|nil|null|contains|and|or|not)$/.test(name) ? names.itemOf(`${name}_s`) : name;
}

/** A name that only some branches assign is nothing in the others; Liquid would call it unknown. */
function withNames(parts: readonly TemplatePart[]): TemplatePart[] {
  const known = new Set<string>();
  return parts.flatMap((part, index): TemplatePart[] => {
    if (part.kind === 'assign') known.add(part.name);
    if (part.kind !== 'if') return [part];
    const read = new Set(templateVariables(parts.slice(0, index)));
    const fresh = [...assignedIn(part)].filter((name) => !known.has(name) && !read.has(name));
    for (const name of fresh) known.add(name);
    return [...fresh.map((name): TemplatePart => ({ kind: 'assign', name, value: literal(null), at: part.at })), part];
  });
}

function assignedIn(part: TemplatePart): Set<string> {
  if (part.kind === 'assign') return new Set([part.name]);
  if (part.kind !== 'if') return new Set();
  return new Set([...part.branches.flatMap(({ body }) => body), ...part.otherwise].flatMap((inner) => [...assignedIn(inner)]));
}
