import { resolve } from 'node:path';
import { canonicalJson } from '../../../base/json/canonical-json.ts';
import type { Registry } from '../../../registry/registry.ts';
import type { EnvironmentDefinition, EnvironmentName } from '../../../release/environment.ts';
import { pinsOf } from '../../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../../release/lockfile/lockfile.ts';
import type { RolloutDefinition } from '../../../release/rollout/rollout-definition.ts';
import { type Environments, environmentNamed } from '../environments.ts';
import { type DescribedPlan, type PlanDependencies, planPins } from './plan-pins.ts';
import { writeSavedPlan } from './saved-plan.ts';

export interface AskedPlan {
  /** Absent: all, in release order. */
  readonly environment?: string | undefined;
  readonly prune: boolean;
  /** A file for `apply`. */
  readonly out?: string | undefined;
  /** What that file is relative to, absolute. */
  readonly directory: string;
}

export interface PlanOutcome {
  readonly plans: readonly DescribedPlan[];
  /** How the config's environments differ from the registry's, in words. */
  readonly drift: readonly string[];
}

export interface PlanningDependencies extends PlanDependencies {
  readonly registry: Pick<Registry, 'plan' | 'environments'>;
  readonly lock: Lockfile;
  /** What the files want to be under way in an environment. */
  readonly rollouts?: (environment: EnvironmentName) => readonly RolloutDefinition[];
}

/** What applying the lockfile would do. Moves nothing; saves the plan when it is asked to. @throws Failure `environment-unknown` */
export async function plan(
  { environment, prune, out, directory }: AskedPlan,
  environments: Environments,
  dependencies: PlanningDependencies,
): Promise<PlanOutcome> {
  const { registry, lock, rollouts } = dependencies;
  const names = environment === undefined ? environments.map(({ name }) => name) : [environmentNamed(environments, environment)];
  const plans = await Promise.all(
    names.map((name) =>
      planPins({ environment: name, wanted: pinsOf(lock, name), prune, ...(rollouts && { rollouts: rollouts(name) }) }, dependencies),
    ),
  );
  if (out !== undefined) await writeSavedPlan(resolve(directory, out), plans);
  return { plans, drift: environmentDrift(environments, await registry.environments()) };
}

/** The registry's copy is the authority: a pull request can change the config but not its own gate. */
function environmentDrift(wanted: readonly EnvironmentDefinition[], actual: readonly EnvironmentDefinition[]): string[] {
  const byName = new Map(actual.map((environment) => [environment.name, environment]));
  const missing = wanted.filter(({ name }) => !byName.has(name)).map(({ name }) => `${name} is in the config but not in the registry`);
  const extra = actual
    .filter(({ name }) => !wanted.some((one) => one.name === name))
    .map(({ name }) => `${name} is in the registry but not in the config`);
  const changed = wanted
    .filter(({ name, policy }) => byName.has(name) && canonicalJson({ ...policy }) !== canonicalJson({ ...byName.get(name)?.policy }))
    .map(({ name }) => `the policy of ${name} differs; the registry's holds`);
  return [...missing, ...extra, ...changed];
}
