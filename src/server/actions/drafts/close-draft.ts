import { authorise } from '../../../access/authorise.ts';
import { shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { closeDraft as closeEndpoint } from '../../../protocol/drafts.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { Database } from '../../storage/tables.ts';
import { closeRow, type DraftClosing, type DraftRow, findDrafts } from '../../storage/versions/drafts.ts';
import { actorOf, type Call, recordAct, tell } from '../call.ts';
import { draftOf } from './read-drafts.ts';

/**
 * Takes a draft off the list, and keeps who said what became of it. Its version stays readable.
 *
 * A draft that is closed already keeps what was said first, so that asking twice is asking once.
 */
export async function closeDraft(call: Call, body: BodyOf<typeof closeEndpoint>): Promise<ReplyOf<typeof closeEndpoint>> {
  const { prompt, digest, parent, outcome, reason, commit } = body;
  authorise(call.principal, 'prompts:write', { project: call.project, prompt });
  if (outcome === 'declined' && reason === undefined) {
    throw new Failure('request-invalid', `${prompt}: declining the draft ${shortDigest(digest)} needs a reason.`);
  }
  return await call.db.transaction().execute(async (transaction) => {
    const draft = await theDraft(transaction, call.project, body);
    if (draft.outcome !== null) return closedDraft(draft);
    const closing = closingOf(call, body);
    await closeRow(transaction, call.project, draft, closing);
    await recordAct(transaction, call, {
      target: `${prompt}@${digest}`,
      before: { draft: digest, parent, ...(draft.blob !== '' && { blob: draft.blob }) },
      after: { outcome, ...(reason !== undefined && { reason }), ...(commit !== undefined && { commit }) },
      verdict: 'closed',
    });
    await tell(transaction, call, { kind: 'draft.closed', prompt, data: { digest, parent, outcome } });
    return closedDraft({ ...draft, ...closing });
  });
}

/** How a draft says that its version's own file is all there is. */
const NO_FILE = '' as const;

/** @throws Failure `not-found`, or `request-invalid` where the name fits several open ones. */
async function theDraft(db: Database, project: string, body: BodyOf<typeof closeEndpoint>): Promise<DraftRow> {
  const { prompt, digest, parent, blob, parentBlob } = body;
  const files = {
    ...(blob !== undefined && { blob: blob ?? NO_FILE }),
    ...(parentBlob !== undefined && { parent_blob: parentBlob ?? NO_FILE }),
  };
  const [draft, second] = await findDrafts(db, project, { prompt, digest, parent, ...files });
  if (draft === undefined) throw new Failure('not-found', `There is no draft ${shortDigest(digest)} of ${prompt}.`);
  if (second?.outcome === null) {
    throw new Failure('request-invalid', `Several drafts of ${prompt} are ${shortDigest(digest)}.`, {
      hint: 'Say which one with its `blob` and `parentBlob`.',
    });
  }
  return draft;
}

function closedDraft(row: DraftRow): ReplyOf<typeof closeEndpoint> {
  const { outcome, closed_at, closer_id, closer_name, reason, closed_commit } = row;
  if (outcome === null || closed_at === null || closer_id === null || closer_name === null) throw new Error('the draft is open');
  return {
    ...draftOf(row),
    closed: {
      outcome,
      time: closed_at,
      by: { id: closer_id, name: closer_name },
      ...(reason !== null && { reason }),
      ...(closed_commit !== null && { commit: closed_commit }),
    },
  };
}

function closingOf(call: Call, { outcome, reason, commit }: BodyOf<typeof closeEndpoint>): DraftClosing {
  const { id, name } = actorOf(call);
  return { outcome, closed_at: call.time, closer_id: id, closer_name: name, reason: reason ?? null, closed_commit: commit ?? null };
}
