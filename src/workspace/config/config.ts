import type { RuleId, RuleLevel } from '../../prompt/breaking/rules.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentDefinition } from '../../release/environment.ts';

/** What a project says of itself, with every default filled in. Folders are relative to the workspace root, with forward slashes. */
export interface Config {
  /** Roots of prompts, partials and guardrail sets; an id is the path below its root. */
  readonly prompts: readonly string[];
  /** Roots of eval suites. */
  readonly evals: readonly string[];
  readonly rollouts: string;
  readonly monitors: string;
  readonly datasets: string;
  readonly cassettes: string;
  readonly vendor: string;
  /** In the order of the file: the first is the one that `lock` derives from the tree. */
  readonly environments: readonly EnvironmentDefinition[];
  /** By name. */
  readonly holdouts: ReadonlyMap<string, { readonly share: number }>;
  readonly lockfile: LockfileConfig;
  readonly registry: RegistryConfig;
  readonly models: ModelsConfig;
  readonly breaking: BreakingConfig;
}

/** Levels of rules that are not the default. */
export type RuleLevels = Readonly<Partial<Record<RuleId, RuleLevel>>>;

interface BreakingConfig {
  /** An environment, a git revision or `index`; absent: where the branch left the main one. */
  readonly against?: string;
  readonly rules: RuleLevels;
  /** Over `rules`, for one environment. */
  readonly environments: ReadonlyMap<string, RuleLevels>;
}

interface LockfileConfig {
  /** One file for each environment instead of one for all. */
  readonly split: boolean;
}

interface RegistryConfig {
  /** Absent: given by a flag, by the environment, or by a running local registry. */
  readonly url?: string;
  readonly project: string;
  readonly kind: 'native' | 'langwatch';
}

interface ModelsConfig {
  /** `provider/model`, for prompts that name none. */
  readonly default?: string;
  readonly providers: ReadonlyMap<string, ProviderConfig>;
  /** By `provider/model`, over those of the table that ships with the program. */
  readonly prices: ReadonlyMap<string, PriceConfig>;
}

/** US dollars for a million tokens; what is absent is explained in the schema. */
interface PriceConfig {
  readonly input: number;
  readonly output?: number;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
}

interface ProviderConfig {
  /** Which API it speaks. */
  readonly kind: string;
  readonly baseUrl?: string;
  /** The name of the environment variable that holds the key; never the key. */
  readonly apiKeyEnv?: string;
  /** The module that exports the models, relative to the workspace root. */
  readonly module?: string;
}

/** What holds until a project says otherwise. */
export const DEFAULT_CONFIG: Config = {
  prompts: ['prompts'],
  evals: ['evals'],
  rollouts: 'rollouts',
  monitors: 'monitors',
  datasets: 'datasets',
  cassettes: 'cassettes',
  vendor: 'vendor',
  environments: DEFAULT_ENVIRONMENTS,
  holdouts: new Map(),
  lockfile: { split: false },
  registry: { project: 'default', kind: 'native' },
  models: { providers: new Map(), prices: new Map() },
  breaking: { rules: {}, environments: new Map() },
};
