import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Condition, conditionSchema } from './condition.ts';
import { meetsCondition } from './meets-condition.ts';

type Attributes = Parameters<typeof meetsCondition>[1];

describe('what is asked of one attribute', () => {
  test.each<[string, Condition, Attributes, boolean]>([
    ['a bare value is that value', { plan: 'beta' }, { plan: 'beta' }, true],
    ['a bare value is no other', { plan: 'beta' }, { plan: 'Beta' }, false],
    ['false can be asked for', { paid: false }, { paid: false }, true],
    ['what is not given is not false', { paid: false }, {}, false],
    ['is', { age: { is: 18 } }, { age: 18 }, true],
    ['types count', { age: { is: 18 } }, { age: '18' }, false],
    ['not', { plan: { not: 'free' } }, { plan: 'beta' }, true],
    ['not, of what it is', { plan: { not: 'free' } }, { plan: 'free' }, false],
    ['not holds for what is not given', { plan: { not: 'free' } }, { plan: null }, true],
    ['in', { country: { in: ['DE', 'FR'] } }, { country: 'FR' }, true],
    ['in, of another', { country: { in: ['DE', 'FR'] } }, { country: 'US' }, false],
    ['in, not given', { country: { in: ['DE', 'FR'] } }, { country: undefined }, false],
    ['notIn', { country: { notIn: ['DE', 'FR'] } }, { country: 'US' }, true],
    ['notIn, of one of them', { country: { notIn: ['DE', 'FR'] } }, { country: 'DE' }, false],
    ['notIn holds for what is not given', { country: { notIn: ['DE'] } }, {}, true],
    ['gt is not the same', { age: { gt: 18 } }, { age: 18 }, false],
    ['gte is', { age: { gte: 18 } }, { age: 18 }, true],
    ['lt is not the same', { age: { lt: 18 } }, { age: 18 }, false],
    ['lte is', { age: { lte: 18 } }, { age: 18 }, true],
    ['numbers compare with numbers only', { age: { gte: 18 } }, { age: '20' }, false],
    ['no number is beyond any', { age: { gt: 0 } }, { age: Number.NaN }, false],
    ['startsWith', { model: { startsWith: 'gpt-4' } }, { model: 'gpt-4o' }, true],
    ['endsWith', { model: { endsWith: '-mini' } }, { model: 'gpt-4o' }, false],
    ['texts start, numbers do not', { age: { startsWith: '1' } }, { age: 18 }, false],
    ['all that is asked must hold', { age: { gte: 18, lt: 65 } }, { age: 70 }, false],
    ['all attributes must hold', { plan: 'beta', country: 'DE' }, { plan: 'beta' }, false],
    ['what every object has is not given', { constructor: { not: 'x' }, toString: { startsWith: 'f' } }, {}, false],
    ['an unknown comparison does not hold', { age: { near: 18 } as never }, { age: 18 }, false],
  ])('%s', (_what, condition, attributes, expected) => {
    expect(meetsCondition(condition, attributes)).toBe(expected);
  });
});

test('opposites never agree', () => {
  const scalar = fc.oneof(fc.string(), fc.double(), fc.boolean());
  fc.assert(
    fc.property(fc.array(scalar, { minLength: 1 }), fc.option(scalar), (values, given) => {
      const holds = (asked: Condition[string]) => meetsCondition({ attribute: asked }, { attribute: given });
      expect(holds({ in: values })).toBe(!holds({ notIn: values }));
      expect(holds({ is: values[0] })).toBe(!holds({ not: values[0] }));
    }),
  );
});

test('knows every comparison that a file may ask for', () => {
  // A text and a number that satisfy all but those that contradict each other.
  const text = { is: 'abc', not: 'x', in: ['abc'], notIn: ['x'], startsWith: 'a', endsWith: 'c' };
  const number = { is: 5, not: 6, in: [5], notIn: [6], gt: 4, gte: 5, lt: 6, lte: 5 };
  const asked = conditionSchema.parse({ text, number });
  expect(meetsCondition(asked, { text: 'abc', number: 5 })).toBe(true);
});
