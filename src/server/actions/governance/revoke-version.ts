import { authorise } from '../../../access/authorise.ts';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { revokeVersion as revokeEndpoint } from '../../../protocol/revocations.ts';
import { readDefinitions } from '../../storage/environments/definitions.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { addRevocation, findRevocations, pinsOfContent, type RevocationRow } from '../../storage/governance/revocations.ts';
import { type RolloutRow, rolloutsUnderWay } from '../../storage/rollouts/rollouts.ts';
import type { Database } from '../../storage/tables.ts';
import { findVersions } from '../../storage/versions/versions.ts';
import { actorOf, type Call, recordAct, seesPin, tell } from '../call.ts';
import { settingOf } from '../environments/setting.ts';
import { stayingMove } from '../environments/staying-move.ts';
import { definitionOf } from '../rollouts/rollout-rows.ts';
import { abortRollout } from '../rollouts/rollout-transition.ts';

/**
 * Bars a content from ever being pinned again, and tells where it still is.
 *
 * Moves no pin: what to serve instead is for people to say. The first reason stands.
 * @throws Failure `not-found` when the prompt has no such version.
 */
export async function revokeVersion(
  call: Call,
  { prompt, digest, reason }: BodyOf<typeof revokeEndpoint>,
): Promise<ReplyOf<typeof revokeEndpoint>> {
  authorise(call.principal, 'versions:revoke', { project: call.project, prompt });
  return await call.db.transaction().execute(async (transaction) => {
    const version = { id: prompt, digest };
    if (!(await findVersions(transaction, call.project, [version])).has(pinKey(prompt, digest))) {
      throw new Failure('not-found', `${prompt} has no version ${shortDigest(digest)}.`);
    }
    const known = (await findRevocations(transaction, call.project, [digest])).get(digest);
    const row = known ?? rowOf(call, { prompt, digest, reason });
    if (known === undefined) {
      await addRevocation(transaction, row);
      await tellEnvironments(transaction, call, { prompt, digest, reason });
      await tell(transaction, call, { kind: 'version.revoked', prompt, data: { digest, reason } });
      await recordAct(transaction, call, {
        target: `${prompt}@${digest}`,
        before: null,
        after: { revoked: true, reason },
        verdict: 'revoked',
      });
    }
    const pinned = await pinsOfContent(transaction, call.project, digest);
    return {
      prompt: row.prompt,
      digest,
      reason: row.reason,
      by: { id: row.actor_id, name: row.actor_name },
      time: row.time,
      pinned: pinned.filter((pin) => seesPin(call, pin.environment, pin.prompt)),
    };
  });
}

/**
 * What is barred is part of what each environment says: a revision tells whoever asks by ETag. No pin moves, but
 * rollouts that try it end.
 */
async function tellEnvironments(transaction: Database, call: Call, { prompt, digest, reason }: Revoked): Promise<void> {
  const { project, time, requestId } = call;
  for (const { name } of await readDefinitions(transaction, project)) {
    const setting = await settingOf(transaction, project, name);
    const { id, log } = setting;
    const state = await log.current(id);
    const trying = (await rolloutsUnderWay(transaction, id)).filter((row) => tries(row, digest));
    const touched = new Set([prompt, ...trying.map((row) => row.prompt)]);
    const moves = [...touched].map((one) => stayingMove(state.pins, one));
    const next = await log.append(id, state, { moves, time, actor: actorOf(call), cause: 'revoke', message: reason, requestId });
    for (const row of trying) await abortRollout({ call, transaction, setting, state }, row, reason, next);
  }
}

type Revoked = BodyOf<typeof revokeEndpoint>;

/** A control that is revoked stays, as a pin does. */
function tries(row: RolloutRow, digest: Digest): boolean {
  const { control, variants } = definitionOf(row);
  return digest !== control && variants.some(({ version }) => version === digest);
}

function rowOf(call: Call, { prompt, digest, reason }: BodyOf<typeof revokeEndpoint>): RevocationRow {
  const { id: actor_id, name: actor_name } = actorOf(call);
  return { project: call.project, prompt, digest, reason, actor_id, actor_name, time: call.time };
}
