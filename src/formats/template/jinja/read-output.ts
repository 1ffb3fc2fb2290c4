import { ifPart, type TemplatePart, type Value } from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import { applyFilter, callParts, filterCall } from './filters.ts';
import type { Node } from './jinja-ast.ts';
import { type JinjaReading, refuse } from './jinja-reading.ts';
import { absent, testOf, truth } from './read-test.ts';
import { readValue } from './read-value.ts';

/** Puts a value to use: printed, or assigned to a name. */
export type Use = (value: Value) => TemplatePart;

/**
 * Reads an expression that may choose between values (`a if b else c`, `a or b`, `a | default("b")`).
 *
 * Liquid chooses with tags only, so the choice is made around what is done with the value; what comes after it
 * (`| upper`) is done on each side.
 */
export function chosen(reading: JinjaReading, node: Node, use: Use): TemplatePart[] {
  const branch = (inner: Node) => chosen(reading, inner, use);
  switch (node.type) {
    case 'Ternary':
      return [ifPart(testOf(reading, node.condition), branch(node.trueExpr), branch(node.falseExpr), reading.at)];
    case 'BinaryExpression': {
      if (node.operator.value !== 'or' && node.operator.value !== 'and') break;
      const test = truth(reading, readValue(reading, node.left));
      const [left, right] = [branch(node.left), branch(node.right)];
      return [node.operator.value === 'or' ? ifPart(test, left, right, reading.at) : ifPart(test, right, left, reading.at)];
    }
    case 'FilterExpression': {
      const { name, args } = filterCall(node.filter);
      if (name === 'default' || name === 'd') return withDefault(reading, node.operand, args, use);
      return chosen(reading, node.operand, (value) => use(applyFilter(reading, value, node.filter, (inner) => readValue(reading, inner))));
    }
    default:
  }
  return [use(readValue(reading, node))];
}

/** What `{{ … }}` prints. */
export function outputOf(reading: JinjaReading, node: Node): TemplatePart[] {
  if (node.type === 'BinaryExpression' && isConcatenation(node)) return [...outputOf(reading, node.left), ...outputOf(reading, node.right)];
  if (node.type === 'SelectExpression') return [ifPart(testOf(reading, node.test), outputOf(reading, node.lhs), [], reading.at)];
  if (node.type === 'Ternary')
    return [ifPart(testOf(reading, node.condition), outputOf(reading, node.trueExpr), outputOf(reading, node.falseExpr), reading.at)];
  return chosen(reading, node, (value) => printed(reading, value));
}

function isConcatenation({ operator, left, right }: Extract<Node, { type: 'BinaryExpression' }>): boolean {
  return operator.value === '~' || (operator.value === '+' && (isText(left) || isText(right)));
}

function isText(node: Node): boolean {
  return node.type === 'StringLiteral' || (node.type === 'BinaryExpression' && isConcatenation(node));
}

function withDefault(reading: JinjaReading, operand: Node, args: readonly Node[], use: Use): TemplatePart[] {
  const { positional, named } = callParts(args);
  const [fallback, flag] = [positional[0] ?? named.get('default_value'), positional[1] ?? named.get('boolean')];
  const otherwise: Node = fallback ?? { type: 'StringLiteral', value: '' };
  if (flag !== undefined && flag.type !== 'Identifier')
    return refuse(reading, 'The second argument of `default` is no constant.', 'Write true or leave it out.');
  const isBoolean = flag?.type === 'Identifier' && /^true$/i.test(flag.value);
  const value = readValue(reading, operand);
  const test = isBoolean ? truth(reading, value) : absent(value);
  const [own, other] = [chosen(reading, operand, use), chosen(reading, otherwise, use)];
  return [isBoolean ? ifPart(test, own, other, reading.at) : ifPart(test, other, own, reading.at)];
}

function printed(reading: JinjaReading, value: Value): TemplatePart {
  if (value.kind === 'literal') {
    if (typeof value.value === 'string') return { kind: 'text', text: value.value };
    if (typeof value.value === 'number' && Number.isInteger(value.value)) return { kind: 'text', text: String(value.value) };
    return refuse(reading, 'How this constant is printed depends on the engine.', 'Write it as a text.');
  }
  const kind = valueKind(reading.source, value);
  if (reading.dialect === 'jinja' && (kind === 'boolean' || kind === 'list' || kind === 'object'))
    reading.source.lose('changed', reading.at, reading.text.trim(), `${WRITTEN[kind]}; Python writes its own form of it.`);
  return { kind: 'output', value, at: reading.at };
}

const WRITTEN = {
  boolean: 'Truth is written true or false here',
  list: 'A list is written as JSON here',
  object: 'An object is written as JSON here',
} as const;
