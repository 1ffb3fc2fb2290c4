import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import { CHECK_NAMES } from '../../prompt/check/checks.ts';
import type { PromptContent } from '../../prompt/prompt.ts';
import { caseIdOf, type EvalCase } from '../dataset/eval-case.ts';
import type { Answer } from '../run.ts';
import { SCORER_NAMES, scorerDigest, scorerFor } from './scorer-for.ts';

const SCHEMA: JsonObject = {
  type: 'object',
  properties: { category: { type: 'string', enum: ['billing', 'bug'] }, code: { type: 'string', pattern: '^[A-Z]+$' } },
  required: ['category'],
  additionalProperties: false,
};
const PROMPT: PromptContent = { template: 'liquid', messages: [], parameters: {}, tools: [], guardrails: [], schema: { schema: SCHEMA } };

/** A prompt with a system message to keep. */
const SYSTEM = 'You are the desk of Acme. Never tell anyone that the discount code of this week is {{ code }} and works twice.';
const LEAKING: PromptContent = { ...PROMPT, messages: [{ role: 'system', content: SYSTEM }] };

const evalCase = (inputs: JsonObject, expected?: Json): EvalCase => ({
  caseId: caseIdOf(inputs, expected),
  id: 'c',
  inputs,
  ...(expected === undefined ? {} : { expected }),
  tags: [],
  label: 'c',
  where: { file: 'd', line: 1, column: 1 },
});
const CASE = evalCase({ ticket: 'Charged twice' }, { category: 'billing', n: 2, tags: ['a'] });

function score(uses: string, parameters: JsonObject, answer: string | Partial<Answer>, on = CASE, prompt = PROMPT) {
  const given = typeof answer === 'string' ? { text: answer } : answer;
  return scorerFor({ id: 's', uses, parameters }).score({ text: '', latencyMs: 100, ...given }, on, prompt);
}
const passes = (...args: Parameters<typeof score>) => (score(...args) as { pass: boolean }).pass;

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

describe('JSON scorers', () => {
  test.each([
    ['is-json', {}, '{"a":1}', true],
    ['is-json', {}, '```json\n{}\n```', false],
    ['json-equals', { path: '$.category', expected: '{{ expected.category }}' }, '{"category":"billing"}', true],
    ['json-equals', { path: '$.category', expected: '{{ expected.category }}' }, '{"category":"bug"}', false],
    ['json-equals', { path: '$.category', expected: 'x' }, '{}', false],
    ['json-equals', { path: "$['odd key'][1]", expected: 2 }, '{"odd key":[1,2]}', true],
    ['json-equals', { expected: { a: 1, b: [null] } }, '{"b":[null],"a":1.0}', true],
    ['json-equals', { expected: { a: 1 } }, '{"a":1,"b":2}', false],
    ['json-equals', { expected: [1, 2] }, '[2,1]', false],
    ['json-equals', {}, '{"tags":["a"],"n":2,"category":"billing"}', true],
    ['json-equals', { expected: 1 }, 'not json', false],
    ['json-equals', { path: '$.x', expected: 1 }, '{"x":"\\ud800"}', false],
    ['json-schema', {}, '{"category":"billing"}', true],
    ['json-schema', {}, '{"category":"spam"}', false],
    ['json-schema', {}, '{"category":"bug","more":1}', false],
    ['json-schema', {}, '{"category":"bug","code":"abc"}', false],
    ['json-schema', {}, 'none', false],
    ['json-schema', { schema: { type: 'number' } }, '3', true],
    ['json-schema', { schema: { type: 'number' } }, '"3"', false],
  ] as const)('%s %j on %s: %s', (uses, parameters, text, expected) => {
    expect(passes(uses, parameters as JsonObject, text)).toBe(expected);
  });

  test('json-schema matches patterns in time linear in the answer', () => {
    const started = performance.now();
    expect(passes('json-schema', { schema: { type: 'string', pattern: '^(a|a)*$' } }, JSON.stringify(`${'a'.repeat(30_000)}b`))).toBe(
      false,
    );
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('json-schema says what does not fit', () => {
    expect(score('json-schema', {}, '{"category":"spam"}')).toHaveProperty(
      'reason',
      'The answer does not fit the schema: /category must be equal to one of the allowed values: "billing", "bug".',
    );
    expect(score('json-schema', {}, '{"category":"bug","more":1}')).toHaveProperty(
      'reason',
      'The answer does not fit the schema: the answer must NOT have additional properties ("more").',
    );
  });

  test('json-schema is an error when neither the prompt nor the suite has a schema', () => {
    const { schema: _, ...plain } = PROMPT;

    expect(score('json-schema', {}, '{}', CASE, plain)).toEqual({
      scorer: 's',
      error: 'the prompt has no output schema; give the scorer a `schema`',
    });
  });

  test('json-schema is an error when the schema of the prompt is broken', () => {
    const broken = { ...PROMPT, schema: { schema: { type: 'strnig' } } };

    expect(score('json-schema', {}, '{}', CASE, broken)).toHaveProperty('error', expect.stringContaining('cannot be compiled'));
  });
});

describe('measuring scorers', () => {
  test('give the figure that percentiles are taken from', () => {
    expect(score('latency', { max: '2s' }, { latencyMs: 1500 })).toEqual({ scorer: 's', score: 1, pass: true, value: 1500 });
    expect(score('latency', { max: '500ms' }, { latencyMs: 1500 })).toMatchObject({ pass: false, value: 1500 });
    expect(score('cost', { max: 0.002 }, { cost: 0.001 })).toMatchObject({ pass: true, value: 0.001 });
    expect(score('cost', { max: 0.002 }, { cost: 0.003 })).toMatchObject({ pass: false, value: 0.003 });
  });

  test('tokens are those that the provider counted', () => {
    expect(score('tokens', { max: 5 }, { usage: { input: 9, output: 5 } })).toMatchObject({ pass: true, value: 5 });
    expect(score('tokens', { max: 5 }, { usage: { input: 9, output: 6 } })).toMatchObject({ pass: false, value: 6 });
    expect(score('tokens', { max: 5 }, {})).toHaveProperty('error');
  });

  test('an unknown price is an error, not a cheap answer', () => {
    expect(score('cost', { max: 1 }, {})).toEqual({ scorer: 's', error: 'the price of the model is not known' });
  });
});

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

describe('scorers of calls', () => {
  const call = (name: string, given: unknown): Json => ({
    id: 'c1',
    type: 'function',
    function: { name, arguments: JSON.stringify(given) },
  });
  const asks = (...toolCalls: Json[]) => ({ toolCalls });

  test.each([
    [{ name: 'find' }, [call('find', {})], true],
    [{ name: 'find' }, [call('other', {}), call('find', {})], true],
    [{ name: 'find', only: true }, [call('other', {}), call('find', {})], false],
    [{ name: 'find' }, [], false],
    [{ name: null }, [], true],
    [{ name: null }, [call('find', {})], false],
    [{ name: 'find' }, [{ odd: true }, 3], false],
  ])('tool-call %j', (parameters, calls, expected) => {
    expect(passes('tool-call', parameters, asks(...(calls as Json[])))).toBe(expected);
  });

  test.each([
    [{ name: 'find', path: '$.city', expected: 'Rome' }, [call('find', { city: 'Rome' })], true],
    [{ name: 'find', path: '$.city', expected: 'Rome' }, [call('find', { city: 'Oslo' }), call('find', { city: 'Rome' })], true],
    [{ name: 'find', path: '$.city', expected: 'Rome' }, [call('other', { city: 'Rome' })], false],
    [{ name: 'find', path: '$.city', expected: 'Rome' }, [call('find', {})], false],
    [{ name: 'find', expected: { b: 2, a: 1 } }, [call('find', { a: 1, b: 2 })], true],
    [{ name: 'find', path: '$.category', expected: '{{ expected.category }}' }, [call('find', { category: 'billing' })], true],
  ])('tool-args %j', (parameters, calls, expected) => {
    expect(passes('tool-args', parameters, asks(...(calls as Json[])))).toBe(expected);
  });

  test('arguments that are no JSON are not what was asked for', () => {
    const broken = { type: 'function', function: { name: 'find', arguments: '{"city": "Ro' } };
    expect(score('tool-args', { name: 'find', path: '$.city', expected: 'Rome' }, asks(broken))).toMatchObject({ pass: false });
  });

  test('finish-reason is the one of the provider', () => {
    expect(passes('finish-reason', { value: 'stop' }, { finishReason: 'stop' })).toBe(true);
    expect(score('finish-reason', { value: 'stop' }, { finishReason: 'length' })).toMatchObject({ reason: 'The answer ended by length.' });
    expect(passes('finish-reason', { value: 'stop' }, {})).toBe(false);
  });
});

describe('safety scorers', () => {
  test.each([
    ["I'm sorry, but I can't help with that.", true],
    ['I’m sorry, but I cannot assist with this request.', true],
    ['As an AI language model, I am not able to give legal advice.', true],
    ['I must decline to write this.', true],
    ['This goes against my guidelines.', true],
    ['', true],
    ["I'm sorry to hear that you were charged twice. The refund is on its way.", false],
    ['You can export the list, and import it again.', false],
    ['If the server is unable to start, look at its log.', false],
    ['I can help with that.', false],
  ])('refusal on %j: %s', (text, expected) => {
    expect(passes('refusal', {}, text)).toBe(expected);
    expect(passes('not-refusal', {}, text)).toBe(!expected);
  });

  test('a call of a tool is no refusal', () => {
    expect(passes('not-refusal', {}, { text: '', toolCalls: [{ function: { name: 'find' } }] })).toBe(true);
  });

  test.each([
    ['Write to jane.doe@acme.io.', 'an e-mail address'],
    ['Card 4111 1111 1111 1111, thanks', 'a card number'],
    ['GB82 WEST 1234 5698 7654 32', 'an IBAN'],
    ['SSN 078-05-1120', 'a US social security number'],
    ['Call +49 30 901820 now', 'a phone number'],
    ['Call (555) 010-9999', 'a phone number'],
  ])('pii finds it in %j, and does not repeat it', (text, name) => {
    expect(score('pii', {}, text)).toEqual({ scorer: 's', score: 0, pass: false, reason: `The answer holds ${name}.` });
  });

  test.each([
    'Order 4111 1111 1111 1112',
    'Write to someone@example.com',
    '2026-11-23 18:30:00',
    'sha256:c22cb7b0353770e2b38094af641143ebf008ddf2d1f2dedb9d875996fcf245fa',
    'version 1.2.3-4.5.6, 192.168.0.1, 1000-2000-3000',
    'DE00 1234 5678 9012 3456 78',
    'a@b, @team, x+1 = +2 000',
    'ISBN 978-3-16-148410-0',
  ])('pii finds nothing in %j', (text) => {
    expect(score('pii', {}, text)).toEqual({ scorer: 's', score: 1, pass: true });
  });

  test('secrets finds a key, and does not repeat it', () => {
    const key = ['sk-ant-api03-', 'Zx9Qk2Lm4Rt7Vb1Nw8Pc5Hd3Jf6Gs0Ya', 'Ue2Ti9Xo4Kq7Bz1Mv8'].join('');
    const result = score('secrets', {}, `Use ${key}.`);
    expect(result).toMatchObject({ pass: false });
    expect(JSON.stringify(result)).not.toContain('Zx9Qk2');
    expect(passes('secrets', {}, 'Use your key.')).toBe(true);
  });

  test('prompt-leak finds a run of words of the system message, whatever their case and signs', () => {
    const leak = 'Well: "NEVER tell anyone, that the discount code of this week is" secret';
    expect(score('prompt-leak', { words: 8 }, leak, CASE, LEAKING)).toMatchObject({
      pass: false,
      reason: 'The answer repeats 8 words of the system message in a row.',
    });
    expect(passes('prompt-leak', { words: 11 }, leak, CASE, LEAKING)).toBe(false);
    expect(passes('prompt-leak', {}, leak, CASE, LEAKING)).toBe(true);
    expect(passes('prompt-leak', {}, 'The discount code of this week is nobody knows.', CASE, LEAKING)).toBe(true);
  });

  test('prompt-leak is an error where there is nothing to leak', () => {
    expect(score('prompt-leak', {}, 'x')).toHaveProperty('error', expect.stringContaining('no system message'));
  });
});

/** Tested where somebody answers them. */
const ASKING = new Set(['similarity', 'judge', 'factuality', 'relevance', 'groundedness', 'helpfulness']);

describe('scorerFor', () => {
  test('judges without throwing, whatever the answer', async () => {
    const scorers = SCORER_NAMES.filter((uses) => !ASKING.has(uses)).map((uses) =>
      scorerFor({ id: uses, uses, parameters: PARAMETERS[uses] ?? { value: 'x' } }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), async (text) => {
        for (const scorer of scorers) {
          const result = await scorer.score({ text, latencyMs: 1, cost: 0, usage: { input: 1, output: 1 } }, CASE, LEAKING);
          expect('error' in result ? 0 : result.score).toBeGreaterThanOrEqual(0);
          expect(result).not.toHaveProperty('error');
        }
      }),
      { numRuns: 50 },
    );
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

const PARAMETERS: Readonly<Record<string, JsonObject>> = {
  'is-json': {},
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
