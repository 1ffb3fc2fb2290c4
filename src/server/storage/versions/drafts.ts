import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { StoredKind } from '../../../protocol/values.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import type { Database, Tables } from '../tables.ts';

/** A draft with what its version is. */
export type DraftRow = Tables['drafts'] & { readonly number: number; readonly kind: StoredKind };

/** One edit: the same content edited from another version, or with another description, is another draft. */
export type DraftKey = Pick<Tables['drafts'], 'prompt' | 'digest' | 'parent' | 'blob' | 'parent_blob'>;

/** Drafts that someone may mean: those of any file, where the files are left out. */
type NamedDraft = Pick<DraftKey, 'prompt' | 'digest' | 'parent'> & Partial<DraftKey>;

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
        .columns(['project', 'prompt', 'digest', 'parent', 'blob', 'parent_blob'])
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
  // The rest of the key: a page must not show a draft twice, nor leave one out.
  const total = ordered.orderBy('drafts.parent').orderBy('drafts.blob').orderBy('drafts.parent_blob');
  return await total.limit(limit).offset(offset).execute();
}

/** The drafts that a name fits, open ones first, then the newest. */
export async function findDrafts(db: Database, project: string, { prompt, digest, parent, ...files }: NamedDraft): Promise<DraftRow[]> {
  let rows = draftsOf(db, project).where('drafts.prompt', '=', prompt).where('drafts.digest', '=', digest);
  if (files.blob !== undefined) rows = rows.where('drafts.blob', '=', files.blob);
  if (files.parent_blob !== undefined) rows = rows.where('drafts.parent_blob', '=', files.parent_blob);
  const found = await rows.where('drafts.parent', '=', parent).orderBy('drafts.created_at', 'desc').execute();
  const isOpen = ({ outcome }: DraftRow) => outcome === null;
  return [...found.filter(isOpen), ...found.filter((row) => !isOpen(row))];
}

/** Other open drafts that were made from the same text as this one. */
export async function draftsBeside(db: Database, project: string, key: DraftKey): Promise<DraftRow[]> {
  const rows = draftsOf(db, project).where('drafts.outcome', 'is', null).where('drafts.prompt', '=', key.prompt);
  const siblings = rows.where('drafts.parent', '=', key.parent).where('drafts.parent_blob', '=', key.parent_blob);
  const found = await siblings.orderBy('drafts.created_at').execute();
  return found.filter(({ digest, blob }) => digest !== key.digest || blob !== key.blob);
}

/** Closes one, if it is open. */
export async function closeRow(db: Database, project: string, key: DraftKey, closing: DraftClosing): Promise<void> {
  const rows = db.updateTable('drafts').set(closing).where('project', '=', project).where('prompt', '=', key.prompt);
  const edits = rows.where('digest', '=', key.digest).where('parent', '=', key.parent).where('blob', '=', key.blob);
  await edits.where('parent_blob', '=', key.parent_blob).where('outcome', 'is', null).execute();
}

/** Keeps the file of a draft; a text is the same by its blob id. */
export async function addDraftFile(db: Database, row: Tables['draft_files']): Promise<void> {
  await db
    .insertInto('draft_files')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The prompts that have, or had, a draft of this version with this file. */
export async function promptsWithDraft(db: Database, project: string, digest: Digest, blob: BlobId): Promise<PromptId[]> {
  const rows = db.selectFrom('drafts').select('prompt').distinct().where('project', '=', project);
  return (await rows.where('digest', '=', digest).where('blob', '=', blob).execute()).map(({ prompt }) => prompt);
}

export async function readDraftFile(db: Database, project: string, blob: BlobId): Promise<string | undefined> {
  const row = await db.selectFrom('draft_files').select('text').where('project', '=', project).where('blob', '=', blob).executeTakeFirst();
  return row?.text;
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
