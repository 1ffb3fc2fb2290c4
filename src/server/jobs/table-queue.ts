import type { ExpressionBuilder } from 'kysely';
import { inChunks } from '../storage/in-chunks.ts';
import type { Database, Tables } from '../storage/tables.ts';
import { BACKOFF_MS, type JobQueue, type Lease, MOST_ATTEMPTS } from './job-queue.ts';

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
      const batches = jobs()
        .where(isOpen(now))
        .select(({ fn }) => ['batch', fn.min('created_at').as('since')])
        .groupBy('batch');
      return (await batches.orderBy('since').orderBy('batch').limit(MOST_WAITING).execute()).map(({ batch }) => batch);
    },

    async lease({ batch, holder, count, leaseMs }, now) {
      const open = jobs().where('batch', '=', batch).where(isOpen(now));
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
      const own = jobs().where('batch', '=', batch);
      const counts = await own
        .groupBy('state')
        .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
        .execute();
      const count = (state: JobRow['state']) => Number(counts.find((one) => one.state === state)?.count ?? 0);
      const spent = own.where('state', '=', 'leased').where('until', '<=', now).where('attempts', '>=', MOST_ATTEMPTS);
      const silent = (await spent.select('number').execute()).length;
      const dead = await own.where('state', '=', 'dead').select('error').orderBy('number').limit(1).executeTakeFirst();
      const error = dead?.error ?? (silent > 0 ? `${MOST_ATTEMPTS} workers took it and fell silent.` : undefined);
      return {
        ready: count('ready'),
        leased: count('leased') - silent,
        done: count('done'),
        dead: count('dead') + silent,
        ...(error !== undefined && { error }),
      };
    },

    async cancel(batch) {
      await db.deleteFrom('jobs').where('project', '=', project).where('batch', '=', batch).execute();
    },
  };
}

/** What can be leased: jobs that wait, and those whose holder is silent for too long and not the last that was allowed. */
function isOpen(now: number) {
  return ({ eb, or, and }: ExpressionBuilder<Tables, 'jobs'>) =>
    or([
      and([eb('state', '=', 'ready'), eb('ready_at', '<=', now)]),
      and([eb('state', '=', 'leased'), eb('until', '<=', now), eb('attempts', '<', MOST_ATTEMPTS)]),
    ]);
}

async function findJob(db: Database, project: string, { batch, number }: Lease): Promise<JobRow | undefined> {
  const rows = db.selectFrom('jobs').selectAll().where('project', '=', project).where('batch', '=', batch);
  return await rows.where('number', '=', number).executeTakeFirst();
}
