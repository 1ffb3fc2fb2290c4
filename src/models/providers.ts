import { Failure } from '../base/failure.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { requireKeyMayGo } from './key-destination.ts';

/** The protocols that this version speaks. */
const PROTOCOLS = ['openai', 'anthropic'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** How a provider is reached, as the config says it. */
interface ProviderConfig {
  /** Which protocol it speaks. */
  readonly kind?: string;
  /** Everything before `/chat/completions` or `/v1/messages`, for example `http://localhost:11434/v1`. */
  readonly baseUrl?: string;
  /** The environment variable that holds the key. A key itself never stands in a config. */
  readonly apiKeyEnv?: string;
}

export type Providers = Readonly<Record<string, ProviderConfig>>;

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where to send requests, in which protocol, and with which key. */
export interface Endpoint {
  readonly provider: string;
  readonly protocol: Protocol;
  readonly baseUrl: URL;
  readonly apiKey?: string;
}

/** What needs no config. All but Anthropic speak OpenAI's protocol. */
const KNOWN: Providers = {
  openai: { baseUrl: 'https://api.openai.com/v1', apiKeyEnv: 'OPENAI_API_KEY' },
  anthropic: { kind: 'anthropic', baseUrl: 'https://api.anthropic.com', apiKeyEnv: 'ANTHROPIC_API_KEY' },
  ollama: { baseUrl: 'http://localhost:11434/v1' },
  github: { baseUrl: 'https://models.github.ai/inference', apiKeyEnv: 'GITHUB_TOKEN' },
  mistral: { baseUrl: 'https://api.mistral.ai/v1', apiKeyEnv: 'MISTRAL_API_KEY' },
  deepseek: { baseUrl: 'https://api.deepseek.com/v1', apiKeyEnv: 'DEEPSEEK_API_KEY' },
  xai: { baseUrl: 'https://api.x.ai/v1', apiKeyEnv: 'XAI_API_KEY' },
  groq: { baseUrl: 'https://api.groq.com/openai/v1', apiKeyEnv: 'GROQ_API_KEY' },
  openrouter: { baseUrl: 'https://openrouter.ai/api/v1', apiKeyEnv: 'OPENROUTER_API_KEY' },
  together: { baseUrl: 'https://api.together.xyz/v1', apiKeyEnv: 'TOGETHER_API_KEY' },
  fireworks: { baseUrl: 'https://api.fireworks.ai/inference/v1', apiKeyEnv: 'FIREWORKS_API_KEY' },
};

/**
 * Finds the endpoint of a model's provider.
 *
 * @throws Failure `config-invalid` when the provider is not known and not configured, `model-unreachable`
 * when its key is not set, and `key-withheld` when the address is not one that the key may go to.
 */
export function endpointOf(model: string, providers: Providers, environment: Environment): Endpoint {
  const provider = providerOf(model);
  const config = configOf(provider, providers);
  if (config.baseUrl === undefined) throw unknownProvider(model, provider, providers);
  const endpoint = { provider, protocol: spoken(provider, config.kind), baseUrl: parseUrl(provider, config.baseUrl) };
  if (config.apiKeyEnv === undefined) return endpoint;
  const apiKey = environment[config.apiKeyEnv]?.trim();
  if (apiKey) {
    requireKeyMayGo(config.apiKeyEnv, endpoint.baseUrl, environment);
    return { ...endpoint, apiKey };
  }
  throw new Failure('model-unreachable', `The key of ${provider} is missing: ${config.apiKeyEnv} is not set.`, {
    hint: `Set ${config.apiKeyEnv}, or take recorded answers with \`--cassette FILE\`.`,
  });
}

/** The protocol that a model's provider speaks; needs no key. @throws Failure `config-invalid` */
export function protocolOf(model: string, providers: Providers): Protocol {
  const provider = providerOf(model);
  return spoken(provider, configOf(provider, providers).kind);
}

/** The values of every variable that a provider's key is looked up in: what must not be written anywhere. */
export function keysAtHand(providers: Providers, environment: Environment): string[] {
  const variables = [...Object.values(KNOWN), ...Object.values(providers)].map(({ apiKeyEnv = '' }) => apiKeyEnv);
  return [...new Set(variables)].flatMap((variable) => environment[variable]?.trim() || []);
}

function configOf(provider: string, providers: Providers): ProviderConfig {
  const own = <Value>(table: Readonly<Record<string, Value>>) => (Object.hasOwn(table, provider) ? table[provider] : undefined);
  return { ...own(KNOWN), ...own(providers) };
}

function providerOf(model: string): string {
  return model.slice(0, Math.max(0, model.indexOf('/')));
}

function spoken(provider: string, kind = 'openai'): Protocol {
  const known = PROTOCOLS.find((protocol) => protocol === kind);
  if (known !== undefined) return known;
  throw new Failure('config-invalid', `The provider "${provider}" is of kind "${kind}", which this version does not speak.`, {
    hint: `The kinds are ${PROTOCOLS.join(' and ')}; most providers and local servers have an address that speaks OpenAI's protocol.`,
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
