import type { Digest } from '../base/digest.ts';
import type { Json } from '../base/json/canonical-json.ts';
import type { PromptId } from '../prompt/prompt.ts';

/** Names an environment: `[a-z0-9][a-z0-9-]*`, at most 40 characters. */
export type EnvironmentName = string & { readonly __brand: 'EnvironmentName' };

/**
 * An environment as its project declares it; the registry's copy is the authority.
 *
 * `policy` is kept as written, members this program does not know included: evaluating it
 * refuses them (policy fails closed), dropping them silently would open the gate.
 */
export interface EnvironmentDefinition {
  readonly name: EnvironmentName;
  readonly policy: EnvironmentPolicy;
}

export interface EnvironmentPolicy {
  /** Only what this environment pins, or pinned within `within` (default 30 days), may be pinned here. */
  readonly after?: EnvironmentName;
  readonly within?: Json;
  readonly require?: Json;
  readonly when?: Json;
  readonly freeze?: Json;
  readonly inconclusive?: Json;
}

/** What an environment serves: prompt → exactly one version. */
export type Pins = ReadonlyMap<PromptId, Digest>;

/** A name of an environment; config and protocol document it by this. */
export const ENVIRONMENT_NAME_PATTERN = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Type guard for names that an environment may have. */
export function isEnvironmentName(text: string): text is EnvironmentName {
  return ENVIRONMENT_NAME_PATTERN.test(text);
}

/** development → staging → production: what a project has until it says otherwise. */
export const DEFAULT_ENVIRONMENTS: readonly EnvironmentDefinition[] = [
  { name: 'development' as EnvironmentName, policy: {} },
  { name: 'staging' as EnvironmentName, policy: { after: 'development' as EnvironmentName } },
  { name: 'production' as EnvironmentName, policy: { after: 'staging' as EnvironmentName } },
];
