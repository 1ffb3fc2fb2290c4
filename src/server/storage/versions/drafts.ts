import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { StoredKind } from '../../../protocol/values.ts';
import type { Database, Tables } from '../tables.ts';

/** A draft with what its version is. */
export type DraftRow = Tables['drafts'] & { readonly number: number; readonly kind: StoredKind };

/** One edit: the same content edited from another version is another draft. */
export interface DraftKey {
  readonly prompt: PromptId;
  readonly digest: Digest;
  readonly parent: Digest;
}

export type DraftClosing = Required<
  Pick<Tables['drafts'], 'outcome' | 'closed_at' | 'closer_id' | 'closer_name' | 'reason' | 'closed_commit'>
>;

const OPEN: DraftClosing = { outcome: null, closed_at: null, closer_id: null, closer_name: null, reason: null, closed_commit: null };

/** Opens a draft, also one that was closed: whoever makes the same edit again wants it again. An open one is left alone. */
export async function openDraft(db: Database, row: Omit<Tables['drafts'], keyof DraftClosing>): Promise<'opened' | 'open'> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('drafts')
    .values({ ...row, ...OPEN })
    .onConflict((conflict) =>
      conflict
        .columns(['project', 'prompt', 'digest', 'parent'])
        .doUpdateSet({ ...row, ...OPEN })
        .where('drafts.outcome', 'is not', null),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n ? 'opened' : 'open';
}

/** Open drafts, newest first. */
export async function pageOfDrafts(
  db: Database,
  project: string,
  { prompt, offset, limit }: { readonly prompt?: PromptId; readonly offset: number; readonly limit: number },
): Promise<DraftRow[]> {
  let rows = draftsOf(db, project).where('drafts.outcome', 'is', null);
  if (prompt !== undefined) rows = rows.where('drafts.prompt', '=', prompt);
  const ordered = rows.orderBy('drafts.created_at', 'desc').orderBy('drafts.prompt').orderBy('versions.number', 'desc');
  return await ordered.orderBy('drafts.parent').limit(limit).offset(offset).execute();
}

export async function findDraft(db: Database, project: string, { prompt, digest, parent }: DraftKey): Promise<DraftRow | undefined> {
  const rows = draftsOf(db, project).where('drafts.prompt', '=', prompt).where('drafts.digest', '=', digest);
  return await rows.where('drafts.parent', '=', parent).executeTakeFirst();
}

/** Closes one, if it is open. */
export async function closeRow(db: Database, project: string, { prompt, digest, parent }: DraftKey, closing: DraftClosing): Promise<void> {
  const rows = db.updateTable('drafts').set(closing).where('project', '=', project).where('prompt', '=', prompt);
  await rows.where('digest', '=', digest).where('parent', '=', parent).where('outcome', 'is', null).execute();
}

function draftsOf(db: Database, project: string) {
  return db
    .selectFrom('drafts')
    .innerJoin('versions', (join) =>
      join
        .onRef('versions.project', '=', 'drafts.project')
        .onRef('versions.prompt', '=', 'drafts.prompt')
        .onRef('versions.digest', '=', 'drafts.digest'),
    )
    .selectAll('drafts')
    .select(['versions.number', 'versions.kind'])
    .where('drafts.project', '=', project);
}
