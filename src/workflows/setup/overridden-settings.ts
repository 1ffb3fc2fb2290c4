import type { Setting } from './setting.ts';

/** What a person says over the config file. */
export interface Overrides {
  /** `--registry`. */
  readonly registry?: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The settings as flags and environment variables leave them; a secret becomes the fact that there is one. */
export function overriddenSettings(settings: readonly Setting[], { registry, variables }: Overrides): Setting[] {
  const said = new Map<string, Pick<Setting, 'value' | 'source'>>();
  const say = (key: string, name: string, value: string | undefined, kind: 'variable' | 'flag' = 'variable') => {
    if (value && !said.has(key)) said.set(key, { value, source: { kind, name } });
  };
  say('registry.url', '--registry', withoutUser(registry), 'flag');
  say('registry.url', 'PROMPTLANE_REGISTRY_URL', withoutUser(variables.PROMPTLANE_REGISTRY_URL));
  say('registry.token', 'PROMPTLANE_TOKEN', variables.PROMPTLANE_TOKEN && '(set)');
  say('registry.token', 'PROMPTLANE_TOKEN_FILE', variables.PROMPTLANE_TOKEN_FILE && `(in ${variables.PROMPTLANE_TOKEN_FILE})`);
  say('registry.token', 'PROMPTLANE_ID_TOKEN', variables.PROMPTLANE_ID_TOKEN && '(set)');
  say('registry.apiKey', 'LANGWATCH_API_KEY', variables.LANGWATCH_API_KEY && '(set)');
  say('registry.hosts', 'PROMPTLANE_REGISTRY_HOSTS', variables.PROMPTLANE_REGISTRY_HOSTS);
  say('models.keyHosts', 'PROMPTLANE_KEY_HOSTS', variables.PROMPTLANE_KEY_HOSTS);
  return settings.map((setting) => ({ ...setting, ...said.get(setting.key) }));
}

/** An address without the name and the password that some people write into it. */
function withoutUser(url: string | undefined): string | undefined {
  return url?.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1[secret]@');
}
