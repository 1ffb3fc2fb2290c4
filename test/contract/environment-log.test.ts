import { type Kysely, sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import { Failure } from '../../src/base/failure.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import type { Move } from '../../src/release/plan.ts';
import { type Change, type EnvironmentId, type EnvironmentLog, pinKey } from '../../src/server/storage/environments/environment-log.ts';
import { kyselyEnvironmentLog } from '../../src/server/storage/environments/kysely-environment-log.ts';
import {
  addToQuarantine,
  quarantinedKeys,
  readQuarantine,
  removeFromQuarantine,
} from '../../src/server/storage/environments/quarantine.ts';
import type { Tables } from '../../src/server/storage/tables.ts';
import { id } from '../support/sample-versions.ts';
import { describeOnDatabases, migratedDatabase, type TemporaryDatabase } from '../support/temporary-database.ts';

const production: EnvironmentId = { project: 'default', name: 'production' as EnvironmentName };
const greet = id('greet');
const A1 = digestOf('a1');
const B2 = digestOf('b2');
const C3 = digestOf('c3');
const START = { epoch: 1, revision: 0 };

const change = (moves: readonly Move[], more: Partial<Change> = {}): Change => ({
  moves,
  time: 1000,
  actor: { id: 'p1', name: 'mia' },
  cause: 'apply',
  requestId: 'r1',
  ...more,
});

describeOnDatabases('environment log', (kind) => {
  let opened: TemporaryDatabase | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  const start = async () => {
    opened = await migratedDatabase(kind);
    return { ...opened, log: kyselyEnvironmentLog(opened.db) };
  };
  /** Moves `greet` through versions, one revision each, one second apart. */
  const walk = async (log: EnvironmentLog, ...versions: (typeof A1 | undefined)[]) => {
    for (const [index, to] of versions.entries()) {
      const { pins, ...at } = await log.current(production);
      const from = pins.get(greet);
      await log.append(production, at, change([{ prompt: greet, ...(from && { from }), ...(to && { to }) }], { time: (index + 1) * 1000 }));
    }
  };

  test('starts empty at revision 0', async () => {
    const { log } = await start();
    expect(await log.current(production)).toEqual({ ...START, pins: new Map() });
  });

  test('the state is the sum of the entries', async () => {
    const { log } = await start();
    await log.append(
      production,
      START,
      change([
        { prompt: greet, to: A1 },
        { prompt: id('other'), to: B2 },
      ]),
    );
    await log.append(
      production,
      { epoch: 1, revision: 1 },
      change([
        { prompt: greet, from: A1, to: C3 },
        { prompt: id('other'), from: B2 },
      ]),
    );
    expect(await log.current(production)).toEqual({ epoch: 1, revision: 2, pins: new Map([[greet, C3]]) });
  });

  test('lets one of two writers at a revision win', async () => {
    const { db, another, log } = await start();
    const other = await another();
    const write = (connection: Kysely<Tables>, to: typeof A1) =>
      connection
        .transaction()
        .execute((transaction) => kyselyEnvironmentLog(transaction).append(production, START, change([{ prompt: greet, to }])));
    const outcomes = await Promise.allSettled([write(db, A1), write(db, B2), write(db, C3)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(write(other, B2)).rejects.toMatchObject({ code: 'revision-moved' });
    expect((await log.current(production)).revision).toBe(1);
  });

  test('says who moved it, when, and with how much', async () => {
    const { log } = await start();
    await log.append(production, START, change([{ prompt: greet, to: A1 }], { time: Date.UTC(2026, 0, 2), cause: 'promote' }));
    const error = await log.append(production, START, change([{ prompt: greet, to: B2 }])).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Failure);
    expect((error as Failure).message).toBe(
      'production is at revision 1, not 0: mia moved it at 2026-01-02T00:00:00.000Z (promote, 1 prompt).',
    );
    expect((error as Failure).details).toMatchObject({ current: { revision: 1 }, by: { name: 'mia' } });
  });

  test('takes a revision of another epoch for a moved one', async () => {
    const { log } = await start();
    await expect(log.requireRevision(production, { epoch: 2, revision: 0 })).rejects.toMatchObject({ code: 'revision-moved' });
  });

  test('writes nothing when its transaction fails afterwards', async () => {
    const { db, log } = await start();
    const failing = db.transaction().execute(async (transaction) => {
      await kyselyEnvironmentLog(transaction).append(production, START, change([{ prompt: greet, to: A1 }]));
      throw new Error('the audit entry failed');
    });
    await expect(failing).rejects.toThrow('the audit entry failed');
    expect(await log.current(production)).toEqual({ ...START, pins: new Map() });
  });

  test('keeps projects and environments apart', async () => {
    const { log } = await start();
    await log.append(production, START, change([{ prompt: greet, to: A1 }]));
    expect((await log.current({ ...production, project: 'other' })).revision).toBe(0);
    expect((await log.current({ ...production, name: 'staging' as EnvironmentName })).pins.size).toBe(0);
  });

  test('tells its history newest first, whole or of one prompt', async () => {
    const { log } = await start();
    await walk(log, A1, B2);
    const at = { epoch: 1, revision: 2 };
    await log.append(
      production,
      at,
      change(
        [
          { prompt: greet, from: B2, to: C3 },
          { prompt: id('x'), to: A1 },
        ],
        { message: 'why', time: 9 },
      ),
    );
    expect((await log.history(production, { limit: 10 })).map((entry) => entry.revision)).toEqual([3, 2, 1]);
    expect(await log.history(production, { limit: 10, prompt: id('x') })).toEqual([
      {
        epoch: 1,
        revision: 3,
        time: 9,
        actor: { id: 'p1', name: 'mia' },
        cause: 'apply',
        message: 'why',
        moves: [{ prompt: 'x', to: A1 }],
      },
    ]);
    expect((await log.history(production, { limit: 1, before: 3 })).map((entry) => entry.revision)).toEqual([2]);
  });

  test('knows what was pinned since a time, what is pinned now included', async () => {
    const { log } = await start();
    await walk(log, A1, B2, C3);
    const keys = (...digests: (typeof A1)[]) => new Set(digests.map((digest) => pinKey(greet, digest)));
    expect(await log.pinnedSince(production, [greet], 2000)).toEqual(keys(C3, A1, B2));
    expect(await log.pinnedSince(production, [greet], 2001)).toEqual(keys(C3, B2));
    expect(await log.pinnedSince(production, [greet], 3001)).toEqual(keys(C3));
    expect(await log.pinnedSince(production, [id('other')], 0)).toEqual(new Set());
  });

  test('knows what was active before, the version left last first', async () => {
    const { log } = await start();
    await walk(log, A1, B2, A1, C3);
    expect(await log.activeBefore(production, greet)).toEqual([A1, B2]);
    await walk(log, undefined);
    expect(await log.activeBefore(production, greet)).toEqual([C3, A1, B2]);
    expect(await log.activeBefore(production, id('other'))).toEqual([]);
  });

  test.each(['environment_log', 'environment_moves', 'contents', 'audit'])('refuses to change or delete rows of %s', async (table) => {
    const { db, log } = await start();
    await log.append(production, START, change([{ prompt: greet, to: A1 }]));
    await db
      .insertInto('contents')
      .values({ project: 'default', digest: A1, kind: 'prompt', body: '{}', has_model: 1, created_at: 1 })
      .execute();
    await db.insertInto('audit').values({ project: 'default', seq: 1, hash: A1, entry: '{}' }).execute();
    await expect(sql`update ${sql.table(table)} set project = 'other'`.execute(db)).rejects.toThrow('append-only');
    await expect(sql`delete from ${sql.table(table)}`.execute(db)).rejects.toThrow('append-only');
  });

  test('keeps a quarantine per environment, with its first reason', async () => {
    const { db } = await start();
    const version = { prompt: greet, digest: A1, since: 5, by: { id: 'p1', name: 'mia' }, reason: 'wrong tone' };
    await addToQuarantine(db, production, version);
    await addToQuarantine(db, production, { ...version, reason: 'again' });
    expect(await readQuarantine(db, production)).toEqual([version]);
    expect(await quarantinedKeys(db, { ...production, name: 'staging' as EnvironmentName })).toEqual(new Set());
    await removeFromQuarantine(db, production, greet, B2);
    expect(await quarantinedKeys(db, production)).toEqual(new Set([pinKey(greet, A1)]));
    await removeFromQuarantine(db, production, greet, A1);
    expect(await readQuarantine(db, production)).toEqual([]);
  });
});
