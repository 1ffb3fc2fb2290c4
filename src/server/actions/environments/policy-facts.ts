import type { PromptId } from '../../../prompt/prompt.ts';
import type { Move } from '../../../release/plan.ts';
import { type PolicyFacts, WITHIN_MS } from '../../../release/policy/facts.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { quarantinedKeys } from '../../storage/environments/quarantine.ts';
import type { Database } from '../../storage/tables.ts';
import { findVersions } from '../../storage/versions/versions.ts';
import { type Call, sees } from '../call.ts';
import type { Setting } from './setting.ts';

/** Reads what policy needs to know about these moves, in the transaction that decides on them. */
export async function policyFacts(
  db: Database,
  call: Call,
  { id, definition, isFirst, log }: Setting,
  moves: readonly Move[],
): Promise<PolicyFacts> {
  const pinned = moves.flatMap(({ prompt, to }) => (to === undefined || !sees(call, prompt) ? [] : [{ id: prompt, digest: to }]));
  const versions = await findVersions(db, call.project, pinned);
  const { after } = definition.policy;
  const before = typeof after === 'string' ? { project: call.project, name: after } : undefined;
  const quarantined = new Map([[id.name, await quarantinedKeys(db, id)]]);
  if (before !== undefined) quarantined.set(before.name, await quarantinedKeys(db, before));
  const prompts: PromptId[] = pinned.map((version) => version.id);
  const previous = before === undefined ? new Set<string>() : await log.pinnedSince(before, prompts, call.time - WITHIN_MS);
  return {
    isFirst,
    version(prompt, digest) {
      const version = versions.get(pinKey(prompt, digest));
      // Partials and guardrail sets are served inside prompts, never by themselves.
      return version?.kind === 'prompt' ? version : undefined;
    },
    isQuarantined: (environment, prompt, digest) => quarantined.get(environment)?.has(pinKey(prompt, digest)) ?? false,
    wasPinned: (environment, prompt, digest) => environment === after && previous.has(pinKey(prompt, digest)),
  };
}
