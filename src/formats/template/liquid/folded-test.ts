import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import { type Falsy, filtered, literal, type Test, type Value } from '../template-part.ts';

/** Liquid's `empty`: no value, but what a comparison asks for. */
export const EMPTY: Value = filtered(literal(null), 'empty');

/** True for what `empty` was read as. */
export function isEmpty(value: Value): boolean {
  return value === EMPTY;
}

/** `a and b`; where `x and x != ""` asks for what another language takes for true, it becomes that one question. */
export function foldedAnd(left: Test, right: Test): Test {
  const tests = [...inner(left, 'and'), ...inner(right, 'and')];
  return folded('and', tests, (test) => test, '!=');
}

/** `a or b`, with `not x or x == ""` as the opposite of the same question. */
export function foldedOr(left: Test, right: Test): Test {
  const tests = [...inner(left, 'or'), ...inner(right, 'or')];
  return folded('or', tests, (test) => (test.kind === 'not' ? test.test : undefined), '==');
}

function inner(test: Test, kind: 'and' | 'or'): readonly Test[] {
  return test.kind === kind ? test.tests : [test];
}

function folded(kind: 'and' | 'or', tests: readonly Test[], asked: (test: Test) => Test | undefined, operator: '==' | '!='): Test {
  const kept: Test[] = [];
  for (const test of tests) {
    const index = kept.findIndex((known) => {
      const question = asked(known);
      return question?.kind === 'true' && test.kind === 'compare' && isSame(question.value, test.left);
    });
    const known = kept[index];
    const question = known && asked(known);
    const except = test.kind === 'compare' && test.operator === operator ? falsyOf(test.right) : undefined;
    if (known === undefined || question?.kind !== 'true' || except === undefined) kept.push(test);
    else {
      const wider: Test = { ...question, except: { ...question.except, ...except } };
      kept[index] = known.kind === 'not' ? { kind: 'not', test: wider } : wider;
    }
  }
  const [only] = kept;
  return only !== undefined && kept.length === 1 ? only : { kind, tests: kept };
}

function falsyOf(value: Value): Partial<Falsy> | undefined {
  if (isEmpty(value)) return { text: true, list: true, object: true };
  if (value.kind !== 'literal') return undefined;
  if (value.value === '') return { text: true };
  return value.value === 0 ? { zero: true } : undefined;
}

function isSame(one: Value, other: Value): boolean {
  return canonicalJson(one as unknown as Json) === canonicalJson(other as unknown as Json);
}
