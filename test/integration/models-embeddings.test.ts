import { afterEach, describe, expect, test } from 'vitest';
import { retryAdvice } from '../../src/evals/runner/model.ts';
import { type EmbedderSpec, openEmbedder } from '../../src/models/open-embedder.ts';
import { type EmbeddingTreatment, fakeEmbeddings } from '../support/fake-embeddings.ts';
import { fakeGoogle } from '../support/fake-google.ts';

const environment = { OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop123456', GEMINI_API_KEY: 'gem-test-0123456789' };
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const signal = new AbortController().signal;

async function open(model: string, providers: EmbedderSpec['providers'], more: Partial<EmbedderSpec> = {}) {
  const embedder = await openEmbedder({ model, providers, environment, ...more });
  cleanups.push(() => embedder.close());
  return embedder;
}

async function openAI(treat?: () => EmbeddingTreatment) {
  const server = await fakeEmbeddings(treat);
  cleanups.push(() => server.close());
  return { server, embedder: await open('openai/text-embedding-3-small', { openai: { baseUrl: server.url } }) };
}

describe('vectors of texts', () => {
  test('come from OpenAI in base64, with tokens and cost', async () => {
    const { server, embedder } = await openAI();

    const { vectors, usage, cost } = await embedder.embed(['one', 'three'], { signal });

    expect(vectors).toEqual([
      [3, 0.5],
      [5, 0.5],
    ]);
    expect(usage).toEqual({ input: 20 });
    expect(cost).toBeCloseTo((20 * 0.02) / 1e6, 15);
    expect(server.requests[0]?.body).toEqual({ model: 'text-embedding-3-small', input: ['one', 'three'], encoding_format: 'base64' });
  });

  test('come from other servers as plain figures, in whatever order they answer', async () => {
    const server = await fakeEmbeddings(() => ({ kind: 'answer', isReversed: true, isUncounted: true }));
    cleanups.push(() => server.close());
    const embedder = await open('local/nomic-embed-text', { local: { kind: 'openai', baseUrl: server.url } });

    expect(await embedder.embed(['a', 'bb', 'ccc'], { signal })).toEqual({
      vectors: [
        [1, 0.5],
        [2, 0.5],
        [3, 0.5],
      ],
    });
    expect(server.requests[0]?.body).not.toHaveProperty('encoding_format');
  });

  test('come from Google as many at once as it takes, made for likeness', async () => {
    const server = await fakeGoogle();
    cleanups.push(() => server.close());
    const embedder = await open('google/gemini-embedding-001', { google: { kind: 'google', baseUrl: server.url } });
    const texts = Array.from({ length: 150 }, (_, index) => 'x'.repeat(index));

    const { vectors } = await embedder.embed(texts, { signal });

    expect(vectors).toEqual(texts.map((text) => [text.length, 1]));
    expect(server.requests.map(({ path, body }) => [path, (body.requests as unknown[]).length])).toEqual([
      ['/v1beta/models/gemini-embedding-001:batchEmbedContents', 100],
      ['/v1beta/models/gemini-embedding-001:batchEmbedContents', 50],
    ]);
    expect(server.requests[0]?.body).toHaveProperty(['requests', 1], {
      model: 'models/gemini-embedding-001',
      content: { parts: [{ text: 'x' }] },
      taskType: 'SEMANTIC_SIMILARITY',
    });
  });

  test('cost what the project says', async () => {
    const server = await fakeEmbeddings();
    cleanups.push(() => server.close());
    const prices = { 'local/mine': { input: 5 } };
    const embedder = await open('local/mine', { local: { kind: 'openai', baseUrl: server.url } }, { prices });

    expect((await embedder.embed(['a'], { signal })).cost).toBeCloseTo((10 * 5) / 1e6, 15);
  });

  test('of no text are none, and nobody is asked', async () => {
    const { server, embedder } = await openAI();
    expect(await embedder.embed([], { signal })).toMatchObject({ vectors: [] });
    expect(server.requests).toEqual([]);
  });

  test.each<[string, EmbeddingTreatment, string, boolean]>([
    ['fewer vectors than texts', { kind: 'answer', embeddings: [[1]] }, 'model-unreachable', true],
    ['vectors of two lengths', { kind: 'answer', embeddings: [[1], [1, 2]] }, 'model-unreachable', true],
    ['empty vectors', { kind: 'answer', embeddings: [[], []] }, 'model-unreachable', true],
    ['something else', { kind: 'raw', body: '{"choices":[]}' }, 'model-unreachable', true],
    ['a rate limit', { kind: 'status', status: 429 }, 'model-refused', true],
    ['a wrong key', { kind: 'status', status: 401 }, 'model-refused', false],
  ])('%s are a failure that says whether asking again may help', async (_what, treatment, code, retryable) => {
    const { embedder } = await openAI(() => treatment);
    const failure = await embedder.embed(['one', 'two'], { signal }).catch((error) => error);
    expect([failure.code, retryAdvice(failure).retryable]).toEqual([code, retryable]);
  });

  test('are not to be had of Anthropic, and the message says where', async () => {
    const refused = openEmbedder({ model: 'anthropic/claude-haiku-4-5', providers: {}, environment });
    await expect(refused).rejects.toMatchObject({
      code: 'config-invalid',
      message: 'anthropic/claude-haiku-4-5 gives no vectors: Anthropic offers no embeddings.',
      hint: expect.stringContaining('Voyage'),
    });
  });

  test('reject with the reason of a signal that has fired', async () => {
    const { embedder } = await openAI();
    const reason = new Error('enough');
    await expect(embedder.embed(['a'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
