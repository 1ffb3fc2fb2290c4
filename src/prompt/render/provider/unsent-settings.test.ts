import { describe, expect, test } from 'vitest';
import type { RenderedPrompt } from '../rendered-prompt.ts';
import { answerTool, toAnthropic } from './anthropic.ts';
import { hasAnthropicStructuredOutput, isOpenAIReasoningModel, takesAnthropicSampling } from './model-limits.ts';
import { toOpenAI } from './openai.ts';
import { unsentSettings } from './unsent-settings.ts';

const rendered = (model: string, more: Partial<RenderedPrompt> = {}): RenderedPrompt => ({
  model,
  messages: [],
  tools: [],
  parameters: { temperature: 0.2, topP: 0.9, seed: 1, frequencyPenalty: 0.1, maxTokens: 9 },
  ...more,
});

describe('limits of models', () => {
  test.each(['o1', 'o3-mini', 'o4-mini', 'gpt-5', 'gpt-5-mini-2025-08-07', 'gpt-5.1', 'ft:o4-mini:acme'])(
    '%s of OpenAI reasons',
    (name) => {
      expect(isOpenAIReasoningModel(name)).toBe(true);
    },
  );
  test.each(['gpt-4o', 'gpt-4.1-mini', 'gpt-5-chat-latest', 'gpt-3.5-turbo', 'omni'])('%s of OpenAI does not', (name) => {
    expect(isOpenAIReasoningModel(name)).toBe(false);
  });
  test.each(['claude-opus-4-7', 'claude-opus-5', 'claude-sonnet-5-5', 'claude-mythos-preview'])('%s takes no temperature', (name) => {
    expect([takesAnthropicSampling(name), hasAnthropicStructuredOutput(name)]).toEqual([false, true]);
  });
  test.each(['claude-3-5-haiku-latest', 'claude-sonnet-4-20250514', 'claude-opus-4-0'])('%s has no structured output', (name) => {
    expect([takesAnthropicSampling(name), hasAnthropicStructuredOutput(name)]).toEqual([true, false]);
  });
  test.each(['claude-sonnet-4-5', 'claude-haiku-4-5-20251001', 'claude-opus-4-6', 'my-own'])('%s has both', (name) => {
    expect([takesAnthropicSampling(name), hasAnthropicStructuredOutput(name)]).toEqual([true, true]);
  });
});

describe('what a model would refuse', () => {
  test('is left out of its request and told', () => {
    expect(toOpenAI(rendered('openai/o3-mini'))).toEqual({ model: 'o3-mini', max_completion_tokens: 9, seed: 1, messages: [] });
    expect(unsentSettings(rendered('openai/o3-mini'), 'openai')).toEqual(['temperature', 'topP', 'frequencyPenalty']);
    expect(toAnthropic(rendered('anthropic/claude-opus-5'))).toEqual({ model: 'claude-opus-5', max_tokens: 9, messages: [] });
    expect(unsentSettings(rendered('anthropic/claude-haiku-4-5', { responseFormat: 'json_object' }), 'anthropic')).toEqual([
      'seed',
      'frequencyPenalty',
      'responseFormat: json_object',
    ]);
  });

  test('is sent to models that take it, to other servers, and to a model told not to reason', () => {
    expect(unsentSettings(rendered('openai/gpt-4o-mini'), 'openai')).toEqual([]);
    expect(unsentSettings(rendered('ollama/o3-like'), 'openai')).toEqual([]);
    expect(unsentSettings(rendered('openai/gpt-5.1', { parameters: { temperature: 0, reasoningEffort: 'none' } }), 'openai')).toEqual([]);
  });

  test('can still be forced by `extra`', () => {
    expect(toOpenAI(rendered('openai/o3', { parameters: { temperature: 0, extra: { temperature: 1 } } }))).toMatchObject({
      temperature: 1,
    });
  });
});

describe('the answer tool of older models', () => {
  const structured = { responseFormat: 'json_schema', schema: { name: 'find', schema: { type: 'object' } } } as const;

  test('takes no name that a tool of the prompt has, and lets those be called first', () => {
    const tools = [{ type: 'function', function: { name: 'find' } }];
    const asked = rendered('anthropic/claude-3-opus', { ...structured, tools });
    expect(answerTool(asked)).toBe('find_answer');
    expect(toAnthropic(asked)).toMatchObject({ tools: [{ name: 'find' }, { name: 'find_answer' }], tool_choice: { type: 'any' } });
    expect(toAnthropic(asked)).not.toHaveProperty('output_config');
  });

  test('is not needed by newer models', () => {
    expect(answerTool(rendered('anthropic/claude-haiku-4-5', structured))).toBeUndefined();
  });
});
