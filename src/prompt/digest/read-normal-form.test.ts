import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, type Json } from '../../base/json/canonical-json.ts';
import type { PromptContent } from '../prompt.ts';
import { promptNormalForm } from './normal-form.ts';
import { readPartialNormalForm, readPromptNormalForm } from './read-normal-form.ts';

const minimal = { v: 1, kind: 'prompt', template: 'none', messages: [{ role: 'user', content: 'hi' }] };

const schema = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(true, { type: 'string' }, { enum: [null, 'a'] }),
    fc.record({
      properties: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie('schema')),
      required: fc.constant(['a']),
    }) as fc.Arbitrary<Json>,
    fc.record({ anyOf: fc.array(tie('schema'), { maxLength: 2 }), items: tie('schema') }) as fc.Arbitrary<Json>,
  ),
})).schema;

const content: fc.Arbitrary<PromptContent> = fc.record(
  {
    template: fc.constantFrom('liquid' as const, 'simple' as const, 'none' as const),
    messages: fc.array(fc.record({ role: fc.constantFrom('system' as const, 'user' as const), content: fc.string({ unit: 'grapheme' }) }), {
      minLength: 1,
    }),
    model: fc.stringMatching(/^[a-z]{1,8}\/[a-z0-9-]{1,8}$/),
    parameters: fc.record(
      { temperature: fc.double({ noNaN: true, noDefaultInfinity: true }), stop: fc.array(fc.string()) },
      { requiredKeys: [] },
    ),
    schema: fc.record({ name: fc.string(), strict: fc.boolean(), schema: schema.map((inner) => ({ allOf: [inner] })) }),
    tools: fc.array(fc.record({ type: fc.constant('function'), function: fc.record({ name: fc.string(), parameters: schema }) }), {
      maxLength: 2,
    }),
    guardrails: fc.array(fc.record({ uses: fc.constant('max-length'), value: fc.nat() }), { maxLength: 2 }),
  },
  { requiredKeys: ['template', 'messages', 'parameters', 'tools', 'guardrails'] },
) as fc.Arbitrary<PromptContent>;

describe('readPromptNormalForm', () => {
  test('reads back every content that has a normal form', () => {
    fc.assert(
      fc.property(content, (original) => {
        const form = promptNormalForm(original, new Map(), new Map());
        const stored = readPromptNormalForm(JSON.parse(JSON.stringify(form)) as Json);
        expect(canonicalJson(promptNormalForm(stored.content, stored.partials, stored.guardrailSets))).toBe(canonicalJson(form));
      }),
    );
  });

  test.each<[string, Json]>([
    ['an unknown member', { ...minimal, colour: 'red' }],
    ['an empty member', { ...minimal, tools: [] }],
    ['a spelt default', { ...minimal, responseFormat: 'text' }],
    ['an explicit null', { ...minimal, model: null }],
    ['another version of the formula', { ...minimal, v: 2 }],
    ['another kind', { ...minimal, kind: 'partial' }],
    ['a malformed digest of a partial', { ...minimal, partials: { 'shared/tone': 'sha256:abc' } }],
    ['fields that are not pairs', { ...minimal, schema: { schema: { properties: { a: {} } } } }],
  ])('refuses %s', (_what, form) => {
    expect(() => readPromptNormalForm(form)).toThrow(expect.objectContaining({ code: 'content-invalid' }));
  });
});

test('a partial with a member it does not know is refused', () => {
  expect(() => readPartialNormalForm({ v: 1, kind: 'partial', template: 'none', text: '', author: 'me' })).toThrow(/normal form/);
});
