import { type AuditEntry, CHAIN_START, type ChainedEntry, chainedEntry } from '../../../access/audit/chained-entry.ts';
import type { Digest } from '../../../base/digest.ts';
import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import type { Database } from '../tables.ts';

/** Appends one entry to the chain of a project, inside the transaction of what it records, and gives where it ends now. */
export async function appendAudit(db: Database, project: string, entry: Omit<AuditEntry, 'seq'>): Promise<{ seq: number; hash: Digest }> {
  const last = await endOfTrail(db, project);
  const seq = (last?.seq ?? 0) + 1;
  const { hash, ...sealed } = chainedEntry({ ...entry, seq }, last?.hash ?? CHAIN_START);
  await db
    .insertInto('audit')
    .values({ project, seq, hash, entry: canonicalJson(sealed as unknown as Json) })
    .execute();
  return { seq, hash };
}

/** The last entry of a trail; undefined before the first. */
export async function endOfTrail(db: Database, project: string): Promise<{ seq: number; hash: Digest } | undefined> {
  const entries = db.selectFrom('audit').select(['seq', 'hash']).where('project', '=', project);
  return await entries.orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

/** A stretch of a trail: so many entries after (or, newest first, before) a sequence number. */
export interface AuditStretch {
  readonly order: 'oldest' | 'newest';
  /** Absent: from that end of the trail on. */
  readonly from: number | undefined;
  readonly limit: number;
}

export async function readAudit(db: Database, project: string, { order, from, limit }: AuditStretch): Promise<ChainedEntry[]> {
  let entries = db.selectFrom('audit').select(['entry', 'hash']).where('project', '=', project);
  if (from !== undefined) entries = entries.where('seq', order === 'oldest' ? '>' : '<', from);
  const rows = await entries
    .orderBy('seq', order === 'oldest' ? 'asc' : 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ entry, hash }) => ({ ...(JSON.parse(entry) as Omit<ChainedEntry, 'hash'>), hash }));
}
