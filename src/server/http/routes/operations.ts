import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { health, openApi, readiness } from '../../../protocol/operations.ts';
import { anyToken } from '../../storage/access/principals.ts';
import type { Database } from '../../storage/tables.ts';
import { publicRoute, type Route } from '../route.ts';

/** What a supervisor or a tool asks without a token. */
export function operationRoutes(db: Database, document: () => JsonObject): readonly Route[] {
  return [
    publicRoute(health, async () => ({ status: 'ok' as const })),
    publicRoute(readiness, async () => {
      await anyToken(db);
      return { status: 'ok' as const };
    }),
    publicRoute(openApi, async () => document()),
  ];
}
