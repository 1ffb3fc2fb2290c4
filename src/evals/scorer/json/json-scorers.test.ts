import { describe, expect, test } from 'vitest';
import { CASE, PROMPT, passes, score } from '../../../../test/support/score-answer.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';

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
