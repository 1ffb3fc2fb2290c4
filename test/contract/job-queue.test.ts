import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BACKOFF_MS, type JobQueue, type LeasedJob, MOST_ATTEMPTS } from '../../src/server/jobs/job-queue.ts';
import { tableQueue } from '../../src/server/jobs/table-queue.ts';
import type { Tables } from '../../src/server/storage/tables.ts';
import { describeOnDatabases, migratedDatabase, type TemporaryDatabase } from '../support/temporary-database.ts';

const LEASE_MS = 1000;
const NO_JOBS = { ready: 0, leased: 0, done: 0, dead: 0 };

describeOnDatabases('job queue', (kind) => {
  let opened: TemporaryDatabase;
  beforeEach(async () => {
    opened = await migratedDatabase(kind);
  });
  afterEach(() => opened.close());

  /** Each word in a transaction of its own, as requests are. */
  const queue = <Result>(ask: (jobs: JobQueue) => Promise<Result>, db: Kysely<Tables> = opened.db): Promise<Result> =>
    db.transaction().execute((transaction) => ask(tableQueue(transaction, 'default')));
  const add = (...numbers: number[]) =>
    queue((jobs) =>
      jobs.enqueue(
        'b',
        numbers.map((number) => ({ number, payload: `job ${number}` })),
        0,
      ),
    );
  const take = (now: number, holder = 'one', count = 1) =>
    queue((jobs) => jobs.lease({ batch: 'b', holder, count, leaseMs: LEASE_MS }, now));
  const takeOne = async (now: number, holder = 'one') => (await take(now, holder))[0] as LeasedJob;
  const progress = (now: number) => queue((jobs) => jobs.progress('b', now));

  test('takes a job in once, and leases each to one holder, by number', async () => {
    expect(await add(2, 1)).toBe(2);
    expect(await add(1, 2, 3)).toBe(1);
    expect(await take(0, 'one', 2)).toMatchObject([
      { number: 1, payload: 'job 1', fence: 1, holder: 'one' },
      { number: 2, payload: 'job 2' },
    ]);
    expect(await take(0, 'two', 9)).toMatchObject([{ number: 3, holder: 'two' }]);
    expect(await take(0, 'two', 9)).toEqual([]);
    expect(await progress(0)).toEqual({ ...NO_JOBS, leased: 3 });
  });

  test('never leases a job to two who ask at once', async () => {
    await add(...Array.from({ length: 40 }, (_, index) => index));
    // Two connections of one process would wait for each other in SQLite, which waits without letting the other go on.
    const other = kind === 'PostgreSQL' ? await opened.another() : opened.db;
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        queue((jobs) => jobs.lease({ batch: 'b', holder: `${index}`, count: 3, leaseMs: LEASE_MS }, 0), index % 2 ? other : opened.db),
      ),
    );
    const numbers = taken.flat().map(({ number }) => number);
    expect(numbers.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 40 }, (_, index) => index));
  });

  test('a lease that ended goes to the next, and what its first holder says changes nothing', async () => {
    await add(1);
    const first = await takeOne(0);
    expect(await take(LEASE_MS - 1, 'two')).toEqual([]);
    const second = await takeOne(LEASE_MS, 'two');
    expect(second.fence).toBe(2);
    for (const stale of [first, { ...first, holder: 'two' }, { ...second, holder: 'one' }]) {
      expect(await queue((jobs) => jobs.extend(stale, LEASE_MS, LEASE_MS))).toBe(false);
      expect(await queue((jobs) => jobs.complete(stale))).toBe(false);
      expect(await queue((jobs) => jobs.fail(stale, 'no', LEASE_MS))).toBe(false);
      expect(await queue((jobs) => jobs.release(stale, LEASE_MS))).toBe(false);
    }
    expect(await queue((jobs) => jobs.complete(second))).toBe(true);
    expect(await progress(LEASE_MS)).toEqual({ ...NO_JOBS, done: 1 });
  });

  test('a heartbeat holds on, also a late one that nobody came before', async () => {
    await add(1);
    const lease = await takeOne(0);
    expect(await queue((jobs) => jobs.extend(lease, LEASE_MS, LEASE_MS - 1))).toBe(true);
    expect(await take(LEASE_MS, 'two')).toEqual([]);
    expect(await queue((jobs) => jobs.extend(lease, LEASE_MS, 5 * LEASE_MS))).toBe(true);
    expect(await take(5 * LEASE_MS, 'two')).toEqual([]);
  });

  test('done is done: saying it twice is no trouble, and nobody gets it again', async () => {
    await add(1);
    const lease = await takeOne(0);
    expect(await queue((jobs) => jobs.complete(lease))).toBe(true);
    expect(await queue((jobs) => jobs.complete(lease))).toBe(true);
    expect(await queue((jobs) => jobs.fail(lease, 'no', 0))).toBe(false);
    expect(await take(99 * LEASE_MS)).toEqual([]);
  });

  test('what was given back is there at once, however often, and costs no attempt', async () => {
    await add(1);
    for (let round = 0; round < 2 * MOST_ATTEMPTS; round += 1) {
      const lease = await takeOne(0);
      expect(await queue((jobs) => jobs.release(lease, 0))).toBe(true);
    }
    expect(await progress(0)).toEqual({ ...NO_JOBS, ready: 1 });
  });

  test('what failed is tried again after growing pauses, then is dead and says why', async () => {
    await add(1);
    let now = 0;
    for (const pause of BACKOFF_MS) {
      await queue(async (jobs) =>
        jobs.fail((await jobs.lease({ batch: 'b', holder: 'one', count: 1, leaseMs: 1 }, now))[0] as LeasedJob, 'no key', now),
      );
      expect(await take(now + pause - 1)).toEqual([]);
      now += pause;
    }
    const last = await takeOne(now);
    expect(await queue((jobs) => jobs.fail(last, 'no key', now))).toBe(true);
    expect(await progress(now)).toEqual({ ...NO_JOBS, dead: 1, error: 'no key' });
    expect(await take(now + 1_000_000)).toEqual([]);
  });

  test('a job that silences every holder is dead too', async () => {
    await add(1);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) expect(await take(attempt * LEASE_MS)).toHaveLength(1);
    const end = MOST_ATTEMPTS * LEASE_MS;
    expect(await queue((jobs) => jobs.waiting(end))).toEqual([]);
    expect(await progress(end)).toMatchObject({ dead: 1, error: expect.stringContaining('fell silent') });
  });

  test('offers batches with something to take, the oldest first; a cancelled one is gone, with its leases', async () => {
    await queue((jobs) => jobs.enqueue('young', [{ number: 1, payload: '' }], 5));
    await add(1);
    expect(await queue((jobs) => jobs.waiting(5))).toEqual(['b', 'young']);
    const lease = await takeOne(5);
    expect(await queue((jobs) => jobs.waiting(5))).toEqual(['young']);
    await queue((jobs) => jobs.cancel('b'));
    expect(await queue((jobs) => jobs.complete(lease))).toBe(false);
    expect(await progress(5)).toEqual(NO_JOBS);
    expect(await queue((jobs) => jobs.waiting(5))).toEqual(['young']);
  });

  test('keeps projects apart', async () => {
    await add(1);
    const other = await opened.db.transaction().execute((transaction) => tableQueue(transaction, 'other').waiting(0));
    expect(other).toEqual([]);
  });
});
