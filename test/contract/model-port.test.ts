import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import type { Model, ModelRequest } from '../../src/evals/runner/model.ts';
import { retryAdvice } from '../../src/evals/runner/model.ts';
import { openModel } from '../../src/models/open-model.ts';
import { recordCassette } from '../../src/models/replay/recording-model.ts';
import { type FakeOpenAIOptions, fakeOpenAI } from '../support/fake-openai.ts';

const MODEL = 'openai/gpt-4o-mini';
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function openLive(options?: FakeOpenAIOptions): Promise<Model> {
  const server = await fakeOpenAI(options);
  cleanups.push(() => server.close());
  return openModel({ model: MODEL, providers: { openai: { baseUrl: server.url } }, environment: { OPENAI_API_KEY: 'sk-test-0123456789' } });
}

/** What the live model answers to the questions of this suite, played from the file that it was recorded to. */
async function openReplay(): Promise<Model> {
  const live = await openLive();
  const cassette = join(await mkdtemp(join(tmpdir(), 'cassette-')), 'answers.jsonl');
  const recorder = await recordCassette(live, { file: cassette, note: 'Answers of the fake server of the tests.' });
  for (const sample of [0, 1]) await recorder.answer(question('Hello?'), { signal: new AbortController().signal, sample });
  await recorder.close();
  return openModel({ model: MODEL, providers: {}, environment: {}, cassette });
}

function question(content: string): ModelRequest {
  return { model: MODEL, messages: [{ role: 'user', content }], parameters: { temperature: 0 }, tools: [] };
}

const ADAPTERS: readonly [string, () => Promise<Model>][] = [
  ['openai', openLive],
  ['replay', openReplay],
];

describe.each(ADAPTERS)('the model port on %s', (name, open) => {
  const opened = async () => {
    const model = await open();
    cleanups.push(() => model.close());
    return model;
  };
  const signal = () => new AbortController().signal;

  test('names the adapter, which keeps recorded and live answers apart in the cache', async () => {
    expect((await opened()).name).toMatch(new RegExp(`^${name}`));
  });

  test('answers with text, usage, finish reason, latency and cost', async () => {
    const answer = await (await opened()).answer(question('Hello?'), { signal: signal(), sample: 0 });

    expect(answer).toMatchObject({ text: 'Answer to: Hello?', finishReason: 'stop', usage: { input: 100, output: 20 } });
    expect(answer.latencyMs).toBeGreaterThan(0);
    expect(answer.cost).toBeGreaterThan(0);
  });

  test('answers each sample', async () => {
    const model = await opened();

    const answers = await Promise.all([0, 1].map((sample) => model.answer(question('Hello?'), { signal: signal(), sample })));

    expect(answers.map(({ text }) => text)).toEqual(['Answer to: Hello?', 'Answer to: Hello?']);
  });

  test('rejects with the reason of a signal that has fired', async () => {
    const reason = new Error('enough');

    const answer = (await opened()).answer(question('Hello?'), { signal: AbortSignal.abort(reason), sample: 0 });

    await expect(answer).rejects.toBe(reason);
  });

  test('closes twice without complaint', async () => {
    const model = await opened();
    await model.close();
    await model.close();
  });
});

describe('failures of the model port', () => {
  test.each([
    ['a refused request', { kind: 'status', status: 400 }, 'model-refused', false],
    ['a wrong key', { kind: 'status', status: 401 }, 'model-refused', false],
    ['a rate limit', { kind: 'status', status: 429 }, 'model-refused', true],
    [
      'a spent quota',
      { kind: 'status', status: 429, body: '{"error":{"message":"pay first","code":"insufficient_quota"}}' },
      'model-refused',
      false,
    ],
    ['a broken server', { kind: 'status', status: 503, body: '<html>down</html>' }, 'model-unreachable', true],
    ['a cut connection', { kind: 'cut' }, 'model-unreachable', true],
    ['a cut body', { kind: 'cut-body' }, 'model-unreachable', true],
    ['no JSON', { kind: 'raw', body: 'Gateway says hi' }, 'model-unreachable', true],
    ['foreign JSON', { kind: 'raw', body: '{"choices":[]}' }, 'model-unreachable', true],
    ['an endless answer', { kind: 'huge', bytes: 17 * 1024 * 1024 }, 'model-unreachable', false],
  ] as const)('%s says whether asking again may help', async (_what, treatment, code, retryable) => {
    const model = await openLive({ treat: () => treatment });
    cleanups.push(() => model.close());

    const failure = await model.answer(question('Hello?'), { signal: new AbortController().signal, sample: 0 }).catch((error) => error);

    expect(failure).toBeInstanceOf(Failure);
    expect([failure.code, retryAdvice(failure).retryable]).toEqual([code, retryable]);
    expect(`${failure.message}${failure.hint}`).not.toContain('sk-test');
  });

  test('a model of another provider is not asked of this one', async () => {
    const model = await openLive();
    cleanups.push(() => model.close());

    const answer = model.answer({ ...question('Hello?'), model: 'ollama/llama3' }, { signal: new AbortController().signal, sample: 0 });

    await expect(answer).rejects.toMatchObject({ code: 'model-refused', message: 'ollama/llama3 is not a model of openai.' });
  });

  test('a request that was not recorded names its last user message, shortened', async () => {
    const model = await openReplay();

    const answer = model.answer(question(`Why ${'so '.repeat(60)}?`), { signal: new AbortController().signal, sample: 0 });

    await expect(answer).rejects.toMatchObject({
      code: 'answer-not-recorded',
      message: expect.stringMatching(/to "Why so so .{60,70}…"\.$/),
    });
  });

  test('a sample that was not recorded is not answered by another', async () => {
    const answer = (await openReplay()).answer(question('Hello?'), { signal: new AbortController().signal, sample: 2 });

    await expect(answer).rejects.toMatchObject({ code: 'answer-not-recorded', message: expect.stringContaining('answer 3 of') });
  });
});
