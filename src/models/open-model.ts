import { readFile } from 'node:fs/promises';
import { Failure } from '../base/failure.ts';
import type { Model } from '../evals/runner/model.ts';
import { type Environment, endpointOf, type Providers } from './providers.ts';
import { readCassette } from './replay/cassette.ts';
import { replayModel } from './replay/replay-model.ts';

export interface ModelSpec {
  /** `provider/model`. */
  readonly model: string;
  readonly providers: Providers;
  /** Where keys are looked up, and the hosts that they may be sent to. */
  readonly environment: Environment;
  /** Answer from this file instead of asking the provider. */
  readonly cassette?: string;
  /** How messages call that file; absent: by its path. */
  readonly cassetteName?: string;
}

/** Opens what answers a model's requests: the recordings of a cassette, or the provider. Whoever opens it closes it. */
export async function openModel({ model, providers, environment, cassette, cassetteName }: ModelSpec): Promise<Model> {
  if (cassette !== undefined) return openCassette(cassette, cassetteName ?? cassette);
  const endpoint = endpointOf(model, providers, environment);
  const { priceTable } = await import('./pricing/price-of.ts');
  const options = { ...endpoint, priceOf: priceTable() };
  switch (endpoint.protocol) {
    case 'anthropic': {
      const { anthropicModel } = await import('./anthropic/anthropic-model.ts');
      return anthropicModel(options);
    }
    default: {
      const { openAIModel } = await import('./openai/openai-model.ts');
      return openAIModel(options);
    }
  }
}

async function openCassette(file: string, name: string): Promise<Model> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Failure('file-unreadable', `The cassette ${name} cannot be read.`, { cause: error });
  }
  return replayModel(readCassette({ file: name, text }), name);
}
