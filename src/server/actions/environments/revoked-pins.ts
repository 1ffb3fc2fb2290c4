import { shortDigest } from '../../../base/digest.ts';
import type { Pins } from '../../../release/environment.ts';
import { findRevocations } from '../../storage/governance/revocations.ts';
import { seesPin } from '../call.ts';
import type { Situation } from './move-pins.ts';

/** What an environment would still pin though it was revoked: applications refuse it, so something else must be pinned. */
export async function revokedPinNotes({ transaction, call, setting }: Situation, pins: Pins): Promise<string[]> {
  const { name } = setting.id;
  const revoked = await findRevocations(transaction, call.project, [...new Set(pins.values())]);
  return [...pins]
    .filter(([prompt, digest]) => revoked.has(digest) && seesPin(call, name, prompt))
    .map(([prompt, digest]) => {
      const why = revoked.get(digest)?.reason ?? '';
      return `${name} pins ${prompt} ${shortDigest(digest)}, which was revoked (${why}). Move it: \`promptlane rollback ${prompt} --env ${name} --reason …\`.`;
    });
}
