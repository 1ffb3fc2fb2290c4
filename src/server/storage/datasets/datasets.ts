import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

/** Stores rows; those that are there already are the same by their digest. */
export async function addPart(db: Database, row: Tables['dataset_parts']): Promise<void> {
  await db
    .insertInto('dataset_parts')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** How many rows each of these parts has that is there. */
export async function knownParts(db: Database, project: string, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, number>> {
  const known = new Map<Digest, number>();
  for (const some of inChunks(digests)) {
    const rows = db.selectFrom('dataset_parts').select(['digest', 'lines']).where('project', '=', project);
    for (const { digest, lines } of await rows.where('digest', 'in', some).execute()) known.set(digest, Number(lines));
  }
  return known;
}

export async function readPart(db: Database, project: string, digest: Digest): Promise<string | undefined> {
  const rows = db.selectFrom('dataset_parts').select('text').where('project', '=', project);
  return (await rows.where('digest', '=', digest).executeTakeFirst())?.text;
}

/** Stores a version; false when it is there already. */
export async function addDataset(db: Database, row: Tables['datasets']): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('datasets')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findDataset(db: Database, project: string, name: PromptId, digest: Digest): Promise<Tables['datasets'] | undefined> {
  const rows = db.selectFrom('datasets').selectAll().where('project', '=', project).where('name', '=', name);
  return await rows.where('digest', '=', digest).executeTakeFirst();
}
