import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import type { PromptContent, PromptId } from '../prompt.ts';
import { type DirectReferences, promptNormalForm } from './normal-form.ts';

const NONE: DirectReferences = new Map();
const BASE: PromptContent = {
  template: 'liquid',
  messages: [{ role: 'user', content: 'Ticket: {{ ticket }}' }],
  model: 'openai/gpt-4o-mini',
  parameters: { temperature: 0.2 },
  tools: [],
  guardrails: [],
};

const digest = (content: PromptContent, partials = NONE, sets = NONE) => digestOf(promptNormalForm(content, partials, sets));
const references = (id: string, letter: string): DirectReferences => new Map([[id as PromptId, `sha256:${letter.repeat(64)}` as never]]);

describe('promptNormalForm', () => {
  test('omits what says nothing', () => {
    expect(promptNormalForm({ ...BASE, appParameters: {}, responseFormat: 'text', inputs: {} }, NONE, NONE)).toEqual({
      v: 1,
      kind: 'prompt',
      template: 'liquid',
      messages: [{ role: 'user', content: 'Ticket: {{ ticket }}' }],
      model: 'openai/gpt-4o-mini',
      parameters: { temperature: 0.2 },
    });
  });

  test('keeps the order of output fields, and no other order', () => {
    const schema = (properties: object, rest: object) =>
      ({ ...BASE, schema: { schema: { type: 'object', properties, ...rest } } }) as PromptContent;
    const [a, b] = [{ type: 'string' }, { type: 'number' }];

    expect(digest(schema({ a, b }, {}))).not.toBe(digest(schema({ b, a }, {})));
    expect(digest(schema({ a, b }, { title: 't', required: ['a'] }))).toBe(digest(schema({ a, b }, { required: ['a'], title: 't' })));
  });

  test('keeps the order of tool arguments at every depth', () => {
    const tool = (inner: object) =>
      ({
        ...BASE,
        tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: { o: { properties: inner } } } } }],
      }) as PromptContent;

    expect(digest(tool({ a: {}, b: {} }))).not.toBe(digest(tool({ b: {}, a: {} })));
  });

  test('treats a field that is named like a keyword as a field', () => {
    const fields = (inner: object) => ({ ...BASE, schema: { schema: { properties: { properties: inner } } } }) as PromptContent;

    expect(promptNormalForm(fields({ type: 'object', enum: [1] }), NONE, NONE).schema).toEqual({
      schema: { properties: [['properties', { type: 'object', enum: [1] }]] },
    });
  });

  test('leaves out descriptions of inputs but not an input called description', () => {
    const inputs = (spec: object) => ({ ...BASE, inputs: { ticket: spec } }) as PromptContent;

    expect(digest(inputs({ type: 'string', description: 'x' }))).toBe(digest(inputs({ type: 'string' })));
    expect(digest({ ...BASE, inputs: { description: { type: 'string' } } })).not.toBe(digest(BASE));
    expect(digest(inputs({ properties: { description: { type: 'string' } } }))).not.toBe(digest(inputs({ properties: {} })));
  });

  test('keeps a null default, which is a value', () => {
    const inputs = (spec: object) => ({ ...BASE, inputs: { ticket: spec } }) as PromptContent;

    expect(digest(inputs({ default: null }))).not.toBe(digest(inputs({})));
  });

  test.each<[string, PromptContent]>([
    ['the dialect', { ...BASE, template: 'simple' }],
    ['a message', { ...BASE, messages: [{ role: 'user', content: 'Ticket: {{ ticket }}\n' }] }],
    ['a role', { ...BASE, messages: [{ role: 'system', content: 'Ticket: {{ ticket }}' }] }],
    ['the model', { ...BASE, model: 'openai/gpt-4o' }],
    ['a parameter', { ...BASE, parameters: { temperature: 0.3 } }],
    ['a stop sequence', { ...BASE, parameters: { temperature: 0.2, stop: ['END'] } }],
    ['a passed-through parameter', { ...BASE, parameters: { temperature: 0.2, extra: { top_a: 1 } } }],
    ['an application parameter', { ...BASE, appParameters: { retries: 1 } }],
    ['the response format', { ...BASE, responseFormat: 'json_object' }],
    ['the output schema', { ...BASE, schema: { schema: { type: 'object' } } }],
    ['the strictness of the schema', { ...BASE, schema: { strict: true, schema: {} } }],
    ['a tool', { ...BASE, tools: [{ type: 'function', function: { name: 'f' } }] }],
    ['the tool choice', { ...BASE, toolChoice: 'required' }],
    ['a guardrail', { ...BASE, guardrails: [{ uses: 'max-length', value: 10 }] }],
    ['an input', { ...BASE, inputs: { ticket: {} } }],
    ['the risk', { ...BASE, risk: 'high' }],
  ])('changes with %s', (_what, changed) => {
    expect(digest(changed)).not.toBe(digest(BASE));
  });

  test('changes with the version of a partial or a guardrail set', () => {
    expect(digest(BASE, references('shared/tone', 'a'))).not.toBe(digest(BASE, references('shared/tone', 'b')));
    expect(digest(BASE, NONE, references('shared/brand', 'a'))).not.toBe(digest(BASE, NONE, references('shared/brand', 'b')));
    expect(digest(BASE, references('shared/tone', 'a'))).not.toBe(digest(BASE, NONE, references('shared/tone', 'a')));
  });
});
