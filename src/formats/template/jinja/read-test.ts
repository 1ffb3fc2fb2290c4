import { type Comparison, type Falsy, literal, NOTHING_ELSE, not, type Test, type Value } from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import { callParts, filterCall } from './filters.ts';
import type { Node } from './jinja-ast.ts';
import { FALSY, type JinjaReading, refuse } from './jinja-reading.ts';
import { readValue } from './read-value.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** What an `if` asks. */
export function testOf(reading: JinjaReading, node: Node): Test {
  if (node.type === 'UnaryExpression' && node.operator.value === 'not') return not(testOf(reading, node.argument));
  if (node.type === 'TestExpression') return named(reading, node);
  if (node.type === 'BinaryExpression') {
    const { operator, left, right } = node;
    const { value } = operator;
    if (value === 'and' || value === 'or') return { kind: value, tests: [testOf(reading, left), testOf(reading, right)] };
    if (COMPARISONS.has(value)) return compare(value as Comparison, readValue(reading, left), readValue(reading, right));
    if (value === 'in') return member(reading, left, right);
    if (value === 'not in') return not(member(reading, left, right));
  }
  if (node.type === 'FilterExpression') {
    const { name, args } = filterCall(node.filter);
    const [fallback] = callParts(args).positional;
    // What is absent is false anyway, so a false default says nothing.
    if ((name === 'default' || name === 'd') && (fallback === undefined || isFalse(reading, fallback)))
      return testOf(reading, node.operand);
  }
  return truth(reading, readValue(reading, node));
}

/** Holds for a value that the engine takes for true. */
export function truth({ source, dialect }: JinjaReading, value: Value): Test {
  const falsy = FALSY[dialect];
  const kind = valueKind(source, value);
  const except: Falsy =
    kind === undefined
      ? falsy
      : {
          ...NOTHING_ELSE,
          text: kind === 'text',
          zero: kind === 'number',
          list: kind === 'list' && falsy.list,
          object: kind === 'object' && falsy.object,
        };
  return { kind: 'true', value, except };
}

/** Holds for a variable that is not given, or null. */
export function absent(value: Value): Test {
  return compare('==', value, literal(null));
}

function compare(operator: Comparison, left: Value, right: Value): Test {
  return { kind: 'compare', operator, left, right };
}

function member(reading: JinjaReading, left: Node, right: Node): Test {
  const wanted = readValue(reading, left);
  if (right.type === 'ArrayLiteral' || right.type === 'TupleLiteral')
    return { kind: 'or', tests: right.value.map((item) => compare('==', wanted, readValue(reading, item))) };
  const list = readValue(reading, right);
  if (valueKind(reading.source, list) === 'object')
    return refuse(reading, 'Liquid does not look for keys of an object.', 'Ask for the member: {% if object.key != nil %}.');
  return compare('contains', list, wanted);
}

function named(reading: JinjaReading, { operand, negate, test }: Extract<Node, { type: 'TestExpression' }>): Test {
  const value = readValue(reading, operand);
  const positive = ((): Test => {
    switch (test.type === 'Identifier' ? test.value : '') {
      case 'defined':
        return not(absent(value));
      case 'undefined':
      case 'none':
        return absent(value);
      case 'true':
        return compare('==', value, literal(true));
      case 'false':
        return compare('==', value, literal(false));
      default:
        return refuse(
          reading,
          'This test has no counterpart in Liquid.',
          'Compare with ==, contains or size, or pass the answer as a variable.',
        );
    }
  })();
  return negate ? not(positive) : positive;
}

function isFalse(reading: JinjaReading, node: Node): boolean {
  if (node.type === 'ArrayLiteral') return node.value.length === 0;
  if (node.type !== 'StringLiteral' && node.type !== 'Identifier' && node.type !== 'IntegerLiteral') return false;
  const value = readValue(reading, node);
  return value.kind === 'literal' && !value.value;
}
