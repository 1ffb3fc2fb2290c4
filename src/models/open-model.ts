import { readFile } from 'node:fs/promises';
import { Failure } from '../base/failure.ts';
import type { Model } from '../evals/runner/model.ts';
import type { HttpModelOptions } from './http/http-model.ts';
import type { PriceOverrides } from './pricing/price-of.ts';
import { type Environment, endpointOf, keysAtHand, moduleOf, type Providers, protocolOf } from './providers.ts';
import { readCassette } from './replay/cassette.ts';
import { replayModel } from './replay/replay-model.ts';

/** What models are reached with: what the config says, and what this machine gives. */
export interface ModelAccess {
  readonly providers: Providers;
  /** Where keys are looked up, and the hosts that they may be sent to. */
  readonly environment: Environment;
  /** Prices of the config, over those of the table that ships with the program. */
  readonly prices?: PriceOverrides;
  /** Runs a module of the repository and gives what it exports; absent where none may run. The path is as the config has it. */
  readonly loadModule?: (path: string) => Promise<unknown>;
}

export interface ModelSpec extends ModelAccess {
  /** `provider/model`. */
  readonly model: string;
  /** Answer from this file instead of asking the provider. */
  readonly cassette?: string;
  /** How messages call that file; absent: by its path. */
  readonly cassetteName?: string;
}

/** Opens what answers a model's requests: the recordings of a cassette, or the provider. Whoever opens it closes it. */
export async function openModel(spec: ModelSpec): Promise<Model> {
  const { model, providers, environment, cassette, cassetteName, prices } = spec;
  if (cassette !== undefined) return openCassette(cassette, cassetteName ?? cassette);
  const { priceTable } = await import('./pricing/price-of.ts');
  const priceOf = priceTable(prices);
  if (protocolOf(model, providers) === 'ai-sdk') {
    const { bridgedModel } = await import('./ai-sdk/bridged-model.ts');
    const { loadModule } = spec;
    const secrets = keysAtHand(providers, environment);
    return bridgedModel({ model, module: moduleOf(model, providers), priceOf, secrets, ...(loadModule && { loadModule }) });
  }
  return openEndpoint({ ...endpointOf(model, providers, environment), priceOf });
}

async function openEndpoint(options: HttpModelOptions): Promise<Model> {
  switch (options.protocol) {
    case 'anthropic':
      return (await import('./anthropic/anthropic-model.ts')).anthropicModel(options);
    case 'google':
      return (await import('./google/google-model.ts')).googleModel(options);
    case 'openai-responses':
      return (await import('./openai/openai-responses-model.ts')).openAIResponsesModel(options);
    default:
      return (await import('./openai/openai-model.ts')).openAIModel(options);
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
