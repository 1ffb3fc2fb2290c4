import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { Move } from '../../../release/plan.ts';
import type { EvidenceFact, PolicyFacts } from '../../../release/policy/facts.ts';
import { type Policy, readPolicy } from '../../../release/policy/policy.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { quarantinedKeys } from '../../storage/environments/quarantine.ts';
import { findRevocations } from '../../storage/governance/revocations.ts';
import type { Database } from '../../storage/tables.ts';
import { type Call, sees } from '../call.ts';
import { evidenceFacts } from '../evidence/evidence-facts.ts';
import { type DecisionFacts, decisionFacts } from '../governance/decision-facts.ts';
import { versionFacts } from '../governance/version-facts.ts';
import type { Setting } from './setting.ts';

interface Pinned {
  readonly id: PromptId;
  readonly digest: Digest;
}

/** Reads what policy needs to know about these moves, in the transaction that decides on them. */
export async function policyFacts(db: Database, call: Call, setting: Setting, moves: readonly Move[]): Promise<PolicyFacts> {
  const { definition, isFirst } = setting;
  const { policy } = readPolicy(definition.policy);
  const pinned = moves.flatMap(({ prompt, to }): Pinned[] => (to === undefined || !sees(call, prompt) ? [] : [{ id: prompt, digest: to }]));
  const versions = await versionFacts(db, call.project, pinned);
  const revocations = await findRevocations(db, call.project, [...new Set(pinned.map(({ digest }) => digest))]);
  const quarantined = await quarantinesOf(db, setting, policy);
  const previous = await previousPins(call, setting, policy, pinned);
  const soaked = await soakedPins(setting, policy, pinned);
  const judged = await judgedPins(db, call, setting, policy, pinned);
  return {
    now: call.time,
    promoter: call.principal.id,
    isFirst,
    version: (prompt, digest) => versions.get(pinKey(prompt, digest)),
    revocation: (_prompt, digest) => revocations.get(digest),
    isQuarantined: (environment, prompt, digest) => quarantined.get(environment)?.has(pinKey(prompt, digest)) ?? false,
    wasPinned: (environment, prompt, digest) => environment === policy.after && previous.has(pinKey(prompt, digest)),
    pinnedSince: (environment, prompt, digest) => soaked.get(environment)?.get(pinKey(prompt, digest)),
    approvals: (prompt, digest) => judged.get(pinKey(prompt, digest))?.approvals ?? [],
    rejections: (prompt, digest) => judged.get(pinKey(prompt, digest))?.rejections ?? [],
    evidence: (prompt, digest) => judged.get(pinKey(prompt, digest))?.evidence ?? [],
  };
}

async function quarantinesOf(db: Database, { id }: Setting, { after }: Policy): Promise<ReadonlyMap<EnvironmentName, ReadonlySet<string>>> {
  const quarantined = new Map([[id.name, await quarantinedKeys(db, id)]]);
  if (after !== undefined) quarantined.set(after, await quarantinedKeys(db, { ...id, name: after }));
  return quarantined;
}

async function previousPins(call: Call, { id, log }: Setting, { after, within }: Policy, pinned: readonly Pinned[]) {
  if (after === undefined) return new Set<string>();
  const prompts = pinned.map((version) => version.id);
  return await log.pinnedSince({ ...id, name: after }, prompts, call.time - within);
}

/** Since when the environments that a policy wants versions to soak in have pinned them. */
async function soakedPins({ id, log }: Setting, policy: Policy, pinned: readonly Pinned[]) {
  const soaked = new Map<EnvironmentName, ReadonlyMap<string, number>>();
  for (const { soak } of everyRequirement(policy)) {
    if (soak === undefined || soaked.has(soak.in)) continue;
    soaked.set(
      soak.in,
      await log.activeSince(
        { ...id, name: soak.in },
        pinned.map((version) => version.id),
      ),
    );
  }
  return soaked;
}

type Judged = DecisionFacts & { readonly evidence: readonly EvidenceFact[] };

/** What people and runs said of versions; asked only where the policy asks for it. */
async function judgedPins(db: Database, { project }: Call, { id }: Setting, policy: Policy, pinned: readonly Pinned[]) {
  const asksPeople = everyRequirement(policy).some(({ approvals }) => approvals !== undefined);
  const asksRuns = everyRequirement(policy).some(({ evidence = [] }) => evidence.length > 0);
  const judged = new Map<string, Judged>();
  for (const { id: prompt, digest } of pinned) {
    const decisions = asksPeople
      ? await decisionFacts(db, project, { prompt, digest, environment: id.name })
      : { approvals: [], rejections: [] };
    judged.set(pinKey(prompt, digest), { ...decisions, evidence: asksRuns ? await evidenceFacts(db, project, prompt, digest) : [] });
  }
  return judged;
}

function everyRequirement({ require, when }: Policy) {
  return [require, ...when.map((one) => one.require)];
}
