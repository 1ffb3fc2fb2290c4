import type { Comparison, Test, Value } from '../template-part.ts';
import { hasFilters, liquidValue } from './liquid-value.ts';

/** Gives a name to a value that must be assigned before the tag that tests it; `text` is the Liquid expression. */
export type Assign = (text: string) => string;

type Flat = { readonly text: string } | { readonly operator: 'and' | 'or'; readonly parts: readonly Flat[] };

const OPPOSITE: Readonly<Record<Exclude<Comparison, 'contains'>, Comparison>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/**
 * Writes a test as Liquid does.
 *
 * Liquid has no parentheses and reads `a and b or c` from the right; a test that this cannot say gets its inner
 * parts assigned to names first.
 */
export function liquidTest(test: Test, assign: Assign): string {
  return chain(flat(test, false, assign), assign);
}

function chain(test: Flat, assign: Assign): string {
  if ('text' in test) return test.text;
  // What is compound goes last, where reading from the right keeps it together.
  const simple = test.parts.filter((part) => 'text' in part);
  const compound = test.parts.filter((part) => !('text' in part));
  const last = compound.at(-1);
  const named = compound.slice(0, -1).map((part) => assign(chain(part, assign)));
  const texts = [...simple.map((part) => ('text' in part ? part.text : '')), ...named, ...(last ? [chain(last, assign)] : [])];
  return texts.join(` ${test.operator} `);
}

/** Pushes `not` down to what is compared, and makes lists of one operator out of its nestings. */
function flat(test: Test, negate: boolean, assign: Assign): Flat {
  switch (test.kind) {
    case 'not':
      return flat(test.test, !negate, assign);
    case 'and':
    case 'or':
      return joined(
        (test.kind === 'and') === negate ? 'or' : 'and',
        test.tests.map((inner) => flat(inner, negate, assign)),
      );
    case 'true':
      return truth(test, negate, assign);
    case 'compare':
      return { text: comparison(test, negate, assign) };
  }
}

function joined(operator: 'and' | 'or', tests: readonly Flat[]): Flat {
  const parts = tests.flatMap((test) => ('text' in test || test.operator !== operator ? [test] : test.parts));
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { operator, parts };
}

function truth({ value, except }: Extract<Test, { kind: 'true' }>, negate: boolean, assign: Assign): Flat {
  const name = operand(value, assign);
  const emptiness =
    except.list || except.object
      ? // A text, a list and an object are all that can be empty.
        ['empty']
      : except.text
        ? ['""']
        : [];
  const values = [...emptiness, ...(except.zero ? ['0'] : [])];
  return negate
    ? joined('or', [{ text: `not ${name}` }, ...values.map((falsy) => ({ text: `${name} == ${falsy}` }))])
    : joined('and', [{ text: name }, ...values.map((falsy) => ({ text: `${name} != ${falsy}` }))]);
}

function comparison({ operator, left, right }: Extract<Test, { kind: 'compare' }>, negate: boolean, assign: Assign): string {
  const [first, second] = [operand(left, assign), operand(right, assign)];
  if (!negate) return `${first} ${operator} ${second}`;
  return operator === 'contains' ? `not ${first} contains ${second}` : `${first} ${OPPOSITE[operator]} ${second}`;
}

function operand(value: Value, assign: Assign): string {
  return hasFilters(value) ? assign(liquidValue(value)) : liquidValue(value);
}
