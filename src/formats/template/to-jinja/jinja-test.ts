import { isEmpty } from '../liquid/folded-test.ts';
import type { Falsy, Test, Value } from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import type { JinjaTarget } from './jinja-target.ts';
import { isCertain, jinjaValue } from './jinja-value.ts';

/** A test as Jinja writes it after `if`. */
export function jinjaTest(test: Test, at: number, target: JinjaTarget): string {
  switch (test.kind) {
    case 'not':
      return `not ${grouped(test.test, at, target)}`;
    case 'and':
    case 'or':
      return test.tests.map((inner) => grouped(inner, at, target)).join(` ${test.kind} `);
    case 'compare':
      return comparison(test, at, target);
    case 'true':
      return truth(test.value, test.except, at, target);
  }
}

function grouped(test: Test, at: number, target: JinjaTarget): string {
  const text = jinjaTest(test, at, target);
  return /^\w+$/.test(text) ? text : `(${text})`;
}

/** Jinja takes more for false than Liquid does; Nunjucks takes an empty list and object for true. */
function truth(value: Value, except: Falsy, at: number, target: JinjaTarget): string {
  const text = jinjaValue(value, at, target);
  const isPython = target.dialect === 'jinja';
  const given =
    isCertain(value, target) && value.kind === 'path' && value.members.length === 0 ? 'true' : `${text} is defined and ${text} is not none`;
  switch (valueKind(target, value)) {
    case 'boolean':
      return text;
    case 'text':
      return except.text ? text : given;
    case 'number':
      return except.zero ? text : given;
    case 'list':
      if (isPython) return except.list ? text : given;
      return except.list ? `${text} and ${text} | length` : text;
    case 'object':
      return isPython === except.object ? text : isPython ? given : target.refuse(at, 'Nunjucks does not ask whether an object is empty.');
    case undefined:
      return unknown(text, except, at, target);
  }
}

function unknown(text: string, except: Falsy, at: number, target: JinjaTarget): string {
  const { text: emptyText, zero, list, object } = except;
  const isPython = target.dialect === 'jinja';
  if (emptyText && zero && (isPython ? list && object : !list && !object)) return text;
  if (isPython && !emptyText && !zero && !list && !object) return `${text} is defined and ${text} is not none and ${text} is not false`;
  return target.refuse(at, `What \`${text}\` is decides how it must be asked for there.`, 'Declare its type under `inputs`.');
}

type Compare = Extract<Test, { kind: 'compare' }>;

function comparison(test: Compare, at: number, target: JinjaTarget): string {
  const { operator, left, right } = test;
  if (isEmpty(right) || isEmpty(left)) return emptiness(operator, left, right, at, target);
  const isEquality = operator === '==' || operator === '!=';
  const first = jinjaValue(left, at, target);
  if (isEquality && right.kind === 'literal' && right.value === null)
    return operator === '==' ? `${first} is undefined or ${first} is none` : `${first} is defined and ${first} is not none`;
  const second = jinjaValue(right, at, target);
  if (meansTheSame(test, target)) {
    if (isEquality) return `${first} ${operator} ${second}`;
    return guarded(left, operator === 'contains' ? `${second} in ${first}` : `${first} ${operator} ${second}`, at, target);
  }
  return target.refuse(
    at,
    `\`${operator}\` between values of which the prompt does not say what they are may mean something else there.`,
    'Declare their types under `inputs`.',
  );
}

function meansTheSame({ operator, left, right }: Compare, target: JinjaTarget): boolean {
  const [kind, other] = [valueKind(target, left), valueKind(target, right)];
  if (operator === 'contains') return (kind === 'list' || kind === 'text') && other === 'text';
  const isSame = kind !== undefined && kind === other;
  if (operator !== '==' && operator !== '!=') return isSame && kind === 'number' && isCertain(right, target);
  // A text that reads as no number is equal to nothing but itself, in every language.
  const isPlainText = right.kind === 'literal' && typeof right.value === 'string' && !/^[\s\d.+-]*$/.test(right.value);
  return isPlainText || (isSame && kind !== 'list' && kind !== 'object');
}

function guarded(value: Value, test: string, at: number, target: JinjaTarget): string {
  if (isCertain(value, target)) return test;
  const text = jinjaValue(value, at, target);
  return `${text} is defined and ${text} is not none and ${test}`;
}

function emptiness(operator: string, left: Value, right: Value, at: number, target: JinjaTarget): string {
  const kind = isEmpty(left) ? undefined : valueKind(target, left);
  const isEquality = operator === '==' || operator === '!=';
  if (!isEmpty(right) || !isEquality || (kind !== 'text' && kind !== 'list'))
    return target.refuse(at, 'Whether something is empty depends there on what it is.', 'Declare its type under `inputs`.');
  const text = jinjaValue(left, at, target);
  if (kind === 'text') return `${text} ${operator} ''`;
  if (isCertain(left, target)) return operator === '==' ? `${text} | length == 0` : `${text} | length != 0`;
  return target.refuse(at, `\`${text}\` may be absent, and has no length then.`, 'Give it a default.');
}
