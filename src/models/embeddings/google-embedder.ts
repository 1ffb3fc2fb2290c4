import * as z from 'zod';
import { jsonValue } from '../../base/json/json-value.ts';
import type { Embedder } from '../../evals/runner/embedder.ts';
import { googleKeyHeader, methodPath, resourceOf } from '../google/google-address.ts';
import { type Asked, noAnswer, quoted } from '../http/response-failure.ts';
import { type HttpEmbedderOptions, httpEmbedder, type ReadVectors } from './http-embedder.ts';

/** The most that the API takes. */
const BATCH = 100;

const list = z.object({
  embeddings: z.array(z.object({ values: z.array(z.number()) })),
  usageMetadata: z.object({ promptTokenCount: z.number().optional() }).nullish(),
});

/** Vectors from Google's Gemini API, made for telling how alike texts are. */
export function googleEmbedder(options: HttpEmbedderOptions): Embedder {
  const { model, baseUrl, apiKey } = options;
  const resource = resourceOf(model);
  return httpEmbedder(options, {
    name: 'google',
    headers: googleKeyHeader(apiKey),
    path: methodPath(baseUrl, model, 'batchEmbedContents'),
    batch: BATCH,
    body: (texts) => ({
      requests: texts.map((text) => ({ model: resource, content: { parts: [{ text }] }, taskType: 'SEMANTIC_SIMILARITY' })),
    }),
    read,
  });
}

function read(text: string, { model }: Asked): ReadVectors {
  const { data } = list.safeParse(jsonValue(text));
  if (data === undefined) throw noAnswer(model, `no list of embeddings: ${quoted(text)}`);
  const input = data.usageMetadata?.promptTokenCount;
  return { vectors: data.embeddings.map(({ values }) => values), ...(input !== undefined && { input }) };
}
