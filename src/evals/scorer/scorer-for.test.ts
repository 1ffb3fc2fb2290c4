import { describe, expect, test } from 'vitest';
import { CASE, PROMPT } from '../../../test/support/score-answer.ts';
import { CHECK_NAMES } from '../../prompt/check/checks.ts';
import { SCORER_NAMES, scorerDigest, scorerFor } from './scorer-for.ts';

describe('scorerFor', () => {
  test.each(['js', 'exec'])('%s is an error where nothing runs what the repository brings', async (uses) => {
    const parameters = uses === 'js' ? { module: 'a.mjs' } : { command: ['true'] };

    expect(await scorerFor({ id: 's', uses, parameters }).score({ text: '', latencyMs: 1 }, CASE, PROMPT)).toEqual({
      scorer: 's',
      error: expect.stringContaining('of the repository are not run here'),
    });
  });

  test('refuses parameters that the scorer does not take', () => {
    const broken = { id: 's', uses: 'contains', parameters: { value: '{{ a b }}' } };

    expect(() => scorerFor(broken)).toThrow(
      expect.objectContaining({
        code: 'suite-invalid',
        message: expect.stringContaining('expressions are names, like {{ expected.category }} (not {{ a b }})'),
      }),
    );
  });

  test('runs every check that a guardrail can name', () => {
    expect(SCORER_NAMES).toEqual(expect.arrayContaining([...CHECK_NAMES]));
  });

  test('refuses a name that no scorer has', () => {
    expect(() => scorerFor({ id: 's', uses: 'nope', parameters: {} })).toThrow('The scorer "s" uses "nope", which does not exist.');
  });
});

describe('scorerDigest', () => {
  test('names what a scorer does, not what it is called', () => {
    const digest = scorerDigest({ id: 'a', uses: 'contains', parameters: { value: 'x' } });

    expect(scorerDigest({ id: 'b', uses: 'contains', parameters: { value: 'x' } })).toBe(digest);
    expect(scorerDigest({ id: 'a', uses: 'contains', parameters: { value: 'y' } })).not.toBe(digest);
    expect(scorerDigest({ id: 'a', uses: 'icontains', parameters: { value: 'x' } })).not.toBe(digest);
  });
});
