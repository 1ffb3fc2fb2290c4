import { inChunks } from '../storage/in-chunks.ts';
import type { Database, Tables } from '../storage/tables.ts';
import { BACKOFF_MS, type BatchProgress, type JobQueue, type Lease, MOST_ATTEMPTS } from './job-queue.ts';

type JobRow = Tables['jobs'];

/** Batches that a worker is offered. */
const MOST_WAITING = 100;

/**
 * The jobs of a project in a table, on either database.
 *
 * @param db a transaction: those that write take turns, so nobody reads a job that another is leasing.
 */
export function tableQueue(db: Database, project: string): JobQueue {
  const jobs = () => db.selectFrom('jobs').where('project', '=', project);
  /** Changes the job of a current lease. */
  const change = async ({ batch, number, fence, holder }: Lease, states: readonly JobRow['state'][], changed: Partial<JobRow>) => {
    const own = db.updateTable('jobs').set(changed).where('project', '=', project).where('batch', '=', batch).where('number', '=', number);
    const current = own.where('fence', '=', fence).where('holder', '=', holder).where('state', 'in', states);
    return (await current.executeTakeFirst()).numUpdatedRows === 1n;
  };
  return {
    async enqueue(batch, added, now) {
      let count = 0;
      const fresh = { project, batch, state: 'ready', attempts: 0, fence: 0, ready_at: now, created_at: now } as const;
      for (const some of inChunks(added)) {
        const rows = some.map(({ number, payload }) => ({ ...fresh, number, payload, holder: null, until: null, error: null }));
        const inserted = db.insertInto('jobs').values(rows);
        const { numInsertedOrUpdatedRows = 0n } = await inserted.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
        count += Number(numInsertedOrUpdatedRows);
      }
      return count;
    },

    async waiting(now) {
      const open = jobs().where(({ eb, or, and }) =>
        or([
          and([eb('state', '=', 'ready'), eb('ready_at', '<=', now)]),
          and([eb('state', '=', 'leased'), eb('until', '<=', now), eb('attempts', '<', MOST_ATTEMPTS)]),
        ]),
      );
      const batches = open.select(({ fn }) => ['batch', fn.min('created_at').as('since')]).groupBy('batch');
      return (await batches.orderBy('since').orderBy('batch').limit(MOST_WAITING).execute()).map(({ batch }) => batch);
    },

    async lease({ batch, holder, count, leaseMs }, now) {
      await bury(db, project, batch, now);
      const open = jobs()
        .where('batch', '=', batch)
        .where(({ eb, or, and }) =>
          or([
            and([eb('state', '=', 'ready'), eb('ready_at', '<=', now)]),
            // The dead are buried: what is left of these may be tried again.
            and([eb('state', '=', 'leased'), eb('until', '<=', now)]),
          ]),
        );
      const found = await open.selectAll().orderBy('number').limit(count).execute();
      const numbers = found.map(({ number }) => number);
      if (numbers.length === 0) return [];
      const taken = db.updateTable('jobs').where('project', '=', project).where('batch', '=', batch).where('number', 'in', numbers);
      const counted = taken.set(({ eb }) => ({ attempts: eb('attempts', '+', 1), fence: eb('fence', '+', 1) }));
      await counted.set({ state: 'leased', holder, until: now + leaseMs }).execute();
      return found.map(({ number, payload, fence }) => ({ batch, number, payload, fence: fence + 1, holder }));
    },

    extend: (lease, leaseMs, now) => change(lease, ['leased'], { until: now + leaseMs }),
    complete: (lease) => change(lease, ['leased', 'done'], { state: 'done', until: null }),

    async release(lease, now) {
      const row = await findJob(db, project, lease);
      return change(lease, ['leased'], { state: 'ready', ready_at: now, until: null, attempts: Math.max(0, (row?.attempts ?? 0) - 1) });
    },

    async fail(lease, error, now) {
      const { attempts = 0 } = (await findJob(db, project, lease)) ?? {};
      if (attempts >= MOST_ATTEMPTS) return change(lease, ['leased'], { state: 'dead', error, until: null });
      const pause = BACKOFF_MS[Math.min(attempts, BACKOFF_MS.length) - 1] ?? 0;
      return change(lease, ['leased'], { state: 'ready', ready_at: now + pause, error, until: null });
    },

    async progress(batch, now) {
      await bury(db, project, batch, now);
      const counted = jobs().where('batch', '=', batch).groupBy('state');
      const counts = await counted.select(({ fn }) => ['state', fn.countAll<number>().as('count')]).execute();
      const dead = jobs().where('batch', '=', batch).where('state', '=', 'dead').select('error').orderBy('number').limit(1);
      const error = (await dead.executeTakeFirst())?.error;
      return { ...countsOf(counts), ...(error != null && { error }) };
    },

    async cancel(batch) {
      await db.deleteFrom('jobs').where('project', '=', project).where('batch', '=', batch).execute();
    },
  };
}

/** Counts jobs dead whose last holder fell silent. */
async function bury(db: Database, project: string, batch: string, now: number): Promise<void> {
  const silent = db.updateTable('jobs').where('project', '=', project).where('batch', '=', batch).where('state', '=', 'leased');
  const spent = silent.where('until', '<=', now).where('attempts', '>=', MOST_ATTEMPTS);
  await spent.set({ state: 'dead', error: `${MOST_ATTEMPTS} workers took it and fell silent.`, until: null }).execute();
}

async function findJob(db: Database, project: string, { batch, number }: Lease): Promise<JobRow | undefined> {
  const rows = db.selectFrom('jobs').selectAll().where('project', '=', project).where('batch', '=', batch);
  return await rows.where('number', '=', number).executeTakeFirst();
}

function countsOf(counts: readonly { readonly state: JobRow['state']; readonly count: number }[]): Omit<BatchProgress, 'error'> {
  const count = (state: JobRow['state']) => Number(counts.find((one) => one.state === state)?.count ?? 0);
  return { ready: count('ready'), leased: count('leased'), done: count('done'), dead: count('dead') };
}
