import { afterEach, describe, expect, test } from 'vitest';
import type { AnswerPiece, ModelRequest } from '../../src/evals/runner/model.ts';
import { openModel } from '../../src/models/open-model.ts';
import { type AnthropicTreatment, fakeAnthropic } from '../support/fake-anthropic.ts';
import { fakeOpenAI, type Treatment } from '../support/fake-openai.ts';

const KEYS = { OPENAI_API_KEY: 'sk-test-0123456789', ANTHROPIC_API_KEY: 'sk-ant-test-0123456789' };
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const SCHEMA = { type: 'object', properties: { a: { type: 'number' } }, required: ['a'], additionalProperties: false };
const TOOL = { type: 'function', function: { name: 'find', parameters: { type: 'object' } } };

async function askOpenAI(treatment: Treatment, more: Partial<ModelRequest> = {}) {
  const server = await fakeOpenAI({ treat: () => treatment });
  return ask('openai/gpt-4o-mini', { openai: { baseUrl: server.url } }, server, more);
}

async function askAnthropic(treatment: AnthropicTreatment, more: Partial<ModelRequest> = {}) {
  const server = await fakeAnthropic({ treat: () => treatment });
  return ask('anthropic/claude-haiku-4-5', { anthropic: { kind: 'anthropic', baseUrl: server.url } }, server, more);
}

/** Asks twice, streamed and whole: an adapter must say the same of both. */
async function ask(
  named: string,
  providers: Parameters<typeof openModel>[0]['providers'],
  server: { readonly requests: readonly { readonly body: unknown; readonly headers: object }[]; close(): Promise<void> },
  more: Partial<ModelRequest>,
) {
  const model = await openModel({ model: named, providers, environment: KEYS });
  cleanups.push(
    () => server.close(),
    () => model.close(),
  );
  const request: ModelRequest = { model: named, messages: [{ role: 'user', content: 'Hi' }], parameters: {}, tools: [], ...more };
  const pieces: AnswerPiece[] = [];
  const signal = new AbortController().signal;
  const streamed = await model.answer(request, { signal, sample: 0, onPiece: (piece) => pieces.push(piece) });
  const whole = () => model.answer(request, { signal, sample: 0 });
  const told = (kind: AnswerPiece['kind']) =>
    pieces
      .filter((piece) => piece.kind === kind)
      .map(({ text }) => text)
      .join('');
  return { streamed, whole, told, server };
}

const event = (choices: object[], more: object = {}) => `data: ${JSON.stringify({ choices, ...more })}\n\n`;
const delta = (part: object, finish: string | null = null) => event([{ index: 0, delta: part, finish_reason: finish }]);

describe('a streamed chat completion', () => {
  test('is asked for with its usage, and not by the prompt', async () => {
    const { server, whole } = await askOpenAI({ kind: 'answer' }, { parameters: { extra: { stream: true, stream_options: {} } } });
    await whole();

    expect(server.requests[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
    expect(server.requests[1]?.body).toEqual({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hi' }] });
  });

  test.each([
    [
      'tool calls',
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":"grün"}' } },
          { id: 'c2', type: 'function', function: { name: 'find', arguments: '{}' } },
        ],
      },
    ],
    ['a refusal', { role: 'assistant', content: null, refusal: 'I will not.' }],
    ['text of other scripts', { role: 'assistant', content: '日本語 👩‍👩‍👧 \u0000 end' }],
  ])('says of %s what the whole answer says', async (_what, message) => {
    const { streamed, whole, told } = await askOpenAI({ kind: 'answer', message });

    expect({ ...streamed, latencyMs: 0 }).toEqual({ ...(await whole()), latencyMs: 0 });
    expect(told('text')).toBe(streamed.text);
  });

  test('keeps parallel calls apart where a server numbers them all 0, and where it does not number them', async () => {
    const call = (id: string, text: string, more: object = {}) =>
      delta({ tool_calls: [{ ...more, id, function: { name: 'find', arguments: text } }] });
    const names = async (chunks: string[]) =>
      (await askOpenAI({ kind: 'chunks', chunks })).streamed.toolCalls?.map((one) => (one as { function: object }).function);

    const two = [
      { name: 'find', arguments: '{"a":1}' },
      { name: 'find', arguments: '{"b":2}' },
    ];
    expect(await names([call('c1', '{"a":1}', { index: 0 }), call('c2', '{"b":2}', { index: 0 }), delta({}, 'tool_calls')])).toEqual(two);
    expect(await names([call('c1', '{"a":1}'), call('c2', '{"b":2}'), delta({}, 'tool_calls')])).toEqual(two);
  });

  test('shows what an open model thinks, and keeps it out of the answer', async () => {
    const { streamed, told } = await askOpenAI({
      kind: 'chunks',
      chunks: [delta({ reasoning_content: 'hm' }), delta({ content: 'yes' }, 'stop')],
    });

    expect([told('thinking'), streamed.text]).toEqual(['hm', 'yes']);
  });

  test('is whole without [DONE] when a finish reason came', async () => {
    const { streamed } = await askOpenAI({ kind: 'chunks', chunks: [delta({ content: 'yes' }), delta({}, 'stop')] });

    expect(streamed).toMatchObject({ text: 'yes', finishReason: 'stop' });
  });

  test('of a server that cannot stream comes in one piece', async () => {
    const { streamed, told } = await askOpenAI({
      kind: 'raw',
      body: JSON.stringify({ choices: [{ message: { content: 'yes' }, finish_reason: 'stop' }] }),
    });

    expect([streamed.text, told('text')]).toEqual(['yes', 'yes']);
  });

  test('tells an error of a server that gives a number instead of a type', async () => {
    const chunks = [delta({ content: 'half' }), 'data: {"error":{"message":"Not your model","code":403}}\n\n'];
    await expect(askOpenAI({ kind: 'chunks', chunks })).rejects.toMatchObject({
      code: 'model-refused',
      message: expect.stringContaining('Not your model'),
    });
  });

  test('of something else is no answer', async () => {
    await expect(askOpenAI({ kind: 'chunks', chunks: ['data: <html>\n\n'] })).rejects.toMatchObject({
      code: 'model-unreachable',
      message: expect.stringContaining('a stream of something else'),
    });
  });
});

describe('a message of Anthropic', () => {
  test('is asked for with the version, the key in its header only, and the bound that it requires', async () => {
    const { server } = await askAnthropic(
      { kind: 'answer' },
      {
        messages: [
          { role: 'system', content: 'Be kind.' },
          { role: 'user', content: 'Hi' },
        ],
      },
    );

    expect(server.requests[0]?.headers).toMatchObject({ 'anthropic-version': '2023-06-01', 'x-api-key': KEYS.ANTHROPIC_API_KEY });
    expect(server.requests[0]?.body).toEqual({
      model: 'claude-haiku-4-5',
      max_tokens: 4096,
      system: 'Be kind.',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    });
  });

  test('of thinking, text and tool calls says streamed what it says whole', async () => {
    const content = [
      { type: 'thinking', thinking: 'Let me see.', signature: 's' },
      { type: 'redacted_thinking', data: 'x' },
      { type: 'text', text: 'Looking.' },
      { type: 'tool_use', id: 't1', name: 'find', input: { q: 'grün', n: [1, 2] } },
      { type: 'tool_use', id: 't2', name: 'now', input: {} },
    ] as const;
    const { streamed, whole, told } = await askAnthropic({ kind: 'answer', content, stopReason: 'tool_use' }, { tools: [TOOL] });

    expect({ ...streamed, latencyMs: 0 }).toEqual({ ...(await whole()), latencyMs: 0 });
    expect(streamed).toMatchObject({
      text: 'Looking.',
      finishReason: 'tool_use',
      toolCalls: [
        { id: 't1', type: 'function', function: { name: 'find', arguments: '{"q":"grün","n":[1,2]}' } },
        { id: 't2', type: 'function', function: { name: 'now', arguments: '{}' } },
      ],
    });
    expect([told('thinking'), told('text')]).toEqual(['Let me see.', 'Looking.']);
  });

  test('counts and prices what the cache had and what was written to it', async () => {
    const usage = { input_tokens: 1_000_000, output_tokens: 0, cache_read_input_tokens: 1_000_000, cache_creation_input_tokens: 1_000_000 };
    const { streamed, whole } = await askAnthropic({ kind: 'answer', usage });

    for (const answer of [streamed, await whole()]) {
      expect(answer.usage).toEqual({ input: 3_000_000, output: 0, cachedInput: 1_000_000 });
      expect(answer.cost).toBeCloseTo(1 + 0.1 + 1.25);
    }
  });

  test('has the schema as the output format, and from older models as the arguments of a tool', async () => {
    const structured = { responseFormat: 'json_schema', schema: { name: 'answer', schema: SCHEMA } } as const;
    const now = await askAnthropic({ kind: 'answer', content: [{ type: 'text', text: '{"a":1}' }] }, structured);
    const older = await askAnthropic(
      { kind: 'answer', content: [{ type: 'tool_use', id: 't', name: 'answer', input: { a: 1 } }], stopReason: 'tool_use' },
      { ...structured, model: 'anthropic/claude-3-5-haiku-latest' },
    );

    expect(now.server.requests[0]?.body).toMatchObject({ output_config: { format: { type: 'json_schema', schema: SCHEMA } } });
    expect(older.server.requests[0]?.body).toMatchObject({
      tools: [{ name: 'answer', input_schema: SCHEMA }],
      tool_choice: { type: 'tool', name: 'answer' },
    });
    for (const { streamed, whole, told } of [now, older]) {
      expect([streamed.text, told('text'), (await whole()).text]).toEqual(['{"a":1}', '{"a":1}', '{"a":1}']);
      expect(streamed).not.toHaveProperty('toolCalls');
    }
  });

  test.each([
    [429, { 'retry-after': '7' }, 'model-refused', { retryable: true, retryAfterMs: 7000 }, 'asks to wait 7 s'],
    [529, {}, 'model-unreachable', { retryable: true }, 'overloaded'],
    [400, {}, 'model-refused', { retryable: false }, ''],
    [500, { 'x-should-retry': 'false' }, 'model-unreachable', { retryable: false }, ''],
  ])('refused with %i and %j says whether and when to ask again', async (status, headers, code, details, hint) => {
    await expect(askAnthropic({ kind: 'status', status, headers })).rejects.toMatchObject({
      code,
      details,
      hint: expect.stringContaining(hint),
    });
  });

  test('for which the monthly budget is spent is not asked for again', async () => {
    const body = JSON.stringify({
      type: 'error',
      error: { type: 'rate_limit_error', message: 'Spent', details: { error_code: 'enforced_spend_limit_reached' } },
    });
    await expect(askAnthropic({ kind: 'status', status: 429, body })).rejects.toMatchObject({ details: { retryable: false } });
  });

  test('that is cut off by an error keeps no half answer', async () => {
    await expect(askAnthropic({ kind: 'answer', error: { type: 'overloaded_error', message: 'Overloaded' } })).rejects.toMatchObject({
      code: 'model-unreachable',
      message: 'anthropic broke off the answer of anthropic/claude-haiku-4-5: Overloaded.',
    });
  });

  test('is shorter than an error page without end', async () => {
    await expect(askAnthropic({ kind: 'status', status: 502, body: 'x'.repeat(3_000_000) })).rejects.toMatchObject({
      code: 'model-unreachable',
    });
  });
});
