import { describe, expect, test } from 'vitest';
import type { RenderedPrompt } from '../rendered-prompt.ts';
import { toAnthropic } from './anthropic.ts';
import { toOpenAI } from './openai.ts';

const call = { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } };
const tool = { type: 'function', function: { name: 'find', description: 'Finds.', parameters: { type: 'object', properties: {} } } };
const RENDERED: RenderedPrompt = {
  model: 'openai/gpt-4o-mini',
  parameters: {
    temperature: 0,
    topP: 0.9,
    maxTokens: 100,
    stop: ['###'],
    seed: 7,
    frequencyPenalty: 0.1,
    presencePenalty: 0.2,
    reasoningEffort: 'low',
    extra: { top_p: 0.5, logprobs: true, model: 'sly', messages: [] },
  },
  messages: [
    { role: 'developer', content: 'Rules' },
    { role: 'user', content: 'Hi', name: 'ann' },
    { role: 'assistant', toolCalls: [call, { ...call, id: 'c2' }] },
    { role: 'tool', toolCallId: 'c1', content: 'one' },
    { role: 'tool', toolCallId: 'c2', content: 'two' },
  ],
  responseFormat: 'json_schema',
  schema: { name: 'answer', strict: true, schema: { type: 'object' } },
  tools: [tool],
  toolChoice: 'required',
};

describe('OpenAI', () => {
  test('gets every setting under its own name', () => {
    expect(toOpenAI(RENDERED)).toEqual({
      model: 'gpt-4o-mini',
      temperature: 0,
      top_p: 0.5,
      max_completion_tokens: 100,
      stop: ['###'],
      seed: 7,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      reasoning_effort: 'low',
      logprobs: true,
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: { type: 'object' } } },
      tools: [tool],
      tool_choice: 'required',
      messages: [
        { role: 'developer', content: 'Rules' },
        { role: 'user', content: 'Hi', name: 'ann' },
        { role: 'assistant', content: null, tool_calls: [call, { ...call, id: 'c2' }] },
        { role: 'tool', content: 'one', tool_call_id: 'c1' },
        { role: 'tool', content: 'two', tool_call_id: 'c2' },
      ],
    });
  });

  test('is told nothing that is not set', () => {
    expect(toOpenAI({ model: 'gpt-4o', parameters: {}, messages: [{ role: 'user', content: '' }], tools: [] })).toEqual({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: '' }],
    });
  });

  test('extra cannot bring in a model where the version has none', () => {
    expect(toOpenAI({ parameters: { extra: { model: 'sly' } }, messages: [], tools: [] })).toEqual({ messages: [] });
  });

  test('other servers of the protocol get the older names and keep their slashes', () => {
    expect(
      toOpenAI({ ...RENDERED, model: 'openrouter/meta/llama-3', parameters: { maxTokens: 5 }, responseFormat: 'json_object' }),
    ).toMatchObject({
      model: 'meta/llama-3',
      max_tokens: 5,
      response_format: { type: 'json_object' },
      messages: [{ role: 'system' }, {}, {}, {}, {}],
    });
  });
});

describe('Anthropic', () => {
  test('gets one system text, content blocks, and the results of one round together', () => {
    const { extra: _, ...parameters } = RENDERED.parameters;
    expect(toAnthropic({ ...RENDERED, model: 'anthropic/claude', parameters })).toEqual({
      model: 'claude',
      max_tokens: 100,
      temperature: 0,
      top_p: 0.9,
      stop_sequences: ['###'],
      output_config: { effort: 'low', format: { type: 'json_schema', schema: { type: 'object' } } },
      system: 'Rules',
      tools: [{ name: 'find', description: 'Finds.', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'any' },
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'c1', name: 'find', input: { q: 1 } },
            { type: 'tool_use', id: 'c2', name: 'find', input: { q: 1 } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: 'one' },
            { type: 'tool_result', tool_use_id: 'c2', content: 'two' },
          ],
        },
      ],
    });
  });

  test('gets the bound that it requires, and a named tool', () => {
    const { max_tokens, tool_choice, system } = toAnthropic({
      model: 'anthropic/claude',
      parameters: { extra: { system: 'sly' } },
      messages: [],
      tools: [],
      toolChoice: { type: 'function', function: { name: 'find' } },
    });
    expect({ max_tokens, tool_choice, system }).toEqual({
      max_tokens: 4096,
      tool_choice: { type: 'tool', name: 'find' },
      system: undefined,
    });
  });
});
