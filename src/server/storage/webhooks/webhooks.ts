import type { Actor } from '../../../protocol/values.ts';
import type { WebhookKind } from '../../../protocol/webhooks.ts';
import type { Database } from '../tables.ts';

/** A webhook as it is stored; its cursor makes the log of events its outbox. */
export interface StoredWebhook {
  readonly id: string;
  readonly project: string;
  readonly kind: WebhookKind;
  readonly url: string;
  readonly events: readonly string[];
  readonly sealedSecret: string;
  readonly createdAt: number;
  readonly createdBy: Actor;
  readonly cursor: number;
  readonly attempts: number;
  readonly nextAt: number;
  readonly deliveredAt: number | null;
  readonly dropped: number;
  readonly error: string | null;
  readonly errorAt: number | null;
}

export async function insertWebhook(db: Database, webhook: StoredWebhook): Promise<void> {
  const { createdAt, createdBy, sealedSecret, events, nextAt, deliveredAt, errorAt, ...same } = webhook;
  await db
    .insertInto('webhooks')
    .values({
      ...same,
      events: JSON.stringify(events),
      secret: sealedSecret,
      created_at: createdAt,
      creator_id: createdBy.id,
      creator_name: createdBy.name,
      next_at: nextAt,
      delivered_at: deliveredAt,
      error_at: errorAt,
    })
    .execute();
}

/** Oldest first. */
export async function webhooksOf(db: Database, project: string): Promise<StoredWebhook[]> {
  return (await db.selectFrom('webhooks').selectAll().where('project', '=', project).orderBy('created_at').orderBy('id').execute()).map(
    stored,
  );
}

/** Those that may be tried again now. */
export async function dueWebhooks(db: Database, time: number): Promise<StoredWebhook[]> {
  return (await db.selectFrom('webhooks').selectAll().where('next_at', '<=', time).execute()).map(stored);
}

export async function removeWebhook(db: Database, id: string): Promise<void> {
  await db.deleteFrom('webhooks').where('id', '=', id).execute();
}

export type Progress = Partial<Pick<StoredWebhook, 'cursor' | 'attempts' | 'nextAt' | 'deliveredAt' | 'dropped' | 'error' | 'errorAt'>>;

/** Keeps how far a webhook has come. */
export async function keepProgress(db: Database, id: string, { nextAt, deliveredAt, errorAt, ...same }: Progress): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({
      ...same,
      ...(nextAt !== undefined && { next_at: nextAt }),
      ...(deliveredAt !== undefined && { delivered_at: deliveredAt }),
      ...(errorAt !== undefined && { error_at: errorAt }),
    })
    .where('id', '=', id)
    .execute();
}

type Row = Awaited<ReturnType<typeof rows>>[number];
const rows = (db: Database) => db.selectFrom('webhooks').selectAll().execute();

function stored(row: Row): StoredWebhook {
  const { id, project, kind, url, cursor, attempts, dropped, error } = row;
  return {
    ...{ id, project, kind, url, cursor, attempts, dropped, error },
    events: JSON.parse(row.events) as string[],
    sealedSecret: row.secret,
    createdAt: row.created_at,
    createdBy: { id: row.creator_id, name: row.creator_name },
    nextAt: row.next_at,
    deliveredAt: row.delivered_at,
    errorAt: row.error_at,
  };
}
