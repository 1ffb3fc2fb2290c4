import * as z from 'zod';
import { jsonValue } from '../../base/json/json-value.ts';
import type { Embedder } from '../../evals/runner/embedder.ts';
import { modelName } from '../../prompt/render/model-name.ts';
import { type Asked, noAnswer, quoted } from '../http/response-failure.ts';
import { keyHeader, pathBelow } from '../openai/openai-address.ts';
import { type HttpEmbedderOptions, httpEmbedder, type ReadVectors } from './http-embedder.ts';

/** OpenAI takes 2048 texts, and 300,000 tokens of them all; others take fewer. */
const BATCH = 96;

const list = z.object({
  data: z.array(z.object({ index: z.number().optional(), embedding: z.union([z.array(z.number()), z.string()]) })),
  usage: z.object({ prompt_tokens: z.number().optional() }).nullish(),
});

/** Vectors from OpenAI's embeddings, or a server that speaks them: Azure, Ollama, vLLM, Mistral, Voyage and the like. */
export function openAIEmbedder(options: HttpEmbedderOptions): Embedder {
  const { provider, model, baseUrl, apiKey } = options;
  // A third of the bytes, and much faster to read; others may not know it.
  const format = provider === 'openai' ? { encoding_format: 'base64' } : {};
  return httpEmbedder(options, {
    name: 'openai',
    headers: keyHeader(baseUrl, apiKey),
    path: pathBelow(baseUrl, 'embeddings'),
    batch: BATCH,
    body: (texts) => ({ model: modelName(model) ?? model, input: [...texts], ...format }),
    read,
  });
}

function read(text: string, { model }: Asked): ReadVectors {
  const { data } = list.safeParse(jsonValue(text));
  if (data === undefined) throw noAnswer(model, `no list of embeddings: ${quoted(text)}`);
  // Servers may answer out of order, and say which is which.
  const ordered = data.data.map((entry, at) => ({ ...entry, at: entry.index ?? at })).sort((one, other) => one.at - other.at);
  const vectors = ordered.map(({ embedding }) => (typeof embedding === 'string' ? floatsOf(embedding) : embedding));
  const input = data.usage?.prompt_tokens;
  return { vectors, ...(input !== undefined && { input }) };
}

/** 32-bit floats, little-endian, in base64. */
function floatsOf(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
}
