import type { Json } from '../../../base/json/canonical-json.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { Database } from '../tables.ts';
import type { RegistryEvent } from './registry-event.ts';

/** Adds an event in the transaction of what it tells of. Writers are serial, so that numbers come in the order of commits. */
export async function insertEvent(db: Database, project: string, event: Omit<RegistryEvent, 'seq'>): Promise<void> {
  const { time, kind, environment, prompt, data } = event;
  const seq = (await lastEvent(db, project)) + 1;
  await db
    .insertInto('events')
    .values({ project, seq, time, kind, environment: environment ?? null, prompt: prompt ?? null, data: JSON.stringify(data) })
    .execute();
}

/** The number of the newest event; 0 before the first. */
export async function lastEvent(db: Database, project: string): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select((query) => query.fn.max('seq').as('seq'))
    .where('project', '=', project)
    .executeTakeFirst();
  return row?.seq ?? 0;
}

/** Events after a number, in order. With an environment: its own, and those of none. */
export async function readEvents(
  db: Database,
  project: string,
  { after, environment, limit }: { readonly after: number; readonly environment?: EnvironmentName; readonly limit: number },
): Promise<RegistryEvent[]> {
  let events = db.selectFrom('events').selectAll().where('project', '=', project).where('seq', '>', after);
  if (environment !== undefined) {
    events = events.where((either) => either.or([either('environment', '=', environment), either('environment', 'is', null)]));
  }
  const rows = await events.orderBy('seq').limit(limit).execute();
  return rows.map((row) => ({
    seq: row.seq,
    time: row.time,
    kind: row.kind,
    ...(row.environment !== null && { environment: row.environment }),
    ...(row.prompt !== null && { prompt: row.prompt }),
    data: JSON.parse(row.data) as Json,
  }));
}
