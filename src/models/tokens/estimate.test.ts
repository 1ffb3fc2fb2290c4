import { describe, expect, test } from 'vitest';
import type { RenderedPrompt } from '../../prompt/render/rendered-prompt.ts';
import { encodingOf, loadEncoding } from './count-tokens.ts';
import { estimator } from './estimate.ts';

const prompt = (more: Partial<RenderedPrompt> = {}): RenderedPrompt => ({
  model: 'openai/gpt-4o-mini',
  messages: [{ role: 'user', content: 'hello world' }],
  parameters: {},
  tools: [],
  ...more,
});

describe('counting tokens', () => {
  test.each([
    ['gpt-4o-mini', 'o200k_base'],
    ['gpt-4.1', 'o200k_base'],
    ['gpt-5-mini', 'o200k_base'],
    ['o3', 'o200k_base'],
    ['ft:gpt-4o-mini:acme', 'o200k_base'],
    ['gpt-4-turbo', 'cl100k_base'],
    ['gpt-3.5-turbo', 'cl100k_base'],
    ['claude-haiku-4-5', undefined],
    ['llama3.2', undefined],
  ])('%s reads %s', (name, encoding) => {
    expect(encodingOf(name)).toBe(encoding);
  });

  test('takes what looks like a special token for text', async () => {
    expect((await loadEncoding('cl100k_base'))('<|endoftext|>')).toBeGreaterThan(1);
  });

  test('ends soon on a text without a break', async () => {
    const count = await loadEncoding('cl100k_base');
    const started = performance.now();
    expect(count('a'.repeat(200_000))).toBeGreaterThan(20_000);
    expect(count(' '.repeat(200_000))).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('an estimate', () => {
  const estimate = estimator();

  test('counts a plain chat of OpenAI exactly: text, role, three a message, three before the answer', async () => {
    expect(await estimate(prompt())).toEqual({
      model: 'openai/gpt-4o-mini',
      input: 2 + 1 + 3 + 3,
      encoding: 'o200k_base',
      cost: { input: expect.closeTo(9 * 0.15e-6) },
    });
  });

  test('knows the most that an answer may cost where the prompt bounds it', async () => {
    const { maxOutput, cost } = await estimate(prompt({ parameters: { maxTokens: 1000 } }));
    expect(maxOutput).toBe(1000);
    expect(cost?.most).toBeCloseTo(9 * 0.15e-6 + 1000 * 0.6e-6);
  });

  test('knows what an answer of an assumed length costs, only where the prompt bounds none', async () => {
    const assuming = estimator({}, 4096);
    expect((await assuming(prompt())).cost).toEqual({
      input: expect.closeTo(9 * 0.15e-6),
      assumed: expect.closeTo(9 * 0.15e-6 + 4096 * 0.6e-6),
    });
    expect((await assuming(prompt({ parameters: { maxTokens: 1 } }))).cost).not.toHaveProperty('assumed');
  });

  test.each([
    [{ model: 'anthropic/claude-haiku-4-5' }, 'anthropic counts with a tokenizer of its own'],
    [{ tools: [{ type: 'function', function: { name: 'find' } }] }, 'how OpenAI writes tools'],
    [{ responseFormat: 'json_schema', schema: { schema: { type: 'object' } } }, 'how OpenAI writes the schema'],
  ] as const)('says of %j that it is only near, and why', async (more, reason) => {
    const { approximation, input } = await estimate(prompt(more));
    expect(approximation).toContain(reason);
    expect(input).toBeGreaterThanOrEqual(9);
  });

  test('has no cost for a model without a known price, and none without a model', async () => {
    const { model: _model, ...nameless } = prompt();
    expect(await estimate(prompt({ model: 'ollama/llama3.2' }))).not.toHaveProperty('cost');
    expect(await estimate(nameless)).toMatchObject({ approximation: 'the prompt names no model' });
  });
});
