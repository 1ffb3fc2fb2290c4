import { describe, expect, test } from 'vitest';
import type { RenderedPrompt } from '../rendered-prompt.ts';
import { needsResponses } from './model-limits.ts';
import { toOpenAIResponses } from './openai-responses.ts';
import { unsentSettings } from './unsent-settings.ts';

const call = { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } };
const RENDERED: RenderedPrompt = {
  model: 'openai/o3-pro',
  messages: [
    { role: 'developer', content: 'Rules' },
    { role: 'user', content: 'Hi', name: 'ann' },
    { role: 'assistant', toolCalls: [call] },
    { role: 'tool', toolCallId: 'c1', content: 'one' },
  ],
  parameters: {
    temperature: 0,
    maxTokens: 100,
    stop: ['###'],
    seed: 7,
    topK: 3,
    presencePenalty: 0.2,
    reasoningEffort: 'high',
    extra: { input: 'sly', model: 'sly', include: ['reasoning.encrypted_content'] },
  },
  responseFormat: 'json_schema',
  schema: { name: 'answer', strict: true, schema: { type: 'object' } },
  tools: [{ type: 'function', function: { name: 'find', description: 'Finds.', parameters: { type: 'object' } } }],
  toolChoice: { type: 'function', function: { name: 'find' } },
};

describe('the responses API', () => {
  test('gets every setting under its own name, and keeps nothing', () => {
    expect(toOpenAIResponses(RENDERED)).toEqual({
      model: 'o3-pro',
      input: [
        { role: 'developer', content: 'Rules' },
        { role: 'user', content: 'Hi' },
        { type: 'function_call', call_id: 'c1', name: 'find', arguments: '{"q":1}' },
        { type: 'function_call_output', call_id: 'c1', output: 'one' },
      ],
      max_output_tokens: 100,
      reasoning: { effort: 'high' },
      text: { format: { type: 'json_schema', name: 'answer', strict: true, schema: { type: 'object' } } },
      tools: [{ type: 'function', name: 'find', description: 'Finds.', parameters: { type: 'object' }, strict: false }],
      tool_choice: { type: 'function', name: 'find' },
      include: ['reasoning.encrypted_content'],
      store: false,
    });
  });

  test('says what it has no place for', () => {
    expect(unsentSettings(RENDERED, 'openai-responses')).toEqual(['stop', 'seed', 'presencePenalty', 'temperature', 'topK']);
    expect(unsentSettings({ ...RENDERED, model: 'openai/gpt-4o', parameters: { temperature: 0 } }, 'openai-responses')).toEqual([]);
  });

  test('knows JSON without a schema', () => {
    const { text } = toOpenAIResponses({ ...RENDERED, responseFormat: 'json_object' });
    expect(text).toEqual({ format: { type: 'json_object' } });
  });
});

test.each([
  'o1-pro',
  'o3-pro-2025-06-10',
  'gpt-5-pro',
  'gpt-5.2-pro',
  'gpt-5-codex',
  'gpt-5.1-codex-max',
  'codex-mini-latest',
  'o3-deep-research',
  'computer-use-preview',
])('%s answers in the responses API only', (name) => expect(needsResponses(name)).toBe(true));

test.each(['gpt-4o-mini', 'gpt-5', 'gpt-5-mini', 'o3', 'o4-mini', 'gpt-5.1', 'gpt-4o-search-preview', 'my-pro'])(
  '%s answers in chat completions too',
  (name) => expect(needsResponses(name)).toBe(false),
);
