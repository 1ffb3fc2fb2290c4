import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EnvironmentName } from '../../../release/environment.ts';
import { sqliteWords } from '../dialect.ts';
import { migrate } from '../migrations/migrate.ts';
import { openSqlite } from '../sqlite/open-sqlite.ts';
import type { Database } from '../tables.ts';
import { insertEvent, lastEvent, readEvents } from './events.ts';

const staging = 'staging' as EnvironmentName;
const production = 'production' as EnvironmentName;

let folder: string;
let db: Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptlane-events-'));
  db = await openSqlite(join(folder, 'registry.db'));
  await migrate(db, sqliteWords);
  await insertEvent(db, 'a', { time: 7, kind: 'pins.moved', environment: staging, data: { revision: 1 } });
  await insertEvent(db, 'a', { time: 5, kind: 'environments.changed', data: null });
  await insertEvent(db, 'b', { time: 6, kind: 'pins.moved', environment: staging, data: {} });
  await insertEvent(db, 'a', { time: 8, kind: 'pins.moved', environment: production, data: {} });
});

afterEach(async () => {
  await db.destroy();
  await rm(folder, { recursive: true });
});

test('numbers events per project in the order of their writing, whatever the clock said', async () => {
  const all = await readEvents(db, 'a', { after: 0, limit: 10 });
  expect(all.map(({ seq, time }) => [seq, time])).toEqual([
    [1, 7],
    [2, 5],
    [3, 8],
  ]);
  expect(await lastEvent(db, 'b')).toBe(1);
  expect(await lastEvent(db, 'nowhere')).toBe(0);
});

test('gives an environment its own events and those of the whole project, after a number and up to a limit', async () => {
  const heard = (after: number, limit = 10) => readEvents(db, 'a', { after, environment: staging, limit });
  expect((await heard(0)).map(({ seq }) => seq)).toEqual([1, 2]);
  expect((await heard(1)).map(({ seq }) => seq)).toEqual([2]);
  expect((await heard(0, 1)).map(({ data }) => data)).toEqual([{ revision: 1 }]);
});

test('never changes an event', async () => {
  await expect(db.deleteFrom('events').execute()).rejects.toThrow('append-only');
});
