import { type Expression, type FilteredValueToken, type Token, TypeGuards } from 'liquidjs';
import {
  type Comparison,
  filtered,
  type LoopMember,
  literal,
  NOTHING_ELSE,
  not,
  path,
  type Range,
  type Test,
  type Value,
  type ValueKind,
} from '../template-part.ts';
import { EMPTY, foldedAnd, foldedOr } from './folded-test.ts';

/** A template of ours on its way to another language. */
export interface OwnText {
  readonly text: string;
  /** What each variable holds, where the prompt says so. */
  readonly kinds: ReadonlyMap<string, ValueKind>;
  /** Ends the export at a place in the text. */
  refuse(at: number, message: string, hint?: string): never;
}

/** A template while it is read. */
export interface LiquidReading extends OwnText {
  readonly inLoop: boolean;
}

/** An expression with its filters, as the engine has them. */
export interface Written {
  readonly initial: Expression;
  readonly filters: readonly { readonly name: string; readonly args: readonly (Token | [string?, Token?])[] }[];
}

type Operand = { readonly value: Value } | { readonly test: Test };

const LOOP: ReadonlySet<string> = new Set<LoopMember>(['index', 'index0', 'rindex', 'rindex0', 'first', 'last', 'length']);
const COMPARISONS: ReadonlySet<string> = new Set<Comparison>(['==', '!=', '<', '<=', '>', '>=', 'contains']);

/** An expression as one value. */
export function readValue({ initial, filters }: Written, at: number, reading: LiquidReading): Value {
  const [only, ...more] = initial.postfix;
  if (only === undefined || more.length > 0) return reading.refuse(at, 'A comparison is no value there.', 'Ask for it with `if`.');
  return filters.reduce<Value>(
    (value, { name, args }) => filtered(value, name, ...args.map((arg) => argument(arg, at, reading))),
    readToken(only, at, reading),
  );
}

/** What an `if` asks. */
export function readTest({ initial, filters }: Written, at: number, reading: LiquidReading): Test {
  if (filters.length > 0) return reading.refuse(at, 'A condition has no filters there.', 'Assign the value to a name first.');
  const operands: Operand[] = [];
  for (const token of initial.postfix) {
    const { operator } = token as { operator?: string };
    if (operator === undefined) operands.push({ value: readToken(token, at, reading) });
    else {
      const right = operands.pop();
      const left = operator === 'not' ? right : operands.pop();
      if (left === undefined || right === undefined) return reading.refuse(at, 'This condition is not complete.');
      operands.push({ test: combined(operator, left, right, at, reading) });
    }
  }
  const [whole] = operands;
  return whole === undefined ? reading.refuse(at, 'This condition is empty.') : testOf(whole);
}

function combined(operator: string, left: Operand, right: Operand, at: number, reading: LiquidReading): Test {
  if (operator === 'not') return not(testOf(right));
  if (operator === 'and') return foldedAnd(testOf(left), testOf(right));
  if (operator === 'or') return foldedOr(testOf(left), testOf(right));
  if (!COMPARISONS.has(operator) || 'test' in left || 'test' in right)
    return reading.refuse(at, `\`${operator}\` compares no conditions there.`, 'Split it into two conditions.');
  return { kind: 'compare', operator: operator as Comparison, left: left.value, right: right.value };
}

function testOf(operand: Operand): Test {
  return 'test' in operand ? operand.test : { kind: 'true', value: operand.value, except: NOTHING_ELSE };
}

/** A value as the engine has it: a path, a literal, or, in a loop, numbers from one to another. */
export function readToken(token: Token, at: number, reading: LiquidReading): Value;
export function readToken(token: Token, at: number, reading: LiquidReading, as: 'list'): Value | Range;
export function readToken(token: Token, at: number, reading: LiquidReading, as?: 'list'): Value | Range {
  if (TypeGuards.isQuotedToken(token) || TypeGuards.isNumberToken(token)) return literal(token.content);
  if (TypeGuards.isLiteralToken(token)) return constant(token.literal, at, reading);
  if (TypeGuards.isFilteredValueToken(token)) return readValue(token as FilteredValueToken, at, reading);
  if (TypeGuards.isRangeToken(token) && as === 'list')
    return { kind: 'range', first: readToken(token.lhs, at, reading), last: readToken(token.rhs, at, reading) };
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable !== undefined)
    return reading.refuse(at, 'This value has no counterpart there.', 'Pass it as a variable.');
  const [root, ...members] = token.props.map((prop) => member(prop, at, reading));
  if (typeof root !== 'string')
    return reading.refuse(at, 'A variable whose name is a value has no counterpart there.', 'Name the variable.');
  if (root !== 'forloop' || !reading.inLoop) return path(root, ...members);
  const [name, ...more] = members;
  if (more.length === 0 && typeof name === 'string' && LOOP.has(name)) return { kind: 'loop', member: name as LoopMember };
  return reading.refuse(
    at,
    `\`forloop.${String(name)}\` has no counterpart there.`,
    'Assign what the inner loop needs to a name in the outer one.',
  );
}

function member(token: Token, at: number, reading: LiquidReading) {
  if (TypeGuards.isWordToken(token) || TypeGuards.isQuotedToken(token)) return token.content;
  if (TypeGuards.isNumberToken(token)) return token.content;
  const value = readToken(token, at, reading);
  return value.kind === 'path' ? value : reading.refuse(at, 'This index has no counterpart there.', 'Use a name, a number or a variable.');
}

function constant(word: string, at: number, reading: LiquidReading): Value {
  if (word === 'empty') return EMPTY;
  if (word === 'blank') return reading.refuse(at, '`blank` has no counterpart there.', 'Compare with `empty` or `""`.');
  return literal(word === 'true' ? true : word === 'false' ? false : null);
}

function argument(arg: Token | [string?, Token?], at: number, reading: LiquidReading): Value {
  if (!Array.isArray(arg)) return readToken(arg, at, reading);
  return reading.refuse(at, `The argument \`${arg[0] ?? ''}\` has no counterpart there.`);
}
