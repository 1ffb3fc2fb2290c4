import { readAudit, whoami } from '../../../protocol/governance.ts';
import { auditTrailOf } from '../../actions/audit-trail.ts';
import { principalRoute, type Route, route } from '../route.ts';

export const governanceRoutes: readonly Route[] = [
  principalRoute(whoami, async ({ id, name, kind, bindings }) => ({ id, name, kind, bindings: [...bindings] })),
  route(readAudit, ({ call, query }) => auditTrailOf(call, query)),
];
