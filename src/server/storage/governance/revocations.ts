import type { Digest } from '../../../base/digest.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

export type RevocationRow = Tables['revocations'];

/** Which of these contents may never be served again, and why. */
export async function findRevocations(
  db: Database,
  project: string,
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, RevocationRow>> {
  const found = new Map<Digest, RevocationRow>();
  for (const some of inChunks(digests)) {
    const rows = await db.selectFrom('revocations').selectAll().where('project', '=', project).where('digest', 'in', some).execute();
    for (const row of rows) found.set(row.digest, row);
  }
  return found;
}

/** Every content of a project that may never be served again, in the order of their digests. */
export async function readRevocations(db: Database, project: string): Promise<RevocationRow[]> {
  return await db.selectFrom('revocations').selectAll().where('project', '=', project).orderBy('digest').execute();
}

export async function addRevocation(transaction: Database, row: RevocationRow): Promise<void> {
  await transaction.insertInto('revocations').values(row).execute();
}

/** Where a content is pinned, by environment and prompt. */
export async function pinsOfContent(
  db: Database,
  project: string,
  digest: Digest,
): Promise<Pick<Tables['pins'], 'environment' | 'prompt'>[]> {
  const pins = db.selectFrom('pins').select(['environment', 'prompt']).where('project', '=', project).where('digest', '=', digest);
  return await pins.orderBy('environment').orderBy('prompt').execute();
}
