import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CASE, LEAKING, PROMPT } from '../../../test/support/score-answer.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { CHECK_NAMES } from '../../prompt/check/checks.ts';
import { SCORER_NAMES, scorerDigest, scorerFor } from './scorer-for.ts';

describe('scorerFor', () => {
  test('judges without throwing, whatever the answer', async () => {
    const scorers = SCORER_NAMES.filter((uses) => !ASKING.includes(uses)).map((uses) =>
      scorerFor({ id: uses, uses, parameters: PARAMETERS[uses] ?? { value: 'x' } }),
    );
    const text = fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' }), fc.string({ unit: LONE }), fc.constantFrom(...MARKUP));
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        for (const scorer of scorers) {
          const result = await scorer.score({ text: given, latencyMs: 1, cost: 0, usage: { input: 1, output: 1 } }, CASE, LEAKING);
          expect(result).not.toHaveProperty('error');
          expect('error' in result ? -1 : result.score).toSatisfy((score: number) => score >= 0 && score <= 1);
        }
      }),
      { numRuns: 50 },
    );
  });

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

/** Scorers that ask the outside; their own tests are elsewhere. */
const ASKING = ['js', 'exec', 'similarity', 'judge', 'factuality', 'relevance', 'groundedness', 'helpfulness'];

/** Halves of characters, which no encoding knows. */
const LONE = fc.constantFrom('\ud800', '\udc00', '<', '>', '\u0000');
const MARKUP = ['<a>\ud800</a>', '<p>\u0000</p>', "select '\ud800'", '<svg><![CDATA[x]]></svg>', '</p>', '<plaintext>', '((((', '<!--'];

const PARAMETERS: Readonly<Record<string, JsonObject>> = {
  'is-json': {},
  'is-xml': { elements: ['a/b'] },
  'is-html': {},
  'is-sql': { tables: [] },
  'toxicity-words': {},
  'json-equals': {},
  'json-schema': {},
  'max-length': { value: 3 },
  'min-length': { value: 3 },
  'contains-any': { value: ['x'] },
  'not-contains-any': { value: ['x'] },
  'contains-all': { value: ['x'] },
  'not-contains-all': { value: ['x'] },
  latency: { max: '1s' },
  cost: { max: 1 },
  tokens: { max: 5 },
  'word-count': { max: 3 },
  'json-path': { path: '$.a' },
  'tool-call': { name: 'find' },
  'tool-args': { name: 'find', expected: 1 },
  refusal: {},
  'not-refusal': {},
  secrets: {},
  pii: {},
  'prompt-leak': {},
};

describe('scorerDigest', () => {
  test('names what a scorer does, not what it is called', () => {
    const digest = scorerDigest({ id: 'a', uses: 'contains', parameters: { value: 'x' } });

    expect(scorerDigest({ id: 'b', uses: 'contains', parameters: { value: 'x' } })).toBe(digest);
    expect(scorerDigest({ id: 'a', uses: 'contains', parameters: { value: 'y' } })).not.toBe(digest);
    expect(scorerDigest({ id: 'a', uses: 'icontains', parameters: { value: 'x' } })).not.toBe(digest);
  });
});
