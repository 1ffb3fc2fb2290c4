import type { DraftOutcome } from '../../../protocol/drafts.ts';
import type { DraftClosing } from '../../storage/versions/drafts.ts';
import { actorOf, type Call } from '../call.ts';

/** How the caller closes a draft now. */
export function closingOf(
  call: Call,
  { outcome, reason, commit }: { readonly outcome: DraftOutcome; readonly reason?: string; readonly commit?: string },
): DraftClosing {
  const { id, name } = actorOf(call);
  return { outcome, closed_at: call.time, closer_id: id, closer_name: name, reason: reason ?? null, closed_commit: commit ?? null };
}
