import { filtered, literal, type Value } from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import type { Node } from './jinja-ast.ts';
import { type JinjaReading, refuse } from './jinja-reading.ts';

/** Filters that mean the same in Liquid, without arguments. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['upper', 'upcase'],
  ['lower', 'downcase'],
  ['capitalize', 'capitalize'],
  ['trim', 'strip'],
  ['length', 'size'],
  ['count', 'size'],
  ['first', 'first'],
  ['last', 'last'],
  ['abs', 'abs'],
]);

/** Filters that change nothing of a text in a prompt. */
const NOTHING = new Set(['safe', 'string']);

/** The arguments of a call, by place and by name. */
export function callParts(args: readonly Node[]): { positional: readonly Node[]; named: ReadonlyMap<string, Node> } {
  const named = new Map<string, Node>();
  const positional: Node[] = [];
  for (const arg of args) {
    if (arg.type === 'KeywordArgumentExpression' && arg.key.type === 'Identifier') named.set(arg.key.value, arg.value);
    else positional.push(arg);
  }
  return { positional, named };
}

/** A fixed text; undefined for anything else. */
export function textArgument(node: Node | undefined): string | undefined {
  return node?.type === 'StringLiteral' ? node.value : undefined;
}

/** The name and arguments of a filter: `join(", ")`, or `upper` alone. */
export function filterCall(filter: Node): { name: string; args: readonly Node[] } {
  const callee = filter.type === 'CallExpression' ? filter.callee : filter;
  return { name: callee.type === 'Identifier' ? callee.value : '', args: filter.type === 'CallExpression' ? filter.args : [] };
}

type ReadValue = (node: Node) => Value;

/** A filter with its arguments, ready to be said in Liquid. */
interface Call {
  readonly reading: JinjaReading;
  readonly name: string;
  readonly input: Value;
  readonly positional: readonly Node[];
  readonly named: ReadonlyMap<string, Node>;
  readonly readValue: ReadValue;
}

/** Sends a value through a filter of Jinja that Liquid has too, with the same meaning. @throws Failure `import-refused` for the others */
export function applyFilter(reading: JinjaReading, input: Value, filter: Node, readValue: ReadValue): Value {
  const { name, args } = filterCall(filter);
  const same = SAME.get(name);
  if (same !== undefined && args.length === 0) return filtered(input, same);
  if (NOTHING.has(name) && args.length === 0) return input;
  const said = SAID.get(name)?.({ reading, name, input, ...callParts(args), readValue });
  return (
    said ??
    refuse(
      reading,
      `The filter \`${name}\` has no counterpart with the same meaning in Liquid.`,
      'Write it by hand with the filters of Liquid, or pass the result as a variable.',
    )
  );
}

/** How filters with arguments are said; nothing for arguments that Liquid cannot say. */
const SAID: ReadonlyMap<string, (call: Call) => Value | undefined> = new Map([
  ['join', join],
  ['replace', replace],
  ['map', map],
  ['selectattr', (call) => select(call, 'where')],
  ['rejectattr', (call) => select(call, 'reject')],
  ['reverse', ({ reading, input }) => (valueKind(reading.source, input) === 'list' ? filtered(input, 'reverse') : undefined)],
  ['list', ({ reading, input }) => (valueKind(reading.source, input) === 'list' ? input : undefined)],
  ['tojson', json],
  ['dump', json],
]);

function join({ input, positional: [separator, place, ...rest], named, readValue }: Call): Value | undefined {
  const attribute = named.get('attribute') ?? place;
  const name = textArgument(attribute);
  if (rest.length > 0 || (attribute !== undefined && name === undefined)) return undefined;
  const list = name === undefined ? input : filtered(input, 'map', literal(name));
  return filtered(list, 'join', separator ? readValue(separator) : literal(''));
}

function replace({ input, positional: [from, to, ...rest], readValue }: Call): Value | undefined {
  // An empty text to look for stands between all characters in Python.
  if (!textArgument(from) || from === undefined || to === undefined || rest.length > 0) return undefined;
  return filtered(input, 'replace', readValue(from), readValue(to));
}

function map({ input, positional, named }: Call): Value | undefined {
  const name = textArgument(named.get('attribute'));
  return name !== undefined && named.size === 1 && positional.length === 0 ? filtered(input, 'map', literal(name)) : undefined;
}

function select({ input, positional: [attribute, test, value], readValue }: Call, filter: string): Value | undefined {
  const name = textArgument(attribute);
  if (name === undefined || value === undefined || !['equalto', 'eq', '=='].includes(textArgument(test) ?? '')) return undefined;
  return filtered(input, filter, literal(name), readValue(value));
}

function json({ reading, name, input, positional, named, readValue }: Call): Value {
  const kind = valueKind(reading.source, input);
  const indent = named.get('indent') ?? positional[0];
  if (name === 'tojson' && kind !== 'number' && kind !== 'boolean')
    reading.source.lose(
      'changed',
      reading.at,
      reading.text.trim(),
      'Here JSON is written without spaces, in the order of the keys, and without escapes for HTML; Python writes `{"a": 1}`.',
    );
  return filtered(input, 'json', ...(indent ? [readValue(indent)] : []));
}
