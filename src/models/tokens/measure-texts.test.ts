import { expect, test } from 'vitest';
import { measureTexts } from './measure-texts.ts';

test('counts with the table of each model, and with the newest for the others', async () => {
  const text = 'வணக்கம் உலகம்';
  const { countTokens, contextWindow } = await measureTexts(['openai/gpt-4', 'anthropic/claude-haiku-4-5', undefined]);
  expect(countTokens(text, 'openai/gpt-4')).toBeGreaterThan(countTokens(text, 'anthropic/claude-haiku-4-5'));
  expect(countTokens(text, undefined)).toBe(countTokens(text, 'anthropic/claude-haiku-4-5'));
  expect(contextWindow('openai/gpt-4')).toBe(8192);
});

test('loads no table that it was not asked for', async () => {
  const { countTokens } = await measureTexts(['openai/gpt-4']);
  expect(() => countTokens('x', 'openai/gpt-4o')).toThrow('no table was loaded for openai/gpt-4o');
});
