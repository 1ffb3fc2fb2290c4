import { posix } from 'node:path';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { withoutTrailing } from '../../base/text/without-trailing.ts';
import type { EnvironmentDefinition, EnvironmentName, EnvironmentPolicy } from '../../release/environment.ts';
import { type Config, DEFAULT_CONFIG, type RuleLevels } from './config.ts';
import type { ConfigFile } from './config-schema.ts';

/** Fills in the defaults. `names` are the environments in the order of the file, which a JavaScript object loses for names like `1`. */
export function configOf(file: ConfigFile, names: readonly string[]): Config {
  const folder = (given: string | undefined, otherwise: string) => (given === undefined ? otherwise : normalFolder(given));
  return {
    prompts: folders(file.prompts, DEFAULT_CONFIG.prompts),
    evals: folders(file.evals, DEFAULT_CONFIG.evals),
    rollouts: folder(file.rollouts, DEFAULT_CONFIG.rollouts),
    monitors: folder(file.monitors, DEFAULT_CONFIG.monitors),
    datasets: folder(file.datasets, DEFAULT_CONFIG.datasets),
    cassettes: folder(file.cassettes, DEFAULT_CONFIG.cassettes),
    vendor: folder(file.vendor, DEFAULT_CONFIG.vendor),
    environments:
      file.environments === undefined ? DEFAULT_CONFIG.environments : names.map((name) => environmentOf(name, file.environments?.[name])),
    holdouts: new Map(Object.entries(file.holdouts ?? {})),
    lockfile: { split: file.lockfile?.split ?? DEFAULT_CONFIG.lockfile.split },
    registry: registryOf(file.registry),
    models: modelsOf(file.models),
    breaking: breakingOf(file.breaking),
  };
}

function folders(given: string | string[] | undefined, otherwise: readonly string[]): readonly string[] {
  if (given === undefined) return otherwise;
  return [...new Set((typeof given === 'string' ? [given] : given).map(normalFolder))];
}

/** `./prompts/` and `prompts` are one folder; the root itself is `.`. */
function normalFolder(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, '');
}

/** The schema has checked what it knows; whatever else the policy says stays as written. */
function environmentOf(name: string, policy: NonNullable<ConfigFile['environments']>[string] | undefined): EnvironmentDefinition {
  return { name: name as EnvironmentName, policy: (policy ?? {}) as JsonObject as EnvironmentPolicy };
}

function registryOf({ url, project, kind }: NonNullable<ConfigFile['registry']> = {}): Config['registry'] {
  const { registry } = DEFAULT_CONFIG;
  return {
    ...(url !== undefined && { url: withoutTrailing(url, '/') }),
    project: project ?? registry.project,
    kind: kind ?? registry.kind,
  };
}

function modelsOf(models: NonNullable<ConfigFile['models']> = {}): Config['models'] {
  return {
    ...(models.default !== undefined && { default: models.default }),
    providers: new Map(Object.entries(models.providers ?? {}).map(([name, provider]) => [name, given(provider)])),
    prices: new Map(Object.entries(models.prices ?? {}).map(([model, price]) => [model, given(price)])),
  };
}

/** The members that are set: zod says of the others that they may be undefined. */
function given<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return value as { [Key in keyof Value]: Exclude<Value[Key], undefined> };
}

/** The schema has checked that each key is a rule and each value a level. */
function breakingOf({ against, rules, environments }: NonNullable<ConfigFile['breaking']> = {}): Config['breaking'] {
  return {
    ...(against !== undefined && { against }),
    rules: (rules ?? {}) as RuleLevels,
    environments: new Map(Object.entries(environments ?? {}) as [string, RuleLevels][]),
  };
}
