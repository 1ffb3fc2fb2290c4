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

/** Sends a value through a filter of Jinja that Liquid has too, with the same meaning. @throws Failure `import-refused` for the others */
export function applyFilter(reading: JinjaReading, input: Value, filter: Node, valueOf: (node: Node) => Value): Value {
  const { name, args } = filterCall(filter);
  const { positional, named } = callParts(args);
  const [first, second] = positional;
  const same = SAME.get(name);
  if (same !== undefined && args.length === 0) return filtered(input, same);
  if (NOTHING.has(name) && args.length === 0) return input;
  switch (name) {
    case 'join': {
      const attribute = textArgument(named.get('attribute') ?? second);
      const list = attribute === undefined ? input : filtered(input, 'map', literal(attribute));
      if (attribute !== undefined || positional.length < 2) return filtered(list, 'join', first ? valueOf(first) : literal(''));
      break;
    }
    case 'replace':
      // An empty text to look for stands between all characters in Python.
      if (first && second && positional.length === 2 && textArgument(first))
        return filtered(input, 'replace', valueOf(first), valueOf(second));
      break;
    case 'map':
      if (textArgument(named.get('attribute')) && named.size === 1 && positional.length === 0)
        return filtered(input, 'map', literal(textArgument(named.get('attribute')) ?? ''));
      break;
    case 'selectattr':
    case 'rejectattr':
      if (textArgument(first) && ['equalto', 'eq', '=='].includes(textArgument(second) ?? '') && positional[2])
        return filtered(input, name === 'selectattr' ? 'where' : 'reject', literal(textArgument(first) ?? ''), valueOf(positional[2]));
      break;
    case 'reverse':
      if (valueKind(reading.source, input) === 'list') return filtered(input, 'reverse');
      break;
    case 'list':
      if (valueKind(reading.source, input) === 'list') return input;
      break;
    case 'tojson':
    case 'dump':
      return json(reading, name, input, named.get('indent') ?? first, valueOf);
    default:
  }
  return refuse(
    reading,
    `The filter \`${name}\` has no counterpart with the same meaning in Liquid.`,
    'Write it by hand with the filters of Liquid, or pass the result as a variable.',
  );
}

function json(reading: JinjaReading, name: string, input: Value, indent: Node | undefined, valueOf: (node: Node) => Value): Value {
  const kind = valueKind(reading.source, input);
  if (name === 'tojson' && kind !== 'number' && kind !== 'boolean')
    reading.source.lose(
      'changed',
      reading.at,
      reading.text.trim(),
      'Here JSON is written without spaces, in the order of the keys, and without escapes for HTML; Python writes `{"a": 1}`.',
    );
  return filtered(input, 'json', ...(indent ? [valueOf(indent)] : []));
}
