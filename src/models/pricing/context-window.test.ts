import { expect, test } from 'vitest';
import { contextWindow } from './context-window.ts';

test.each([
  ['openai/gpt-4', 8192],
  ['openai/gpt-4o-mini', 128_000],
  ['anthropic/claude-3-5-sonnet-20241022', 200_000],
  ['ollama/llama3.2', undefined],
  ['no-provider', undefined],
  ['', undefined],
])('%j reads %s tokens', (model, tokens) => {
  expect(contextWindow(model)).toBe(tokens);
});
