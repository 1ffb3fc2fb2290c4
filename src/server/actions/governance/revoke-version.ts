import { authorise } from '../../../access/authorise.ts';
import { shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { revokeVersion as revokeEndpoint } from '../../../protocol/revocations.ts';
import { readDefinitions } from '../../storage/environments/definitions.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { kyselyEnvironmentLog } from '../../storage/environments/kysely-environment-log.ts';
import { addRevocation, findRevocations, pinsOfContent, type RevocationRow } from '../../storage/governance/revocations.ts';
import type { Database } from '../../storage/tables.ts';
import { findVersions } from '../../storage/versions/versions.ts';
import { actorOf, type Call, recordAct, seesPin, tell } from '../call.ts';
import { stayingMove } from '../environments/staying-move.ts';

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
      await tellEnvironments(transaction, call, { prompt, reason });
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

/** What is barred is part of what each environment says: a revision tells whoever asks by ETag. No pin moves. */
async function tellEnvironments(
  transaction: Database,
  call: Call,
  { prompt, reason }: { readonly prompt: PromptId; readonly reason: string },
): Promise<void> {
  const { project, time, requestId } = call;
  for (const { name } of await readDefinitions(transaction, project)) {
    const id = { project, name };
    const log = kyselyEnvironmentLog(transaction);
    const state = await log.current(id);
    const moves = [stayingMove(state.pins, prompt)];
    await log.append(id, state, { moves, time, actor: actorOf(call), cause: 'revoke', message: reason, requestId });
  }
}

function rowOf(call: Call, { prompt, digest, reason }: BodyOf<typeof revokeEndpoint>): RevocationRow {
  const { id: actor_id, name: actor_name } = actorOf(call);
  return { project: call.project, prompt, digest, reason, actor_id, actor_name, time: call.time };
}
