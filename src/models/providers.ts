import { Failure } from '../base/failure.ts';
import { didYouMean } from '../base/suggest.ts';
import { requireKeyMayGo } from './key-destination.ts';

/** How a provider that speaks OpenAI's protocol is reached, as the config says it. */
interface ProviderConfig {
  /** Which protocol it speaks; this version speaks `openai`, which most providers and local servers do. */
  readonly kind?: string;
  /** Everything before `/chat/completions`, for example `http://localhost:11434/v1`. */
  readonly baseUrl?: string;
  /** The environment variable that holds the key. A key itself never stands in a config. */
  readonly apiKeyEnv?: string;
}

export type Providers = Readonly<Record<string, ProviderConfig>>;

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where to send requests, and with which key. */
export interface Endpoint {
  readonly provider: string;
  readonly baseUrl: URL;
  readonly apiKey?: string;
}

const KNOWN: Providers = {
  openai: { baseUrl: 'https://api.openai.com/v1', apiKeyEnv: 'OPENAI_API_KEY' },
  ollama: { baseUrl: 'http://localhost:11434/v1' },
};

/**
 * Finds the endpoint of a model's provider.
 *
 * @throws Failure `config-invalid` when the provider is not known and not configured, `model-unreachable`
 * when its key is not set, and `key-withheld` when the address is not one that the key may go to.
 */
export function endpointOf(model: string, providers: Providers, environment: Environment): Endpoint {
  const provider = model.slice(0, Math.max(0, model.indexOf('/')));
  const config = { ...KNOWN[provider], ...providers[provider] };
  if (config.baseUrl === undefined) throw unknownProvider(model, provider, providers);
  if (config.kind !== undefined && config.kind !== 'openai') throw unspokenKind(provider, config.kind);
  const baseUrl = parseUrl(provider, config.baseUrl);
  if (config.apiKeyEnv === undefined) return { provider, baseUrl };
  const apiKey = environment[config.apiKeyEnv]?.trim();
  if (apiKey) {
    requireKeyMayGo(config.apiKeyEnv, baseUrl, environment);
    return { provider, baseUrl, apiKey };
  }
  throw new Failure('model-unreachable', `The key of ${provider} is missing: ${config.apiKeyEnv} is not set.`, {
    hint: `Set ${config.apiKeyEnv}, or evaluate recorded answers with a cassette.`,
  });
}

function unspokenKind(provider: string, kind: string): Failure {
  return new Failure('config-invalid', `The provider "${provider}" is of kind "${kind}", which this version does not speak.`, {
    hint: "Use an address that speaks OpenAI's protocol, with `kind: openai`.",
  });
}

function unknownProvider(model: string, provider: string, providers: Providers): Failure {
  if (provider === '')
    return new Failure('config-invalid', `The model "${model}" names no provider.`, {
      hint: 'Write provider/model, like openai/gpt-4o-mini.',
    });
  const known = [...Object.keys(KNOWN), ...Object.keys(providers)];
  return new Failure(
    'config-invalid',
    `The provider "${provider}" of the model "${model}" is not configured.${didYouMean(provider, known)}`,
    {
      hint: `Give its address as \`models.providers.${provider}.baseUrl\` in the config.`,
    },
  );
}

function parseUrl(provider: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const speaksHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url !== undefined && speaksHttp && url.username === '' && url.password === '') return url;
  throw new Failure('config-invalid', `The address of the provider "${provider}" is no plain http(s) address.`, {
    hint: 'Keys do not belong into addresses; name their environment variable in `apiKeyEnv`.',
  });
}
