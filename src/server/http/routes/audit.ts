import { listCheckpoints, listKeys, readAudit, readCheckpoint } from '../../../protocol/audit.ts';
import { auditTrailOf } from '../../actions/audit/audit-trail.ts';
import { checkpointOf, checkpointsOf } from '../../actions/audit/checkpoints.ts';
import { readSigningKeys } from '../../storage/signing/signing-keys.ts';
import type { Database } from '../../storage/tables.ts';
import { publicRoute, type Route, route } from '../route.ts';

/** The audit trail, and what it can be verified with. */
export function auditRoutes(db: Database): readonly Route[] {
  return [
    route(readAudit, ({ call, query }) => auditTrailOf(call, query)),
    route(readCheckpoint, ({ call }) => checkpointOf(call)),
    route(listCheckpoints, ({ call, query }) => checkpointsOf(call, query)),
    publicRoute(listKeys, async () => ({ keys: await readSigningKeys(db) })),
  ];
}
