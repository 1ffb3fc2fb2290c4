import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type ModelRequest, retryAdvice } from '../../src/evals/runner/model.ts';
import type { RunOptions } from '../../src/evals/runner/run-ports.ts';
import { runSuite } from '../../src/evals/runner/run-suite.ts';
import { openModel } from '../../src/models/open-model.ts';
import { fileAnswerCache } from '../../src/workspace/cache/answer-cache.ts';
import { numberedRows, type RunSketch, runRequest } from '../support/eval-suite.ts';
import { type FakeOpenAIOptions, fakeOpenAI, type Treatment } from '../support/fake-openai.ts';

const KEY = 'sk-proj-abcdefghijklmnop123456';
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(options: FakeOpenAIOptions = {}, provider = 'openai', environment: Record<string, string> = { OPENAI_API_KEY: KEY }) {
  const server = await fakeOpenAI(options);
  const model = await openModel({ model: `${provider}/gpt-4o-mini`, providers: { [provider]: { baseUrl: server.url } }, environment });
  cleanups.push(
    () => server.close(),
    () => model.close(),
  );
  return { server, model };
}

async function run(sketch: RunSketch, serverOptions: FakeOpenAIOptions, options: RunOptions = {}) {
  const { server, model } = await open(serverOptions);
  const started = performance.now();
  const outcome = await runSuite(runRequest(sketch), { model, clock: Date.now, random: () => 0 }, options);
  return { ...outcome, results: outcome.run.results, server, milliseconds: performance.now() - started };
}

const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'openai/gpt-4o-mini',
  messages: [{ role: 'user', content: 'Hello?' }],
  parameters: {},
  tools: [],
  ...more,
});
const call = { signal: new AbortController().signal, sample: 0 };

describe('the openai adapter', () => {
  test('sends what the prompt says, and the key in its header only', async () => {
    const { server, model } = await open();

    await model.answer(request({ parameters: { temperature: 0.2, maxTokens: 9 }, responseFormat: 'json_object' }), call);

    const [seen] = server.requests;
    expect(seen?.path).toBe('/v1/chat/completions');
    expect(seen?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(seen?.body).toEqual({
      model: 'gpt-4o-mini',
      temperature: 0.2,
      max_completion_tokens: 9,
      response_format: { type: 'json_object' },
      messages: [{ role: 'user', content: 'Hello?' }],
    });
  });

  test('needs no key of a provider that has none', async () => {
    const { server, model } = await open({}, 'ollama', {});

    const answer = await model.answer(request({ model: 'ollama/llama3' }), call);

    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    expect(answer.text).toBe('Answer to: Hello?');
    expect(answer).not.toHaveProperty('cost');
  });

  test('reads tool calls, refusals, part lists and missing usage', async () => {
    const toolCalls = [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{}' } }];
    const messages = [
      { content: null, tool_calls: toolCalls },
      { content: null, refusal: 'I will not.' },
      {
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
    ];
    const { model } = await open({ treat: (_, number): Treatment => ({ kind: 'answer', message: messages[number] ?? {}, usage: null }) });

    const answers = [await model.answer(request(), call), await model.answer(request(), call), await model.answer(request(), call)];

    expect(answers.map(({ text }) => text)).toEqual(['', 'I will not.', 'ab']);
    expect(answers[0]?.toolCalls).toEqual(toolCalls);
    expect(answers[0]).not.toHaveProperty('usage');
    expect(answers[0]).not.toHaveProperty('cost');
  });

  test('prices the answer, cached input cheaper', async () => {
    const usages = [
      { prompt_tokens: 1_000_000, completion_tokens: 0 },
      { prompt_tokens: 1_000_000, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 1_000_000 } },
    ];
    const { model } = await open({ treat: (_, number): Treatment => ({ kind: 'answer', usage: usages[number] ?? {} }) });

    const [plain, cached] = [await model.answer(request(), call), await model.answer(request(), call)];

    expect(plain.cost).toBeCloseTo(0.15);
    expect(cached.cost).toBeCloseTo(0.075);
  });

  test('tells the message of the provider, trimmed and without keys', async () => {
    const body = JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY} or sk-other-12345678.\n${'blah '.repeat(200)}` } });
    const { model } = await open({ treat: () => ({ kind: 'status', status: 401, body }) });

    const failure = await model.answer(request(), call).catch((error) => error);

    expect(failure.message).toMatch(/^openai answered 401 for openai\/gpt-4o-mini: Incorrect API key provided: \[key\] or \[key\]\. blah/);
    expect(failure.message.length).toBeLessThan(400);
    expect(JSON.stringify({ ...failure, stack: failure.stack, message: failure.message })).not.toContain(KEY);
  });

  test.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after-ms': '250', 'retry-after': '1' }, 250],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('reads how long to wait from %j', async (headers, expected) => {
    const { model } = await open({ treat: () => ({ kind: 'status', status: 429, headers }) });

    const failure = await model.answer(request(), call).catch((error) => error);

    expect(retryAdvice(failure).retryAfterMs).toBe(expected);
  });

  test('reads how long to wait from a date', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 30_000).toUTCString() };
    const { model } = await open({ treat: () => ({ kind: 'status', status: 503, headers }) });

    const failure = await model.answer(request(), call).catch((error) => error);

    expect(retryAdvice(failure).retryAfterMs).toBeGreaterThan(25_000);
    expect(retryAdvice(failure).retryAfterMs).toBeLessThanOrEqual(30_000);
  });

  test('gives up a slow body when the signal says so', async () => {
    const { model } = await open({ treat: () => ({ kind: 'slow-body' }) });
    const started = performance.now();

    await expect(model.answer(request(), { signal: AbortSignal.timeout(50), sample: 0 })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('does not ask a dead address again', async () => {
    const model = await openModel({ model: 'local/x', providers: { local: { baseUrl: 'http://127.0.0.1:9' } }, environment: {} });
    cleanups.push(() => model.close());

    const failure = await model.answer(request({ model: 'local/x' }), call).catch((error) => error);

    expect(failure).toMatchObject({
      code: 'model-unreachable',
      message: expect.stringContaining('http://127.0.0.1:9 gave no answer (ECONNREFUSED'),
    });
    expect(retryAdvice(failure).retryable).toBe(false);
  });
});

describe('opening a model', () => {
  test.each([
    ['openai/gpt-4o', {}, 'model-unreachable', 'The key of openai is missing: OPENAI_API_KEY is not set.'],
    ['opneai/gpt-4o', {}, 'config-invalid', 'The provider "opneai" of the model "opneai/gpt-4o" is not configured. Did you mean "openai"?'],
    ['gpt-4o', {}, 'config-invalid', 'The model "gpt-4o" names no provider.'],
    ['x/y', { x: { baseUrl: 'ftp://somewhere' } }, 'config-invalid', 'The address of the provider "x" is no plain http(s) address.'],
    [
      'x/y',
      { x: { baseUrl: 'https://user:secret@host' } },
      'config-invalid',
      'The address of the provider "x" is no plain http(s) address.',
    ],
    ['x/y', { x: { baseUrl: 'https://host', apiKeyEnv: 'X_KEY' } }, 'model-unreachable', 'The key of x is missing: X_KEY is not set.'],
  ])('%s with %j fails as %s', async (model, providers, code, message) => {
    await expect(openModel({ model, providers, environment: {} })).rejects.toMatchObject({ code, message });
  });
});

describe('a run against a server', () => {
  test('keeps to its concurrency', async () => {
    const { server, calls } = await run({ rows: numberedRows(60) }, { latencyMs: 10 }, { concurrency: 6 });

    expect(calls).toBe(60);
    expect(server.mostOpen()).toBeLessThanOrEqual(6);
  });

  test('survives a server that fails in every way, and sends no case more than its budget allows', async () => {
    const troubles: Treatment[] = [
      { kind: 'cut' },
      { kind: 'cut-body' },
      { kind: 'raw', body: '{' },
      { kind: 'status', status: 500 },
      { kind: 'status', status: 429, headers: { 'retry-after-ms': '5' } },
    ];
    const perCase = new Map<string, number>();
    const treat: FakeOpenAIOptions['treat'] = ({ body }, number) => {
      const question = body.messages[0]?.content ?? '';
      perCase.set(question, (perCase.get(question) ?? 0) + 1);
      return number % 3 === 0 ? (troubles[(number / 3) % troubles.length] as Treatment) : { kind: 'answer' };
    };

    const { results } = await run({ rows: numberedRows(20) }, { treat }, { concurrency: 5, retries: 2 });

    expect(Math.max(...perCase.values())).toBeLessThanOrEqual(3);
    expect(results).toHaveLength(20);
    expect(results.filter(({ answer }) => answer !== undefined).length).toBeGreaterThan(15);
  });

  test('asks again after a deadline, once per retry', async () => {
    const { server, results } = await run(
      { rows: numberedRows(1) },
      { treat: () => ({ kind: 'slow-body' }) },
      { deadlineMs: 50, retries: 1 },
    );

    expect(server.requests).toHaveLength(2);
    expect(results[0]?.error).toEqual({ code: 'model-unreachable', message: 'No answer came within 0.05 s.' });
  });

  test('ends quickly when it is stopped, with calls hanging', async () => {
    const { model } = await open({ treat: () => ({ kind: 'slow-body' }) });
    const started = performance.now();

    const outcome = runSuite(
      runRequest({ rows: numberedRows(100) }),
      { model, clock: Date.now, random: () => 0 },
      { signal: AbortSignal.timeout(100), concurrency: 20 },
    );

    await expect(outcome).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('leaves what was answered in the cache when it is stopped, and no key in any file', async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'run-')), 'cache');
    const stop = new AbortController();
    const { model, server } = await open({ treat: (_, number) => (number < 10 ? { kind: 'answer' } : { kind: 'slow-body' }) });
    const first = fileAnswerCache(folder);
    const onResult = () => void (server.requests.length > 10 && stop.abort(new Error('stopped')));
    const ports = { model, clock: Date.now, random: () => 0 };
    await expect(
      runSuite(
        runRequest({ rows: numberedRows(30) }),
        { ...ports, cache: first },
        { signal: stop.signal, concurrency: 2, onResult, deadlineMs: 500, retries: 0 },
      ),
    ).rejects.toThrow('stopped');
    await first.close();

    const again = await open();
    const second = fileAnswerCache(folder);
    const { cached } = await runSuite(runRequest({ rows: numberedRows(30) }), {
      ...ports,
      model: { ...again.model, name: model.name },
      cache: second,
    });
    await second.close();

    expect(cached).toBe(10);
    expect(await readFile(join(folder, 'answers-0001.jsonl'), 'utf8')).not.toContain(KEY);
  });
});
