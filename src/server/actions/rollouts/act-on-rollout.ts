import { allows, authorise } from '../../../access/authorise.ts';
import { globMatches } from '../../../access/glob.ts';
import { ACCESS_ROLES, ROLE_PERMISSIONS } from '../../../access/role.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { actOnRollout as endpoint, RolloutAct } from '../../../protocol/rollouts.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { RolloutCommand } from '../../../release/rollout/progress/rollout-event.ts';
import { rolloutSteps } from '../../../release/rollout/progress/rollout-steps.ts';
import type { RolloutRow } from '../../storage/rollouts/rollouts.ts';
import type { Call } from '../call.ts';
import { settingOf } from '../environments/setting.ts';
import { moveRollout } from './move-rollout.ts';
import { rolloutNamed } from './read-rollouts.ts';
import { verdictOf } from './rollout-figures.ts';
import { definitionOf, fileOf, shownRollout, stateOf } from './rollout-rows.ts';

interface Place {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
}

/**
 * Does what a person asks of a rollout.
 *
 * @throws Failure `not-found`, `not-allowed`, `usage-invalid` without a reason to abort, `policy-refused`, `rollout-moved`,
 * `rollout-impossible`, `rollout-approval-missing`, `rollout-worse`.
 */
export async function actOnRollout(
  call: Call,
  place: Place,
  { act, keep, reason, rollout }: BodyOf<typeof endpoint>,
): Promise<ReplyOf<typeof endpoint>> {
  const row = await rolloutNamed(call, place, rollout);
  requireLeave(call, place, act, row);
  if (act === 'abort' && reason === undefined)
    throw new Failure('usage-invalid', 'An abort needs a reason.', { hint: 'Say why with `--reason`.' });
  const event = commandOf(act, { roles: rolesOf(call, place), keep });
  const verdict = await verdictOf(call.db, row);
  const { row: after, changes } = await moveRollout(call, { row, event, verdict, ...(reason !== undefined && { reason }) });
  const { id, log } = await settingOf(call.db, call.project, place.environment);
  return { rollout: shownRollout(after), changes: [...changes], ...(await log.revision(id)) };
}

/** Who moves pins does all of it; a reviewer says yes where a step asks for one. */
function requireLeave(call: Call, place: Place, act: RolloutAct, row: RolloutRow): void {
  const resource = { project: call.project, ...place };
  const state = stateOf(row);
  const step = 'step' in state ? rolloutSteps(fileOf(definitionOf(row)))[state.step] : undefined;
  if (act === 'advance' && step?.approval === 'reviewer' && allows(call.principal, 'reviews:decide', resource)) return;
  authorise(call.principal, 'pins:move', resource);
}

function commandOf(
  act: RolloutAct,
  { roles, keep }: { readonly roles: readonly string[]; readonly keep: string | undefined },
): RolloutCommand {
  if (act === 'complete') return { kind: act, roles, ...(keep !== undefined && { keep }) };
  return act === 'advance' ? { kind: act, roles } : { kind: act };
}

/** The roles by whose word a person speaks here; a role speaks for those that may do no more. A machine gives nobody's word. */
function rolesOf({ principal, project }: Call, { environment, prompt }: Place): string[] {
  if (principal.kind !== 'user') return [];
  const held = principal.bindings.filter(
    (binding) =>
      globMatches(binding.project, project) && globMatches(binding.environments, environment) && globMatches(binding.prompts, prompt),
  );
  return ACCESS_ROLES.filter((role) =>
    held.some((binding) => [...ROLE_PERMISSIONS[role]].every((permission) => ROLE_PERMISSIONS[binding.role].has(permission))),
  );
}
