import { sql } from 'kysely';
import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { apiPage, health, metrics, openApi, readiness } from '../../../protocol/operations.ts';
import type { Database } from '../../storage/tables.ts';
import type { Metrics } from '../observe/metrics.ts';
import { docsPage } from '../openapi/docs-page.ts';
import { publicRoute, type Route, textRoute } from '../route.ts';

export interface OperationTools {
  readonly db: Database;
  readonly metrics: Metrics;
  /** True from the moment at which the server was told to stop. */
  isStopping(): boolean;
  document(): JsonObject;
}

/** Longer, and whoever balances the load should ask another server. */
const READY_MS = 2000;

/** What a supervisor or a tool asks without a token. */
export function operationRoutes({ db, metrics: counted, isStopping, document }: OperationTools): readonly Route[] {
  return [
    publicRoute(health, async () => ({ status: 'ok' as const })),
    publicRoute(readiness, async () => {
      if (isStopping()) throw new Failure('server-stopping', 'The server is being stopped.');
      await answersInTime(db);
      return { status: 'ok' as const };
    }),
    publicRoute(openApi, async () => document()),
    textRoute(metrics, () => counted.read()),
    textRoute(apiPage, async () => {
      const { html, contentSecurityPolicy } = docsPage(document());
      return { type: 'text/html; charset=utf-8', text: html, headers: { 'content-security-policy': contentSecurityPolicy } };
    }),
  ];
}

/** @throws Failure `database-unreachable` when the database does not answer in time. */
async function answersInTime(db: Database): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const failure = new Failure('database-unreachable', `The database has not answered for ${READY_MS / 1000} s.`);
    timer = setTimeout(() => reject(failure), READY_MS);
  });
  try {
    await Promise.race([sql`select 1`.execute(db), late]);
  } finally {
    clearTimeout(timer);
  }
}
