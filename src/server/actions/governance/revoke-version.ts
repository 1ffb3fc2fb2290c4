import { authorise } from '../../../access/authorise.ts';
import { shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { revokeVersion as revokeEndpoint } from '../../../protocol/revocations.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { addRevocation, findRevocations, pinsOfContent, type RevocationRow } from '../../storage/governance/revocations.ts';
import { findVersions } from '../../storage/versions/versions.ts';
import { actorOf, type Call, recordAct, seesPin, tell } from '../call.ts';

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

function rowOf(call: Call, { prompt, digest, reason }: BodyOf<typeof revokeEndpoint>): RevocationRow {
  const { id: actor_id, name: actor_name } = actorOf(call);
  return { project: call.project, prompt, digest, reason, actor_id, actor_name, time: call.time };
}
