import type { ChainedEntry } from '../../access/audit/chained-entry.ts';
import type { Checkpoint } from '../../access/audit/checkpoint.ts';
import { verifyTrail } from '../../access/audit/verify-trail.ts';
import { Failure } from '../../base/failure.ts';
import { listCheckpoints, listKeys, readAudit, readCheckpoint } from '../../protocol/audit.ts';
import type { AuditCalls, AuditEntry } from '../areas/audit.ts';
import { allPages } from './all-pages.ts';
import type { HttpCaller } from './http-caller.ts';

/** Entries asked for at once. */
const PAGE = 1000;

/** The calls about the audit trail. */
export function auditCalls(http: HttpCaller, project: string): AuditCalls {
  async function* auditTrail(): AsyncGenerator<AuditEntry> {
    let cursor: { cursor?: string } = {};
    for (;;) {
      const { entries, next } = await http.call(readAudit, { query: { ...cursor, limit: PAGE } });
      yield* entries;
      if (next === undefined) return;
      cursor = { cursor: next };
    }
  }
  return {
    auditTrail,

    async audit() {
      const entries: AuditEntry[] = [];
      for await (const entry of auditTrail()) entries.push(entry);
      const { finding } = await verifyTrail(entries as unknown as ChainedEntry[], { project, checkpoints: [], keys: [] });
      if (finding === undefined) return entries;
      throw new Failure('verification-failed', finding.message, { hint: 'The trail was changed; compare it with a backup.' });
    },

    auditLog: (filter, limit) =>
      allPages<AuditEntry>(async (cursor) => {
        const query = { ...filter, order: 'newest' as const, ...cursor, limit: Math.min(limit, PAGE) };
        const { entries, next } = await http.call(readAudit, { query });
        return { items: entries, next };
      }, limit),

    checkpoint: async () => (await http.call(readCheckpoint, {})).checkpoint,

    checkpoints: () =>
      allPages<Checkpoint>(async (cursor) => {
        const { checkpoints, next } = await http.call(listCheckpoints, { query: { ...cursor, limit: PAGE } });
        return { items: checkpoints, next };
      }),

    signingKeys: async () => (await http.call(listKeys, {})).keys,
  };
}
