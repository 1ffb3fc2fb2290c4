import { describe, expect, test } from 'vitest';
import { evalCase, passes, score } from '../../../../test/support/score-answer.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';

describe('similarity scorers', () => {
  test.each([
    ['levenshtein', { value: 'sitting' }, 'kitten', 4 / 7, true],
    ['levenshtein', { value: 'sitting', min: 0.9 }, 'kitten', 4 / 7, false],
    ['rouge-l', { value: 'police killed the gunman' }, 'police kill the gunman', 0.75, true],
    ['rouge-l', { value: ['nothing', 'police killed the gunman'] }, 'police kill the gunman', 0.75, true],
    ['bleu', { value: 'there is a cat on the mat' }, 'the cat is on the mat', 0.2905925408, false],
    ['f1', { value: '{{ expected.category }}' }, 'The billing.', 1, true],
    ['f1', { value: '{{ expected.category }}' }, '', 0, false],
  ] as const)('%s %j on %j is %d: %s', (uses, parameters, text, expected, pass) => {
    const result = score(uses, parameters as unknown as JsonObject, text) as { score: number; pass: boolean };
    expect(result.score).toBeCloseTo(expected, 9);
    expect(result.pass).toBe(pass);
  });

  test('compare with what the case expects unless they are told otherwise', () => {
    expect(passes('f1', {}, 'charged twice', evalCase({}, 'Charged twice!'))).toBe(true);
    expect(score('f1', {}, 'x', evalCase({}))).toHaveProperty('error', 'the case has no `expected`');
  });

  test('are an error on texts that would hold up the run', () => {
    expect(score('levenshtein', { value: 'a' }, 'a'.repeat(50_001))).toHaveProperty('error', expect.stringContaining('at most 50000'));
  });
});
