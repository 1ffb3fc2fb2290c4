import { expect, test } from 'vitest';
import type { RenderedPrompt } from '../rendered-prompt.ts';
import { toAISDK } from './ai-sdk.ts';

const RENDERED: RenderedPrompt = {
  model: 'openai/gpt-4o-mini',
  parameters: { temperature: 0, maxTokens: 100, stop: ['END'], reasoningEffort: 'low', extra: { user: 'u1' } },
  tools: [{ type: 'function', function: { name: 'look' } }],
  messages: [
    { role: 'developer', content: 'Be kind.' },
    { role: 'user', content: 'Hi' },
    { role: 'assistant', toolCalls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":1}' } }] },
    { role: 'tool', toolCallId: 'c1', content: 'seen' },
  ],
};

test('says what generateText takes, and leaves the model and the tools to the caller', () => {
  expect(toAISDK(RENDERED)).toEqual({
    maxOutputTokens: 100,
    temperature: 0,
    stopSequences: ['END'],
    providerOptions: { openai: { reasoningEffort: 'low', user: 'u1' } },
    messages: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'look', input: { at: 1 } }] },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', toolName: 'look', output: { type: 'text', value: 'seen' } }] },
    ],
  });
});
