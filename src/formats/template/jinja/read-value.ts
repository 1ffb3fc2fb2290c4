import { filtered, literal, type PathValue, path, type Value } from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import { applyFilter, callParts, textArgument } from './filters.ts';
import type { Node } from './jinja-ast.ts';
import { type JinjaReading, refuse } from './jinja-reading.ts';

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

const LOOP = new Map([
  ['index', 'index'],
  ['index0', 'index0'],
  ['revindex', 'rindex'],
  ['revindex0', 'rindex0'],
  ['first', 'first'],
  ['last', 'last'],
  ['length', 'length'],
] as const);

const METHODS: ReadonlyMap<string, string> = new Map([
  ['upper', 'upper'],
  ['lower', 'lower'],
  ['strip', 'trim'],
  ['trim', 'trim'],
  ['capitalize', 'capitalize'],
  ['replace', 'replace'],
  ['toUpperCase', 'upper'],
  ['toLowerCase', 'lower'],
]);

/** A Jinja expression as one value. @throws Failure `import-refused` for what Liquid has no value for */
export function readValue(reading: JinjaReading, node: Node): Value {
  switch (node.type) {
    case 'StringLiteral':
    case 'IntegerLiteral':
    case 'FloatLiteral':
      return literal(node.value);
    case 'Identifier':
      return nameOf(reading, node.value);
    case 'MemberExpression':
      return memberOf(reading, node);
    case 'FilterExpression':
      return applyFilter(reading, readValue(reading, node.operand), node.filter, (inner) => readValue(reading, inner));
    case 'CallExpression':
      return methodOf(reading, node);
    case 'BinaryExpression':
      return sum(reading, node);
    case 'UnaryExpression': {
      const value = readValue(reading, node.argument);
      if (node.operator.value === '-' && value.kind === 'literal' && typeof value.value === 'number') return literal(-value.value);
      break;
    }
    case 'ArrayLiteral':
    case 'TupleLiteral':
      return listOf(reading, node.value);
    default:
  }
  return refuse(reading, 'Liquid has no such value.', 'Pass it as a variable, or split it into {% if %} and {% assign %}.');
}

/** True for an expression that is a name of the loop: `loop.index`. */
function isLoop(node: Node): boolean {
  return node.type === 'Identifier' && node.value === 'loop';
}

function nameOf(reading: JinjaReading, name: string): Value {
  const bound = reading.bound.get(name);
  if (bound !== undefined) return bound;
  const constant = CONSTANTS.get(name);
  if (constant !== undefined) return literal(constant);
  if (name === 'loop' && reading.inLoop)
    return refuse(reading, 'The loop itself is no value in Liquid.', 'Keep what you need of it: {% assign outer = forloop.index %}.');
  return path(name);
}

function memberOf(reading: JinjaReading, { object, property, computed }: Extract<Node, { type: 'MemberExpression' }>): Value {
  if (isLoop(object) && reading.inLoop && property.type === 'Identifier' && !computed) {
    const member = LOOP.get(property.value as 'index');
    if (member !== undefined) return { kind: 'loop', member };
    return refuse(reading, `Liquid has no \`loop.${property.value}\`.`, 'Use forloop.index, .first, .last, .length or .rindex.');
  }
  const inner = readValue(reading, object);
  if (inner.kind !== 'path')
    return refuse(reading, 'Liquid takes members of variables only.', 'Assign it to a name first: {% assign x = … %}.');
  return path(inner.root, ...inner.members, memberName(reading, property, computed, inner));
}

function memberName(reading: JinjaReading, property: Node, computed: boolean, of: PathValue): string | number | PathValue {
  if (!computed && property.type === 'Identifier')
    return property.value === 'length' && reading.dialect === 'nunjucks' && of.members.length >= 0 ? 'size' : property.value;
  const value = property.type === 'SliceExpression' ? undefined : readValue(reading, property);
  if (value?.kind === 'path') return value;
  if (value?.kind === 'literal' && (typeof value.value === 'string' || Number.isInteger(value.value)))
    return value.value as string | number;
  return refuse(reading, 'Liquid cannot pick a part of a list like this.', 'Use the filter `slice`, or pass the part as a variable.');
}

function methodOf(reading: JinjaReading, { callee, args }: Extract<Node, { type: 'CallExpression' }>): Value {
  const name = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.value : undefined;
  const object = callee.type === 'MemberExpression' ? callee.object : undefined;
  if (name === undefined || object === undefined)
    return refuse(reading, 'Liquid calls no functions.', 'Pass the result as a variable, or use a filter.');
  const inner = (node: Node) => readValue(reading, node);
  const filter = METHODS.get(name);
  if (filter !== undefined) {
    const call: Node = { type: 'CallExpression', callee: { type: 'Identifier', value: filter }, args };
    return applyFilter(reading, inner(object), call, inner);
  }
  const { positional } = callParts(args);
  const [first] = positional;
  if (name === 'join' && first) {
    // Python joins with the separator's method, JavaScript with the list's.
    const separator = textArgument(object);
    if (reading.dialect === 'jinja' && separator !== undefined) return filtered(inner(first), 'join', literal(separator));
    if (reading.dialect === 'nunjucks') return filtered(inner(object), 'join', inner(first));
  }
  if (name === 'get' && positional.length === 1 && first) {
    const [of, key] = [inner(object), textArgument(first)];
    if (of.kind === 'path' && key !== undefined) return path(of.root, ...of.members, key);
  }
  if (name === 'split' && first && textArgument(first)) return filtered(inner(object), 'split', inner(first));
  return refuse(reading, `The method \`${name}\` has no counterpart in Liquid.`, 'Pass the result as a variable, or use a filter.');
}

function sum(reading: JinjaReading, { operator, left, right }: Extract<Node, { type: 'BinaryExpression' }>): Value {
  const filter = new Map([
    ['+', 'plus'],
    ['-', 'minus'],
    ['*', 'times'],
  ]).get(operator.value);
  if (filter !== undefined) {
    const [first, second] = [readValue(reading, left), readValue(reading, right)];
    const kinds = [first, second].map((value) => valueKind(reading.source, value));
    const isNumeric = operator.value === '+' ? kinds.includes('number') && !kinds.includes('text') : !kinds.includes('text');
    if (isNumeric && kinds.every((kind) => kind === undefined || kind === 'number')) return filtered(first, filter, second);
    if (operator.value === '+' && kinds.includes('text')) return filtered(first, 'append', second);
  }
  return refuse(
    reading,
    `\`${operator.value}\` is no operation on values in Liquid here.`,
    'Use the filters plus, minus, times or append.',
  );
}

/** Liquid writes no lists, but can split a text. */
function listOf(reading: JinjaReading, items: readonly Node[]): Value {
  const texts = items.map(textArgument);
  const known = texts.filter((text): text is string => text !== undefined && text !== '');
  const separator = [',', '|', ';', '/'].find((sign) => !known.some((text) => text.includes(sign)));
  if (known.length < texts.length || known.length === 0 || separator === undefined)
    return refuse(reading, 'Liquid has no lists of its own.', 'Pass the list as a variable.');
  return filtered(literal(known.join(separator)), 'split', literal(separator));
}
