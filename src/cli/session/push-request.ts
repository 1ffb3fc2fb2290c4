import { firstEnvironment } from '../../workflows/release/environments.ts';
import { provenance } from '../../workflows/release/provenance.ts';
import type { PushRequest } from '../../workflows/release/push/push.ts';
import type { Session } from './session.ts';

/** What the flags of `push` ask for, with where the push comes from. */
export async function pushRequest(
  { apply, message, acceptSecrets }: { readonly apply: boolean; readonly message?: string; readonly acceptSecrets?: string },
  session: Session,
): Promise<PushRequest> {
  const environment = firstEnvironment((await session.workspace()).config.environments);
  const from = await provenance(await session.git(), message);
  return { environment, applies: apply, provenance: { ...from, ...(acceptSecrets !== undefined && { acceptSecrets }) } };
}
