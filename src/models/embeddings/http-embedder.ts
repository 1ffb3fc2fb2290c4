import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { Embedder, Embeddings } from '../../evals/runner/embedder.ts';
import { modelName } from '../../prompt/render/model-name.ts';
import { connectionsTo } from '../http/connections.ts';
import { exchange } from '../http/exchange.ts';
import type { HttpModelOptions } from '../http/http-model.ts';
import { type Asked, noAnswer } from '../http/response-failure.ts';

export interface HttpEmbedderOptions extends HttpModelOptions {
  /** `provider/model`. */
  readonly model: string;
}

/** What one response holds. */
export interface ReadVectors {
  readonly vectors: readonly (readonly number[])[];
  /** Tokens of the texts; absent where the provider counts none. */
  readonly input?: number;
}

/** How one protocol asks for vectors. */
export interface EmbeddingFormat {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
  /** Most texts that one request may hold. */
  readonly batch: number;
  body(texts: readonly string[]): JsonObject;
  /** @throws Failure `model-unreachable`, retryable, for a half or foreign body */
  read(text: string, asked: Asked): ReadVectors;
}

/** Vectors from an HTTP API of a provider, as many requests as its bound asks for, one after the other. */
export function httpEmbedder(
  { provider, model, baseUrl, apiKey, priceOf, proxies }: HttpEmbedderOptions,
  format: EmbeddingFormat,
): Embedder {
  const connections = connectionsTo(baseUrl, proxies);
  const asked = { provider, model, apiKey };
  const price = priceOf(provider, modelName(model) ?? model);
  return {
    name: `${format.name}:${baseUrl.origin}`,
    async embed(texts, { signal, onLimits }) {
      signal.throwIfAborted();
      const read: ReadVectors[] = [];
      for (let start = 0; start < texts.length; start += format.batch) {
        const batch = texts.slice(start, start + format.batch);
        const { path } = format;
        const headers = { 'content-type': 'application/json', accept: 'application/json', ...format.headers };
        const request = { connections, origin: baseUrl.origin, path, headers, body: format.body(batch), signal, asked };
        const text = await exchange({ ...request, ...(onLimits && { onLimits }) });
        read.push(complete(format.read(text, asked), batch, model));
      }
      return joined(read, price);
    },
    close: () => connections.release(),
  };
}

/** A vector for each text, all of one length: anything else would compare texts with the vectors of others. */
function complete(read: ReadVectors, texts: readonly string[], model: string): ReadVectors {
  const { vectors } = read;
  if (vectors.length !== texts.length) throw noAnswer(model, `${vectors.length} vectors for ${texts.length} texts`);
  const [first] = vectors;
  if (first?.length === 0 || vectors.some((vector) => vector.length !== first?.length)) {
    throw noAnswer(model, 'vectors of different lengths');
  }
  return read;
}

function joined(read: readonly ReadVectors[], price: ReturnType<HttpModelOptions['priceOf']>): Embeddings {
  const vectors = read.flatMap((batch) => batch.vectors);
  const isCounted = read.every(({ input }) => input !== undefined);
  if (!isCounted) return { vectors };
  const input = read.reduce((sum, batch) => sum + (batch.input ?? 0), 0);
  const cost = price?.({ input, output: 0, cachedInput: 0, cacheWrite: 0 });
  return { vectors, usage: { input }, ...(cost !== undefined && { cost }) };
}
