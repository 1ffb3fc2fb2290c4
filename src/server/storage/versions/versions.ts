import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { StoredKind } from '../../../protocol/values.ts';
import { pinKey } from '../environments/environment-log.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

export type VersionRow = Tables['versions'];

/** A stored version as policy and uploads look at it. */
export interface StoredVersion {
  readonly number: number;
  readonly kind: StoredKind;
  readonly isDraft: boolean;
  readonly hasModel: boolean;
}

/** Which of these versions are stored, by `pinKey`. */
export async function findVersions(
  db: Database,
  project: string,
  wanted: readonly { readonly id: PromptId; readonly digest: Digest }[],
): Promise<ReadonlyMap<string, StoredVersion>> {
  const keys = new Set(wanted.map(({ id, digest }) => pinKey(id, digest)));
  const found = new Map<string, StoredVersion>();
  for (const digests of inChunks([...new Set(wanted.map(({ digest }) => digest))])) {
    const rows = await db
      .selectFrom('versions')
      .innerJoin('contents', (join) =>
        join.onRef('contents.project', '=', 'versions.project').onRef('contents.digest', '=', 'versions.digest'),
      )
      .select(['versions.prompt', 'versions.digest', 'versions.number', 'versions.kind', 'versions.draft', 'contents.has_model'])
      .where('versions.project', '=', project)
      .where('versions.digest', 'in', digests)
      .execute();
    for (const { prompt, digest, number, kind, draft, has_model } of rows) {
      const key = pinKey(prompt, digest);
      if (keys.has(key)) found.set(key, { number, kind, isDraft: draft === 1, hasModel: has_model === 1 });
    }
  }
  return found;
}

/** The rows of these versions, by `pinKey`. */
export async function readVersions(
  db: Database,
  project: string,
  wanted: readonly { readonly id: PromptId; readonly digest: Digest }[],
): Promise<ReadonlyMap<string, VersionRow>> {
  const keys = new Set(wanted.map(({ id, digest }) => pinKey(id, digest)));
  const found = new Map<string, VersionRow>();
  for (const digests of inChunks([...new Set(wanted.map(({ digest }) => digest))])) {
    const rows = await db.selectFrom('versions').selectAll().where('project', '=', project).where('digest', 'in', digests).execute();
    for (const row of rows) if (keys.has(pinKey(row.prompt, row.digest))) found.set(pinKey(row.prompt, row.digest), row);
  }
  return found;
}

/** The prompts that have these contents as versions, by content. */
export async function promptsWithContents(
  db: Database,
  project: string,
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, readonly PromptId[]>> {
  const found = new Map<Digest, PromptId[]>();
  for (const some of inChunks(digests)) {
    const rows = db.selectFrom('versions').select(['prompt', 'digest']).where('project', '=', project).where('digest', 'in', some);
    for (const { prompt, digest } of await rows.execute()) found.set(digest, [...(found.get(digest) ?? []), prompt]);
  }
  return found;
}

export async function addVersions(db: Database, rows: readonly VersionRow[]): Promise<void> {
  for (const some of inChunks(rows)) await db.insertInto('versions').values(some).execute();
}

/** Makes a draft an ordinary version: it has been pushed from a repository. */
export async function acceptDraft(db: Database, project: string, prompt: PromptId, digest: Digest): Promise<void> {
  await db
    .updateTable('versions')
    .set({ draft: 0 })
    .where('project', '=', project)
    .where('prompt', '=', prompt)
    .where('digest', '=', digest)
    .execute();
}

export interface VersionPage {
  readonly prompt: PromptId;
  /** `sha256:` and the first digits. */
  readonly prefix?: string;
  readonly number?: number;
  readonly before?: number;
  readonly limit: number;
}

/** Versions of a prompt, newest first. */
export async function pageOfVersions(
  db: Database,
  project: string,
  { prompt, prefix, number, before, limit }: VersionPage,
): Promise<VersionRow[]> {
  let rows = db.selectFrom('versions').selectAll().where('project', '=', project).where('prompt', '=', prompt);
  if (number !== undefined) rows = rows.where('number', '=', number);
  if (before !== undefined) rows = rows.where('number', '<', before);
  // A range instead of LIKE: exact, and served by the unique index.
  if (prefix !== undefined) rows = rows.where('digest', '>=', prefix as Digest).where('digest', '<', `${prefix}~` as Digest);
  return await rows.orderBy('number', 'desc').limit(limit).execute();
}
