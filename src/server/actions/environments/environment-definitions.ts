import { allows, authorise } from '../../../access/authorise.ts';
import { Failure } from '../../../base/failure.ts';
import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import type { ReplyOf } from '../../../protocol/endpoint.ts';
import type { listEnvironments } from '../../../protocol/environments.ts';
import type { EnvironmentDefinition, EnvironmentName } from '../../../release/environment.ts';
import { readDefinitions, writeDefinitions } from '../../storage/environments/definitions.ts';
import { kyselyEnvironmentLog } from '../../storage/environments/kysely-environment-log.ts';
import type { Database } from '../../storage/tables.ts';
import { type Call, recordAct, tell } from '../call.ts';

/** The environments in release order, of those that the caller may see. */
export async function environmentsOf(call: Call, db: Database = call.db): Promise<ReplyOf<typeof listEnvironments>> {
  const { principal, project } = call;
  const log = kyselyEnvironmentLog(db);
  const environments = [];
  for (const definition of await readDefinitions(db, project)) {
    if (!allows(principal, 'environments:read', { project, environment: definition.name })) continue;
    environments.push({ ...definition, ...(await log.revision({ project, name: definition.name })) });
  }
  return { environments };
}

/**
 * Replaces the environments, their order and their policies.
 *
 * @throws Failure `request-invalid` when `after` names no earlier environment, `environment-in-use` when
 * one that still serves something is left out.
 */
export async function setEnvironments(
  call: Call,
  wanted: readonly EnvironmentDefinition[],
  reason?: string,
): Promise<ReplyOf<typeof listEnvironments>> {
  requireOrder(wanted);
  for (const { name } of wanted) authorise(call.principal, 'environments:configure', { project: call.project, environment: name });
  return await call.db.transaction().execute(async (transaction) => {
    const before = await readDefinitions(transaction, call.project);
    await requireUnused(transaction, call, before, wanted);
    if (JSON.stringify(before) !== JSON.stringify(wanted)) {
      await writeDefinitions(transaction, call.project, wanted);
      const verdict = 'environments replaced';
      const after = { environments: asJson(wanted), ...(reason !== undefined && { reason }) };
      await recordAct(transaction, call, { target: 'environments', before: { environments: asJson(before) }, after, verdict });
      for (const environment of changedPolicies(before, wanted)) {
        await tell(transaction, call, { kind: 'policy.changed', environment, data: { ...(reason !== undefined && { reason }) } });
      }
      await tell(transaction, call, { kind: 'environments.changed', data: { environments: wanted.map(({ name }) => name) } });
    }
    return await environmentsOf(call, transaction);
  });
}

/** @throws Failure `request-invalid` when an environment is listed twice or follows one that does not come before it. */
export function requireOrder(definitions: readonly EnvironmentDefinition[]): void {
  const earlier = new Set<string>();
  for (const { name, policy } of definitions) {
    if (earlier.has(name)) throw new Failure('request-invalid', `The environment "${name}" is listed twice.`);
    const { after } = policy;
    if (after !== undefined && !earlier.has(after)) {
      throw new Failure('request-invalid', `${name}: \`after\` names "${String(after)}", which is not an earlier environment.`, {
        hint: 'List the environments in release order.',
      });
    }
    earlier.add(name);
  }
}

async function requireUnused(
  db: Database,
  { principal, project }: Call,
  before: readonly EnvironmentDefinition[],
  wanted: readonly EnvironmentDefinition[],
): Promise<void> {
  const kept = new Set(wanted.map(({ name }) => name));
  for (const { name } of before) {
    if (kept.has(name)) continue;
    authorise(principal, 'environments:configure', { project, environment: name });
    const { pins } = await kyselyEnvironmentLog(db).current({ project, name });
    if (pins.size > 0)
      throw new Failure('environment-in-use', `${name} still serves ${pins.size} ${pins.size === 1 ? 'prompt' : 'prompts'}.`);
  }
}

/** Environments that were there and ask for something else now. */
function changedPolicies(before: readonly EnvironmentDefinition[], after: readonly EnvironmentDefinition[]): EnvironmentName[] {
  const policies = new Map(before.map(({ name, policy }) => [name, canonicalJson(policy as Json)]));
  return after
    .filter(({ name, policy }) => policies.has(name) && policies.get(name) !== canonicalJson(policy as Json))
    .map(({ name }) => name);
}

function asJson(definitions: readonly EnvironmentDefinition[]): Json {
  return definitions.map(({ name, policy }) => ({ name, policy: policy as Json }));
}
