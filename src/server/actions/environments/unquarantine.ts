import { authorise } from '../../../access/authorise.ts';
import { shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { readQuarantine as quarantineEndpoint } from '../../../protocol/environments.ts';
import type { unquarantine as unquarantineEndpoint } from '../../../protocol/moves.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { readQuarantine, removeFromQuarantine } from '../../storage/environments/quarantine.ts';
import { type Call, recordAct, seesPin } from '../call.ts';
import { settingOf } from './setting.ts';

/** The versions that may not be pinned here, of the prompts that the caller may see. */
export async function quarantineOf(call: Call, environment: EnvironmentName): Promise<ReplyOf<typeof quarantineEndpoint>> {
  const { id } = await settingOf(call.db, call.project, environment);
  return { quarantined: (await readQuarantine(call.db, id)).filter(({ prompt }) => seesPin(call, environment, prompt)) };
}

/** Lets a version be pinned here again; answers what it was held for. */
export async function unquarantine(
  call: Call,
  environment: EnvironmentName,
  { prompt, digest, reason }: BodyOf<typeof unquarantineEndpoint>,
): Promise<ReplyOf<typeof unquarantineEndpoint>> {
  authorise(call.principal, 'pins:move', { project: call.project, environment, prompt });
  return await call.db.transaction().execute(async (transaction) => {
    const { id } = await settingOf(transaction, call.project, environment);
    const held = (await readQuarantine(transaction, id)).find((version) => version.prompt === prompt && version.digest === digest);
    if (held === undefined) throw new Failure('not-found', `${prompt} ${shortDigest(digest)} is not quarantined in ${environment}.`);
    await removeFromQuarantine(transaction, id, prompt, digest);
    await recordAct(transaction, call, {
      target: `${environment}: ${prompt}@${digest}`,
      before: { quarantined: true, since: held.since, reason: held.reason },
      after: { quarantined: false, reason },
      verdict: 'released by hand',
    });
    return held;
  });
}
