import { type AuditEntry, CHAIN_START, type ChainedEntry, chainedEntry } from '../../../access/audit/chained-entry.ts';
import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import type { Database } from '../tables.ts';

/** Appends one entry to the chain of a project, inside the transaction of what it records. */
export async function appendAudit(db: Database, project: string, entry: Omit<AuditEntry, 'seq'>): Promise<void> {
  const last = await db
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .where('project', '=', project)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const seq = (last?.seq ?? 0) + 1;
  const { hash, ...sealed } = chainedEntry({ ...entry, seq }, last?.hash ?? CHAIN_START);
  await db
    .insertInto('audit')
    .values({ project, seq, hash, entry: canonicalJson(sealed as unknown as Json) })
    .execute();
}

/** Entries after a sequence number, in order. */
export async function readAudit(db: Database, project: string, after: number, limit: number): Promise<ChainedEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['entry', 'hash'])
    .where('project', '=', project)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(({ entry, hash }) => ({ ...(JSON.parse(entry) as Omit<ChainedEntry, 'hash'>), hash }));
}
