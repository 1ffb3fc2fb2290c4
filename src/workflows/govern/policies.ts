import { Failure } from '../../base/failure.ts';
import { canonicalJson, type Json } from '../../base/json/canonical-json.ts';
import type { Registry } from '../../registry/registry.ts';
import type { EnvironmentDefinition, EnvironmentName } from '../../release/environment.ts';
import { readPolicy } from '../../release/policy/policy.ts';
import { type Environments, environmentNamed } from '../release/environments.ts';

/** How the policy that the config asks for differs from the one that holds; absent on a side: no such environment there. */
export interface PolicyDifference {
  readonly environment: EnvironmentName;
  readonly registry?: Json;
  readonly config?: Json;
}

export interface PolicyPush {
  readonly differences: readonly PolicyDifference[];
  readonly pushed: boolean;
}

/** What would change if the config's environments became the registry's. */
export async function policyDifferences(
  environments: Environments,
  registry: Pick<Registry, 'environments'>,
  env?: string,
): Promise<PolicyDifference[]> {
  const actual = await registry.environments();
  const wanted = mergedDefinitions(environments, actual, env);
  const names = [...new Set([...actual, ...wanted].map(({ name }) => name))];
  return names.flatMap((environment) => {
    const [before, after] = [actual, wanted].map((list) => list.find(({ name }) => name === environment)?.policy as Json | undefined);
    if (before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after)) return [];
    return [{ environment, ...(before !== undefined && { registry: before }), ...(after !== undefined && { config: after }) }];
  });
}

/**
 * Makes the config's environments, or the policy of one of them, those of the registry.
 *
 * @throws Failure `config-invalid` for a policy that this program cannot read: it would refuse every move.
 */
export async function pushPolicies(
  {
    env,
    reason,
    confirm,
  }: { readonly env?: string; readonly reason: string; confirm(differences: readonly PolicyDifference[]): Promise<boolean> },
  environments: Environments,
  registry: Pick<Registry, 'environments' | 'setEnvironments'>,
): Promise<PolicyPush> {
  const wanted = mergedDefinitions(environments, await registry.environments(), env);
  for (const definition of wanted) requireReadable(definition);
  const differences = await policyDifferences(environments, registry, env);
  if (differences.length === 0 || !(await confirm(differences))) return { differences, pushed: false };
  await registry.setEnvironments(wanted, reason);
  return { differences, pushed: true };
}

function mergedDefinitions(
  environments: Environments,
  actual: readonly EnvironmentDefinition[],
  env: string | undefined,
): EnvironmentDefinition[] {
  const wanted = environments.map(({ name, policy }) => ({ name, policy }));
  if (env === undefined) return wanted;
  const one = environmentNamed(environments, env);
  if (!actual.some(({ name }) => name === one)) return wanted;
  return actual.map(({ name, policy }) => ({
    name,
    policy: name === one ? (wanted.find((each) => each.name === one)?.policy ?? policy) : policy,
  }));
}

function requireReadable({ name, policy }: EnvironmentDefinition): void {
  const [finding] = readPolicy(policy).findings;
  if (finding === undefined) return;
  throw new Failure('config-invalid', `The policy of ${name} cannot be pushed: \`${finding.member}\` ${finding.message}.`, {
    hint: 'A registry refuses every move when a policy asks for what it does not know; docs/policies.md lists what there is.',
  });
}
