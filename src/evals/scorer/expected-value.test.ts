import { describe, expect, test } from 'vitest';
import { CASE, evalCase, PROMPT, passes, score } from '../../../test/support/score-answer.ts';
import { scorerFor } from './scorer-for.ts';

describe('expected values', () => {
  test('fill in what the case expects, among other text and with its JSON type', () => {
    expect(passes('equals', { value: 'It is {{ expected.category }}, {{expected.n}} times' }, 'It is billing, 2 times')).toBe(true);
    expect(passes('json-equals', { expected: '{{ expected.n }}' }, '2')).toBe(true);
    expect(passes('json-equals', { expected: '{{ expected.n }}' }, '"2"')).toBe(false);
    expect(
      passes('json-equals', { expected: { first: '{{ expected.tags.0 }}', all: ['{{expected.tags}}'] } }, '{"all":[["a"]],"first":"a"}'),
    ).toBe(true);
    expect(passes('contains', { value: '{{ inputs.ticket }}' }, 'Charged twice!')).toBe(true);
    expect(passes('contains', { value: '{{ ticket }}' }, 'Charged twice!')).toBe(true);
  });

  test('are never read a second time', () => {
    expect(passes('equals', { value: '{{ expected }}' }, '{{ ticket }}', evalCase({ ticket: 'x' }, '{{ ticket }}'))).toBe(true);
  });

  test('that the case does not have are an error, known before the answer', () => {
    const scorer = scorerFor({ id: 's', uses: 'contains', parameters: { value: '{{ expected.missing }}' } });

    expect(scorer.problem(CASE, PROMPT)).toBe('the case has no `expected.missing`');
    expect(scorer.score({ text: '', latencyMs: 1 }, CASE, PROMPT)).toEqual({ scorer: 's', error: 'the case has no `expected.missing`' });
  });

  test('do not reach into the prototype of an object', () => {
    expect(score('contains', { value: '{{ expected.constructor }}' }, 'x')).toHaveProperty('error');
  });
});
