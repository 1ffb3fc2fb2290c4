import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passes, score } from '../../../../test/support/score-answer.ts';

describe('text scorers', () => {
  test.each([
    ['equals', { value: 'Yes' }, 'Yes', true],
    ['equals', { value: 'Yes' }, 'yes', false],
    ['equals', { value: 'Yes' }, ' Yes\n', false],
    ['equals', { value: 'Yes', trim: true }, ' Yes\n', true],
    ['equals', { value: 'Yes', ignoreCase: true }, 'YES', true],
    ['contains', { value: 'bill' }, 'the billing', true],
    ['contains', { value: 'Bill' }, 'the billing', false],
    ['icontains', { value: 'Bill' }, 'the billing', true],
    ['not-contains', { value: 'AI model' }, 'As an AI model', false],
    ['not-contains', { value: 'AI model', ignoreCase: true }, 'as an ai MODEL', false],
    ['not-contains', { value: 'AI model' }, 'Hello', true],
    ['not-equals', { value: 'Yes' }, 'No', true],
    ['not-icontains', { value: 'Bill' }, 'the billing', false],
    ['contains-any', { value: ['bug', 'bill'] }, 'the billing', true],
    ['contains-any', { value: ['bug', 'crash'] }, 'the billing', false],
    ['contains-any', { value: ['{{ expected.category }}'] }, 'the billing', true],
    ['contains-all', { value: ['bill', 'the'] }, 'the billing', true],
    ['contains-all', { value: ['bill', 'bug'] }, 'the billing', false],
    ['not-contains-any', { value: ['bill', 'bug'] }, 'the billing', false],
    ['not-contains-all', { value: ['bill', 'bug'] }, 'the billing', true],
    ['not-starts-with', { value: 'Dear' }, 'Dear you', false],
    ['not-ends-with', { value: 'you' }, 'Dear you', false],
    ['min-length', { value: 3 }, 'ab', false],
    ['min-length', { value: 3 }, 'abc', true],
    ['starts-with', { value: 'Dear' }, 'Dear you', true],
    ['starts-with', { value: 'Dear' }, 'My Dear', false],
    ['ends-with', { value: 'you.' }, 'Thank you.', true],
    ['ends-with', { value: 'you.' }, 'you. Bye', false],
    ['matches', { value: '^\\d+$' }, '42', true],
    ['matches', { value: '(?i)PASS' }, 'a pass b', true],
    ['matches', { value: '^b' }, 'a\nb', false],
    ['matches', { value: '(?m)^b' }, 'a\nb', true],
    ['not-matches', { value: '(?i)password' }, 'my PassWord', false],
    ['not-matches', { value: '(?i)password' }, 'nothing', true],
    ['max-length', { value: 3 }, '👍👍👍', true],
    ['max-length', { value: 3 }, 'abcd', false],
    ['word-count', { max: 2 }, ' two\nwords ', true],
    ['word-count', { max: 2 }, 'three words now', false],
    ['word-count', { min: 1 }, ' ', false],
    ['word-count', { min: 1, max: 1 }, 'one', true],
  ] as const)('%s %j on %j: %s', (uses, parameters, text, expected) => {
    expect(passes(uses, parameters, text)).toBe(expected);
  });

  test('give a reason only when they fail', () => {
    expect(score('equals', { value: 'Yes' }, 'Yes')).toEqual({ scorer: 's', score: 1, pass: true });
    expect(score('equals', { value: 'Yes' }, 'No')).toEqual({
      scorer: 's',
      score: 0,
      pass: false,
      reason: 'The answer "No" is not "Yes".',
    });
  });

  test('read a negative value as the opposite of its positive one', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 1 }).filter((value) => !value.includes('{{')),
        (text, value) => {
          expect(passes('not-contains', { value }, text)).toBe(!passes('contains', { value }, text));
        },
      ),
    );
  });
});
