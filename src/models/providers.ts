import { Failure } from '../base/failure.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { modelName } from '../prompt/render/model-name.ts';
import { needsResponses } from '../prompt/render/provider/model-limits.ts';
import type { Protocol } from '../prompt/render/provider/unsent-settings.ts';
import { type Proxies, proxiesOf } from './http/proxies.ts';
import { requireKeyMayGo } from './key-destination.ts';
import { KNOWN_PROVIDERS } from './known-providers.ts';

/** The kinds that a config may name. */
const KINDS: readonly Protocol[] = ['openai', 'openai-responses', 'anthropic', 'google', 'ai-sdk'];

/** How a provider is reached, as the config says it. */
export interface ProviderConfig {
  /** Which protocol it speaks. */
  readonly kind?: string;
  /** Everything before `/chat/completions`, `/v1/messages` or `/models/…`, for example `http://localhost:11434/v1`. */
  readonly baseUrl?: string;
  /** The environment variable that holds the key. A key itself never stands in a config. */
  readonly apiKeyEnv?: string;
  /** Of kind `ai-sdk`: the module that gives its models, below the root of the workspace. */
  readonly module?: string;
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
  /** The proxies of the machine; absent where it names none. */
  readonly proxies?: Proxies;
}

/**
 * Finds the endpoint of a model's provider.
 *
 * @throws Failure `config-invalid` when the provider is not known and not configured, `model-unreachable`
 * when its key is not set, and `key-withheld` when the address is not one that the key may go to.
 */
export function endpointOf(model: string, providers: Providers, environment: Environment): Endpoint {
  const provider = providerOf(model);
  const { kind, baseUrl, apiKeyEnv } = configOf(provider, providers);
  if (baseUrl === undefined) throw unknownProvider(model, provider, providers);
  const proxies = proxiesOf(environment);
  const endpoint = { provider, protocol: spoken(model, kind), baseUrl: parseUrl(provider, baseUrl), ...(proxies && { proxies }) };
  const variables = listed(apiKeyEnv);
  if (variables.length === 0) return endpoint;
  for (const variable of variables) {
    const apiKey = environment[variable]?.trim();
    if (!apiKey) continue;
    requireKeyMayGo(variable, endpoint.baseUrl, environment);
    return { ...endpoint, apiKey };
  }
  const [first = ''] = variables;
  throw new Failure('model-unreachable', `The key of ${provider} is missing: ${variables.join(' or ')} is not set.`, {
    hint: `Set ${first}, or take recorded answers with \`--cassette FILE\`.`,
  });
}

/**
 * The protocol that a model is asked in; needs no key.
 *
 * Models that OpenAI offers in its responses API only are asked there, unless the config names the kind.
 * @throws Failure `config-invalid`
 */
export function protocolOf(model: string, providers: Providers): Protocol {
  return spoken(model, configOf(providerOf(model), providers).kind);
}

/** The module that a provider of kind `ai-sdk` takes its models from. @throws Failure `config-invalid` when the config names none */
export function moduleOf(model: string, providers: Providers): string {
  const provider = providerOf(model);
  const { module } = configOf(provider, providers);
  if (module !== undefined) return module;
  throw new Failure('config-invalid', `The provider "${provider}" is of kind "ai-sdk" and names no module.`, {
    hint: `Give the file that exports its models as \`models.providers.${provider}.module\` in the config.`,
  });
}

/** The values of every variable that a provider's key is looked up in: what must not be written anywhere. */
export function keysAtHand(providers: Providers, environment: Environment): string[] {
  return keyVariables(providers).flatMap((variable) => environment[variable]?.trim() || []);
}

/** The environment of somebody who has no key and asks nobody: what a model is called can be found out all the same. */
export function withoutKeys(providers: Providers, environment: Environment): Environment {
  return { ...environment, ...Object.fromEntries(keyVariables(providers).map((variable) => [variable, 'none'])) };
}

function keyVariables(providers: Providers): string[] {
  const configs = [...Object.values(KNOWN_PROVIDERS), ...Object.values(providers)];
  return [...new Set(configs.flatMap(({ apiKeyEnv }) => listed(apiKeyEnv)))];
}

type MergedConfig = Omit<ProviderConfig, 'apiKeyEnv'> & { readonly apiKeyEnv?: string | readonly string[] };

function configOf(provider: string, providers: Providers): MergedConfig {
  const known = Object.hasOwn(KNOWN_PROVIDERS, provider) ? KNOWN_PROVIDERS[provider] : undefined;
  return { ...known, ...(Object.hasOwn(providers, provider) ? providers[provider] : undefined) };
}

function listed(variables: string | readonly string[] = []): readonly string[] {
  return typeof variables === 'string' ? [variables] : variables;
}

function providerOf(model: string): string {
  return model.slice(0, Math.max(0, model.indexOf('/')));
}

function spoken(model: string, kind: string | undefined): Protocol {
  const provider = providerOf(model);
  if (kind === undefined) return provider === 'openai' && needsResponses(modelName(model) ?? '') ? 'openai-responses' : 'openai';
  const known = KINDS.find((each) => each === kind);
  if (known !== undefined) return known;
  throw new Failure('config-invalid', `The provider "${provider}" is of kind "${kind}", which this version does not speak.`, {
    hint: `The kinds are ${KINDS.join(', ')}; most providers and local servers have an address that speaks OpenAI's protocol.`,
  });
}

function unknownProvider(model: string, provider: string, providers: Providers): Failure {
  if (provider === '')
    return new Failure('config-invalid', `The model "${model}" names no provider.`, {
      hint: 'Write provider/model, like openai/gpt-4o-mini.',
    });
  const known = [...Object.keys(KNOWN_PROVIDERS), ...Object.keys(providers)];
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
