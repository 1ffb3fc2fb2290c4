import { describe, expect, test } from 'vitest';
import { type ModelRequest, retryAdvice } from '../../src/evals/runner/model.ts';
import { askedBothWays } from '../support/asked-both-ways.ts';
import { fakeGoogle, type GoogleTreatment } from '../support/fake-google.ts';

const KEY = `AIza${'x'.repeat(35)}`;

async function ask(
  treatment: GoogleTreatment,
  more: Partial<ModelRequest> = {},
  environment: Record<string, string> = { GEMINI_API_KEY: KEY },
) {
  const server = await fakeGoogle({ treat: () => treatment });
  const providers = { google: { kind: 'google', baseUrl: server.url } };
  return askedBothWays({ model: 'google/gemini-2.5-flash', providers, environment }, server, more);
}

const timeless = ({ latencyMs: _latency, ...answer }: Record<string, unknown>) => answer;

describe('the google adapter', () => {
  test('asks by the address of the model, with the key in its header only', async () => {
    const { requests } = await ask(
      { kind: 'answer' },
      {
        messages: [
          { role: 'system', content: 'Rules' },
          { role: 'user', content: 'Hi' },
        ],
      },
    );

    expect(requests.map(({ path }) => path)).toEqual([
      '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
      '/v1beta/models/gemini-2.5-flash:generateContent',
    ]);
    expect(requests[0]?.headers['x-goog-api-key']).toBe(KEY);
    expect(requests[0]?.body).toEqual({
      systemInstruction: { parts: [{ text: 'Rules' }] },
      contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
    });
  });

  test('takes the key of either variable', async () => {
    const { requests } = await ask({ kind: 'answer' }, {}, { GOOGLE_API_KEY: 'other' });
    expect(requests[0]?.headers['x-goog-api-key']).toBe('other');
  });

  test('reads texts, calls with their signatures, and counts thoughts as output', async () => {
    const { streamed, whole, told } = await ask({
      kind: 'answer',
      parts: [
        { text: 'Let me think.', thought: true },
        { text: 'Looking ', thoughtSignature: 'of-a-text' },
        { text: 'it up.' },
        { functionCall: { name: 'find', args: { q: 'é' } }, thoughtSignature: 'sig' },
        { functionCall: { id: 'own', name: 'stop' } },
      ],
      usage: {
        promptTokenCount: 100,
        cachedContentTokenCount: 40,
        candidatesTokenCount: 20,
        thoughtsTokenCount: 7,
        toolUsePromptTokenCount: 3,
      },
    });

    expect(timeless(whole)).toEqual({
      text: 'Looking it up.',
      toolCalls: [
        {
          id: 'call-0',
          type: 'function',
          function: { name: 'find', arguments: '{"q":"é"}' },
          extra_content: { google: { thought_signature: 'sig' } },
        },
        { id: 'own', type: 'function', function: { name: 'stop', arguments: '{}' } },
      ],
      finishReason: 'STOP',
      usage: { input: 103, output: 27, cachedInput: 40 },
      // 63 plain tokens at $0.30, 40 cached at $0.03, 27 out at $2.50, each for a million.
      cost: expect.closeTo((63 * 0.3 + 40 * 0.03 + 27 * 2.5) / 1e6, 12),
    });
    expect(timeless(streamed)).toEqual(timeless(whole));
    expect([told('text'), told('thinking')]).toEqual(['Looking it up.', 'Let me think.']);
  });

  test.each<[string, GoogleTreatment, string]>([
    ['an answer that is held back', { kind: 'answer', parts: [], finishReason: 'SAFETY' }, 'SAFETY'],
    ['a prompt that is blocked', { kind: 'answer', blockReason: 'PROHIBITED_CONTENT' }, 'PROHIBITED_CONTENT'],
    [
      'a call that the model wrote wrong',
      { kind: 'answer', parts: [], finishReason: 'MALFORMED_FUNCTION_CALL' },
      'MALFORMED_FUNCTION_CALL',
    ],
  ])('gives %s as an answer without text that names the reason', async (_what, treatment, finishReason) => {
    const { streamed, whole } = await ask(treatment);
    expect(timeless(whole)).toMatchObject({ text: '', finishReason, usage: { input: 100, output: 20 } });
    expect(timeless(streamed)).toEqual(timeless(whole));
  });

  const error = (code: number, status: string, details: readonly object[] = [], message = 'No.') => ({
    kind: 'status' as const,
    status: code,
    body: JSON.stringify({ error: { code, message, status, details } }),
  });

  test.each([
    [
      'a rate limit with its pause',
      error(429, 'RESOURCE_EXHAUSTED', [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '37.5s' }]),
      { retryable: true, retryAfterMs: 37_500 },
      'google asks to wait 38 s before the next request.',
    ],
    [
      'a quota of the day, which no pause fills',
      error(429, 'RESOURCE_EXHAUSTED', [
        { violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }] },
        { retryDelay: '20s' },
      ]),
      { retryable: false, retryAfterMs: 20_000 },
      undefined,
    ],
    [
      'a wrong key, which is status 400 there',
      error(400, 'INVALID_ARGUMENT', [{ reason: 'API_KEY_INVALID', domain: 'googleapis.com' }], `API key not valid: ${KEY}`),
      { retryable: false },
      'Check the key of google in its environment variable, and what it may do.',
    ],
    [
      'an unknown model',
      error(404, 'NOT_FOUND'),
      { retryable: false },
      'Check the name of the model, and the `baseUrl` of google if the config gives one.',
    ],
    ['overload', error(503, 'UNAVAILABLE'), { retryable: true }, undefined],
  ])('tells %s', async (_what, treatment, advice, hint) => {
    const { whole, streamed } = await ask(treatment);
    for (const failure of [whole, streamed]) {
      expect(retryAdvice(failure)).toMatchObject(advice);
      expect(`${failure.message}${failure.hint}`).not.toContain('AIza');
      if (hint !== undefined) expect(failure.hint).toBe(hint);
    }
  });

  test('tells an error in the middle of a stream by its status', async () => {
    const { streamed } = await ask({ kind: 'answer', error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } });
    expect([streamed.code, retryAdvice(streamed).retryable]).toEqual(['model-unreachable', true]);
    expect(streamed.message).toBe('google broke off the answer of google/gemini-2.5-flash: The model is overloaded.');
  });

  test.each(['google/../../v1/files', 'google/a?key=b', 'google/', 'google/a/b/c'])('asks nothing for the name %j', async (model) => {
    const { whole, requests } = await ask({ kind: 'answer' }, { model });
    expect(whole).toMatchObject({ code: 'model-refused', message: `${model} is no name of a model of Google.` });
    expect(requests).toEqual([]);
  });
});
