import { describe, expect, test } from 'vitest';
import { type ModelRequest, type RateLimits, retryAdvice } from '../../src/evals/runner/model.ts';
import { openModel } from '../../src/models/open-model.ts';
import { askedBothWays } from '../support/asked-both-ways.ts';
import { fakeOpenAI } from '../support/fake-openai.ts';
import { fakeOpenAIResponses, type ResponsesTreatment } from '../support/fake-openai-responses.ts';

const environment = { OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop123456' };
const request = (model: string): ModelRequest => ({ model, messages: [{ role: 'user', content: 'Hi' }], parameters: {}, tools: [] });

async function ask(treatment: ResponsesTreatment, more: Partial<ModelRequest> = {}) {
  const server = await fakeOpenAIResponses({ treat: () => treatment });
  return askedBothWays({ model: 'openai/o3-pro', providers: { openai: { baseUrl: server.url } }, environment }, server, more);
}

const timeless = ({ latencyMs: _latency, ...answer }: Record<string, unknown>) => answer;
const message = (text: string) => ({ type: 'message' as const, content: [{ type: 'output_text' as const, text }] });

describe('the adapter of the responses API', () => {
  test('reads texts and calls, skips what it does not know, and tells summaries of thoughts apart', async () => {
    const { streamed, whole, told } = await ask({
      kind: 'answer',
      output: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Thinking hard.' }] },
        { type: 'web_search_call', status: 'completed' },
        message('Looking it up.'),
        { type: 'function_call', call_id: 'c1', name: 'find', arguments: '{"q":1}' },
      ],
      usage: { input_tokens: 100, input_tokens_details: { cached_tokens: 40 }, output_tokens: 20 },
    });

    expect(timeless(whole)).toEqual({
      text: 'Looking it up.',
      toolCalls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } }],
      finishReason: 'tool_calls',
      usage: { input: 100, output: 20, cachedInput: 40 },
      cost: expect.any(Number),
    });
    expect(timeless(streamed)).toEqual(timeless(whole));
    expect([told('text'), told('thinking')]).toEqual(['Looking it up.', 'Thinking hard.']);
  });

  test.each<[string, ResponsesTreatment, object]>([
    [
      'a refusal',
      { kind: 'answer', output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'I will not.' }] }] },
      { text: 'I will not.', finishReason: 'stop' },
    ],
    [
      'an answer that was cut off',
      { kind: 'answer', output: [message('Once')], incomplete: 'max_output_tokens' },
      { text: 'Once', finishReason: 'length' },
    ],
    [
      'an answer that was held back',
      { kind: 'answer', output: [], incomplete: 'content_filter' },
      { text: '', finishReason: 'content_filter' },
    ],
  ])('reads %s in the words of chat completions', async (_what, treatment, expected) => {
    const { streamed, whole } = await ask(treatment);
    expect(whole).toMatchObject(expected);
    expect(timeless(streamed)).toEqual(timeless(whole));
  });

  test.each([
    ['server_error', 'model-unreachable', true],
    ['rate_limit_exceeded', 'model-refused', true],
    ['invalid_prompt', 'model-refused', false],
  ])('a response that failed with %s says whether asking again may help', async (code, failureCode, retryable) => {
    const { streamed, whole } = await ask({ kind: 'answer', output: [], failed: { code, message: 'It failed.' } });
    for (const failure of [whole, streamed]) {
      expect([failure.code, retryAdvice(failure).retryable]).toEqual([failureCode, retryable]);
      expect(failure.message).toContain('It failed.');
    }
  });

  test('is taken for models that OpenAI offers nowhere else, unless the config names the kind', async () => {
    const responses = await fakeOpenAIResponses();
    const chat = await fakeOpenAI();
    const named = async (model: string, provider: { kind?: string; baseUrl: string }) => {
      const opened = await openModel({ model, providers: { openai: provider }, environment });
      await opened.answer(request(model), { signal: new AbortController().signal, sample: 0 }).finally(() => opened.close());
      return opened.name;
    };

    expect(await named('openai/gpt-5-pro', { baseUrl: responses.url })).toMatch(/^openai-responses:/);
    expect(await named('openai/gpt-4o-mini', { kind: 'openai-responses', baseUrl: responses.url })).toMatch(/^openai-responses:/);
    expect(await named('openai/gpt-4o-mini', { baseUrl: chat.url })).toMatch(/^openai:/);
    expect(await named('openai/gpt-5-pro', { kind: 'openai', baseUrl: chat.url })).toMatch(/^openai:/);
    await Promise.all([responses.close(), chat.close()]);
  });
});

test('whoever asks is told what the provider still takes, also by a refusal', async () => {
  const headers = { 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-reset-requests': '2s' };
  const told: RateLimits[] = [];
  const server = await fakeOpenAIResponses({
    treat: (_request, number) => (number === 0 ? { kind: 'answer', headers } : { kind: 'status', status: 429, headers }),
  });
  const model = await openModel({ model: 'openai/o3-pro', providers: { openai: { baseUrl: server.url } }, environment });
  const options = { signal: new AbortController().signal, sample: 0, onLimits: (limits: RateLimits) => told.push(limits) };

  await model.answer(request('openai/o3-pro'), options);
  await model.answer(request('openai/o3-pro'), options).catch(() => {});
  await Promise.all([model.close(), server.close()]);

  expect(told).toEqual([
    { requestsLeft: 3, resetMs: 2000 },
    { requestsLeft: 3, resetMs: 2000 },
  ]);
});
