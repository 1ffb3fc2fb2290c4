import type { Digest } from '../../../base/digest.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

/** Stores contents; one that is there already is the same by its digest and is left alone. */
export async function addContents(db: Database, rows: readonly Tables['contents'][]): Promise<void> {
  for (const some of inChunks(rows)) {
    await db
      .insertInto('contents')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Stores the file texts that contents were computed from; the first text of a content is kept. */
export async function addSources(db: Database, rows: readonly Tables['sources'][]): Promise<void> {
  for (const some of inChunks(rows)) {
    await db
      .insertInto('sources')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** The canonical JSON of a content. */
export async function readContentBody(db: Database, project: string, digest: Digest): Promise<string | undefined> {
  const row = await db.selectFrom('contents').select('body').where('project', '=', project).where('digest', '=', digest).executeTakeFirst();
  return row?.body;
}

export async function readSourceText(db: Database, project: string, digest: Digest): Promise<{ text: string; blob: BlobId } | undefined> {
  const rows = db.selectFrom('sources').select(['text', 'blob']).where('project', '=', project);
  return await rows.where('digest', '=', digest).executeTakeFirst();
}

/** The canonical JSON of contents, by digest. */
export async function readBodies(db: Database, project: string, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, string>> {
  const found = new Map<Digest, string>();
  for (const some of inChunks(digests)) {
    const rows = db.selectFrom('contents').select(['digest', 'body']).where('project', '=', project).where('digest', 'in', some);
    for (const { digest, body } of await rows.execute()) found.set(digest, body);
  }
  return found;
}
