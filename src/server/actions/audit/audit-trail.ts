import type { ChainedEntry } from '../../../access/audit/chained-entry.ts';
import { allowsEveryPrompt } from '../../../access/authorise.ts';
import { Failure } from '../../../base/failure.ts';
import type { readAudit as auditEndpoint } from '../../../protocol/audit.ts';
import type { QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import { readAudit } from '../../storage/access/audit-trail.ts';
import type { Call } from '../call.ts';
import { numberCursor, PAGE, pageOf } from '../cursor.ts';

/** The audit trail of the project, or what of it a filter lets through. */
export async function auditTrailOf(call: Call, query: QueryOf<typeof auditEndpoint>): Promise<ReplyOf<typeof auditEndpoint>> {
  requireWholeTrail(call);
  const { limit = PAGE, order = 'oldest', cursor, ...filter } = query;
  const rows: ChainedEntry[] = [];
  for await (const entry of entriesFrom(call, order, numberCursor(cursor))) {
    if (!lets(filter, entry)) continue;
    rows.push(entry);
    if (rows.length > limit) break;
  }
  const { page, ...rest } = pageOf(rows, limit, (row) => row.seq);
  return { entries: page.map((entry) => ({ ...entry })), ...rest };
}

/** @throws Failure `not-allowed` for who may read of some prompts only: a trail tells of all. */
export function requireWholeTrail({ principal, project }: Call): void {
  if (allowsEveryPrompt(principal, 'audit:read', { project })) return;
  throw new Failure('not-allowed', `${principal.name} may read of some prompts only; the audit trail tells of all.`);
}

/** Rows read at once: other requests are answered in between. */
const BATCH = 1000;

async function* entriesFrom({ db, project }: Call, order: 'oldest' | 'newest', from: number | undefined): AsyncGenerator<ChainedEntry> {
  for (let position = from; ; ) {
    const entries = await readAudit(db, project, { order, from: position, limit: BATCH });
    yield* entries;
    if (entries.length < BATCH) return;
    position = entries.at(-1)?.seq;
  }
}

type Filter = Omit<QueryOf<typeof auditEndpoint>, 'limit' | 'order' | 'cursor'>;

function lets({ actor, action, target, since, until }: Filter, entry: ChainedEntry): boolean {
  if (actor !== undefined && entry.actor.id !== actor && entry.actor.name !== actor) return false;
  if (action !== undefined && entry.action !== action) return false;
  if (target !== undefined && !entry.target.includes(target)) return false;
  return entry.time >= (since ?? 0) && entry.time < (until ?? Number.POSITIVE_INFINITY);
}
