import { allowsEveryPrompt } from '../../access/authorise.ts';
import { Failure } from '../../base/failure.ts';
import type { QueryOf, ReplyOf } from '../../protocol/endpoint.ts';
import type { readAudit as auditEndpoint } from '../../protocol/governance.ts';
import { readAudit } from '../storage/access/audit-trail.ts';
import type { Call } from './call.ts';
import { numberCursor, PAGE, pageOf } from './cursor.ts';

/** The audit trail of the project in order. */
export async function auditTrailOf(
  { db, principal, project }: Call,
  query: QueryOf<typeof auditEndpoint>,
): Promise<ReplyOf<typeof auditEndpoint>> {
  if (!allowsEveryPrompt(principal, 'audit:read', { project })) {
    throw new Failure('not-allowed', `${principal.name} may read of some prompts only; the audit trail tells of all.`);
  }
  const { limit = PAGE } = query;
  const rows = await readAudit(db, project, numberCursor(query.cursor) ?? 0, limit + 1);
  const { page, ...rest } = pageOf(rows, limit, (row) => row.seq);
  return { entries: page.map((entry) => ({ ...entry })), ...rest };
}
