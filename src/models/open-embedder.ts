import { Failure } from '../base/failure.ts';
import type { Embedder } from '../evals/runner/embedder.ts';
import type { ModelAccess } from './open-model.ts';
import { endpointOf, protocolOf } from './providers.ts';

export interface EmbedderSpec extends Omit<ModelAccess, 'loadModule'> {
  /** `provider/model`, for example `openai/text-embedding-3-small`. */
  readonly model: string;
}

/**
 * Opens what turns texts into vectors. Whoever opens it closes it.
 *
 * @throws Failure `config-invalid` for a provider that offers none, and whatever `endpointOf` throws
 */
export async function openEmbedder({ model, providers, environment, prices }: EmbedderSpec): Promise<Embedder> {
  const protocol = protocolOf(model, providers);
  if (protocol === 'anthropic' || protocol === 'ai-sdk') throw withoutEmbeddings(model, protocol);
  const endpoint = endpointOf(model, providers, environment);
  const { priceTable } = await import('./pricing/price-of.ts');
  const options = { ...endpoint, model, priceOf: priceTable(prices) };
  return protocol === 'google'
    ? (await import('./embeddings/google-embedder.ts')).googleEmbedder(options)
    : (await import('./embeddings/openai-embedder.ts')).openAIEmbedder(options);
}

function withoutEmbeddings(model: string, protocol: 'anthropic' | 'ai-sdk'): Failure {
  const why = protocol === 'anthropic' ? 'Anthropic offers no embeddings' : 'embeddings do not go through the bridge to AI SDK';
  return new Failure('config-invalid', `${model} gives no vectors: ${why}.`, {
    hint: 'Use openai/text-embedding-3-small, google/gemini-embedding-001, ollama/nomic-embed-text, or Voyage as a provider of kind `openai` at https://api.voyageai.com/v1.',
  });
}
