import { describe, expect, test } from 'vitest';
import { promptNormalForm } from '../../../prompt/digest/normal-form.ts';
import type { Message, PromptContent, PromptId } from '../../../prompt/prompt.ts';
import { readings } from './readings.ts';
import type { RemoteContent } from './remote-content.ts';
import { remoteOfPrompt } from './remote-of-prompt.ts';
import { differences } from './said.ts';

const SYSTEM: Message = { role: 'system', content: 'Greet {{ name }}.' };
const USER: Message = { role: 'user', content: '{{ question }}' };

function prompt(more: Partial<PromptContent> = {}): PromptContent {
  return { template: 'liquid', messages: [SYSTEM, USER], model: 'openai/gpt-4o-mini', parameters: {}, tools: [], guardrails: [], ...more };
}

function sayable(content: PromptContent, id = 'greet') {
  return remoteOfPrompt(id as PromptId, promptNormalForm(content, new Map(), new Map()));
}

const schema = { type: 'object', properties: { zeta: { type: 'string' }, a: { type: 'number' } } };

describe('what comes back whole', () => {
  test.each<[string, Partial<PromptContent>]>([
    ['two texts', {}],
    ['no system message', { messages: [USER] }],
    ['both parameters', { parameters: { temperature: 0, maxTokens: 5 } }],
    ['declared variables', { inputs: { name: { type: 'string' }, question: { type: 'string' }, depth: { type: 'number' } } }],
    ['a schema of the answer', { responseFormat: 'json_schema', schema: { name: 'answer', schema } }],
    ['parameters of the application', { appParameters: { team: { size: 3 } } }],
  ])('%s', (_name, more) => {
    expect(sayable(prompt(more))).toHaveProperty('content');
  });
});

describe('what is lost', () => {
  test.each<[string, Partial<PromptContent>]>([
    ['modelParameters.topP', { parameters: { topP: 1 } }],
    ['modelParameters.reasoningEffort', { parameters: { reasoningEffort: 'low' } }],
    ['modelParameters.logit_bias', { parameters: { extra: { logit_bias: {} } } }],
    ['template', { template: 'simple' }],
    ['messages.0', { messages: [{ role: 'developer', content: 'x' }, USER] }],
    ['messages, whose system message is not the first and only one', { messages: [USER, SYSTEM] }],
    ['responseFormat', { responseFormat: 'json_object' }],
    ['jsonSchema.strict', { responseFormat: 'json_schema', schema: { name: 'answer', schema, strict: true } }],
    ['inputs.name', { inputs: { name: { type: 'string', default: 'x' } } }],
    ['schema', { responseFormat: 'json_schema', schema: { schema } }],
    ['tools', { tools: [{ type: 'function' }] }],
    ['inputs, which must be declared for all variables or for none', { inputs: { name: { type: 'string' } } }],
  ])('%s', (loss, more) => {
    expect(sayable(prompt(more))).toEqual({ losses: expect.arrayContaining([loss]) });
  });

  test('an id that is no handle there', () => {
    expect(sayable(prompt(), 'Team/greet')).toEqual({ losses: ['id'] });
    expect(sayable(prompt(), 'a/b/c')).toEqual({ losses: ['id'] });
  });
});

describe('an answer', () => {
  const remote: RemoteContent = {
    model: 'openai/gpt-4o-mini',
    prompt: 'Greet {{ name }}.',
    messages: [SYSTEM as never, USER as never],
    inputs: [
      { identifier: 'input', type: 'str' },
      { identifier: 'name', type: 'str' },
      { identifier: 'question', type: 'str' },
    ],
    outputs: [{ identifier: 'output', type: 'str' }],
    parameters: {},
  };

  test('is read without declarations first, because texts name their variables', () => {
    const [first, declared] = readings('greet' as PromptId, remote);
    expect(first).not.toHaveProperty('inputs');
    expect(declared?.inputs).toEqual({ name: { type: 'string' }, question: { type: 'string' } });
  });

  test('after an edit keeps what the edit did not touch, and loses what it took away', () => {
    const before = prompt({
      parameters: { temperature: 1 },
      inputs: { name: { type: 'string', required: true }, question: { type: 'string' } },
      responseFormat: 'json_schema',
      schema: { name: 'answer', schema },
    });
    const [read] = readings('greet' as PromptId, { ...remote, model: 'm' }, before);
    expect(read).toEqual(prompt({ model: 'm', inputs: before.inputs as never }));
  });

  test('differs neither by the order of keys nor by what LangWatch lists by itself', () => {
    const shuffled = { properties: { a: { type: 'number' }, zeta: { type: 'string' } }, type: 'object' };
    const form = (of: object) => ({ outputs: [{ identifier: 'answer', type: 'json_schema' as const, json_schema: of as never }] });
    expect(differences({ ...remote, ...form(schema) }, { ...remote, ...form(shuffled), inputs: [] })).toEqual([]);
    expect(differences(remote, { ...remote, temperature: 0, parameters: { a: 1 } })).toEqual(['modelParameters.temperature', 'parameters']);
  });

  test('that names a partial is none of ours', () => {
    expect(() =>
      readings('greet' as PromptId, { ...remote, prompt: '', messages: [{ role: 'system', content: '{% render "x" %}' }] }),
    ).toThrow('names a partial');
  });
});
