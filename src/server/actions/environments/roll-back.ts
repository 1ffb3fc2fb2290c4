import { authorise } from '../../../access/authorise.ts';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { rollbackPin } from '../../../protocol/moves.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { Refusal } from '../../../release/plan.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { addToQuarantine, quarantinedKeys } from '../../storage/environments/quarantine.ts';
import { findRevocations } from '../../storage/governance/revocations.ts';
import { type RolloutRow, rolloutsUnderWay } from '../../storage/rollouts/rollouts.ts';
import { actorOf, type Call } from '../call.ts';
import { shownRollout } from '../rollouts/rollout-rows.ts';
import { abortRollout } from '../rollouts/rollout-transition.ts';
import { type Decision, movePins, type Situation } from './move-pins.ts';

interface Return extends Decision {
  readonly left: Digest | undefined;
  /** A rollout under way: going back ends it. */
  readonly underWay?: RolloutRow;
  ended?: RolloutRow;
}

/**
 * Returns a prompt to a version that was active here, at once: what the environment requires of new
 * versions is not asked again. The version left is quarantined, so that the next apply does not bring it back.
 *
 * With a rollout under way it is the rollout that ends, and what it tried is quarantined; the pin moves only where `to` says so.
 */
export async function rollBack(
  call: Call,
  environment: EnvironmentName,
  { prompt, to, reason, expected }: BodyOf<typeof rollbackPin>,
): Promise<ReplyOf<typeof rollbackPin>> {
  // Before anything is looked up: what is refused, and why, tells of a prompt as much as what is moved.
  authorise(call.principal, 'pins:move', { project: call.project, environment, prompt });
  const { decision, ...moved } = await movePins<Return>(call, {
    environment,
    ...(expected !== undefined && { expected }),
    cause: 'rollback',
    message: reason,
    decide: (situation) => decideReturn(situation, prompt, to),
    also: async (situation, decided, next) => {
      const { call: now, transaction, setting } = situation;
      const { left, underWay } = decided;
      if (underWay !== undefined) decided.ended = await abortRollout(situation, underWay, reason, next);
      if (left === undefined) return;
      await addToQuarantine(transaction, setting.id, { prompt, digest: left, since: now.time, by: actorOf(now), reason });
    },
  });
  const { left, moves, ended } = decision;
  return {
    ...moved,
    moves: [...moves],
    ...(left !== undefined && { quarantined: left }),
    ...(ended !== undefined && { rollouts: [shownRollout(ended)] }),
  };
}

async function decideReturn(situation: Situation, prompt: PromptId, to: Digest | undefined): Promise<Return> {
  const { transaction, setting, state } = situation;
  const underWay = (await rolloutsUnderWay(transaction, setting.id)).find((row) => row.prompt === prompt);
  if (underWay === undefined) return await decidePinReturn(situation, prompt, to);
  const verdict = 'rollback of a rollout';
  const ending = { touched: [prompt], underWay };
  const isPinned = to === undefined || to === state.pins.get(prompt);
  if (isPinned) return { moves: [], ...ending, refusals: [], verdict, left: undefined };
  return { ...(await decidePinReturn(situation, prompt, to)), ...ending };
}

async function decidePinReturn({ transaction, setting, state }: Situation, prompt: PromptId, to: Digest | undefined): Promise<Return> {
  const from = state.pins.get(prompt);
  const verdict = 'rollback to a version active before';
  if (to !== undefined && to === from) return { moves: [], refusals: [], verdict, left: undefined };
  const earlier = await setting.log.activeBefore(setting.id, prompt);
  const quarantined = await quarantinedKeys(transaction, setting.id);
  const revoked = await findRevocations(transaction, setting.id.project, to === undefined ? earlier : [to]);
  const target = to ?? earlier.find((digest) => !quarantined.has(pinKey(prompt, digest)) && !revoked.has(digest));
  const refusal = revokedRefusal(prompt, target, revoked) ?? refusalOf(setting.id.name, prompt, target, earlier, quarantined);
  if (target === undefined || refusal !== undefined) return { moves: [], refusals: refusal ? [refusal] : [], verdict, left: undefined };
  return { moves: [{ prompt, ...(from !== undefined && { from }), to: target }], refusals: [], verdict, left: from };
}

function revokedRefusal(
  prompt: PromptId,
  target: Digest | undefined,
  revoked: ReadonlyMap<Digest, { readonly reason: string }>,
): Refusal | undefined {
  const revocation = target && revoked.get(target);
  if (target === undefined || revocation === undefined) return undefined;
  const message = `${prompt} ${shortDigest(target)} was revoked: ${revocation.reason}`;
  return { code: 'revoked', prompt, message, satisfy: 'Name another version: a revoked one is never served again.' };
}

function refusalOf(
  environment: EnvironmentName,
  prompt: PromptId,
  target: Digest | undefined,
  earlier: readonly Digest[],
  quarantined: ReadonlySet<string>,
): Refusal | undefined {
  const history = `\`promptlane history ${environment} ${prompt}\` lists what was.`;
  if (target === undefined) {
    const message = `${prompt} has no earlier version in ${environment} that could be returned to.`;
    return { code: 'not-active-before', prompt, message, satisfy: `Apply a mended version instead. ${history}` };
  }
  if (!earlier.includes(target)) {
    const message = `${prompt} ${shortDigest(target)} was never active in ${environment}.`;
    return { code: 'not-active-before', prompt, message, satisfy: `Name a version that was. ${history}` };
  }
  if (!quarantined.has(pinKey(prompt, target))) return undefined;
  const message = `${prompt} ${shortDigest(target)} was itself rolled back in ${environment} and is quarantined there.`;
  const satisfy = `Name another version, or run \`promptlane unquarantine ${prompt}@${shortDigest(target)} --env ${environment} --reason …\`.`;
  return { code: 'quarantined', prompt, message, satisfy };
}
