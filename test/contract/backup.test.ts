import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { backUp } from '../../src/server/maintenance/backup/back-up.ts';
import { restore, verifyBackup } from '../../src/server/maintenance/backup/restore.ts';
import { checkDatabase } from '../../src/server/maintenance/check/check-database.ts';
import { kyselyEnvironmentLog } from '../../src/server/storage/environments/kysely-environment-log.ts';
import { MIGRATIONS, migrate } from '../../src/server/storage/migrations/migrate.ts';
import type { Database } from '../../src/server/storage/tables.ts';
import { fillDatabase } from '../support/filled-database.ts';
import { hasPostgres } from '../support/postgres-cluster.ts';
import { describeOnDatabases, migratedDatabase, type TemporaryDatabase, temporaryDatabase } from '../support/temporary-database.ts';

const TIME = Date.UTC(2026, 10, 24);

let folder: string;
let opened: TemporaryDatabase[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'promptlane-backup-'));
  opened = [];
});
afterEach(async () => {
  for (const database of opened) await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string) => join(folder, name);
const linesOf = (name: string) =>
  gunzipSync(readFileSync(file(name)))
    .toString('utf8')
    .split('\n')
    .slice(0, -1);
const take = (database: TemporaryDatabase, name: string, more = {}) =>
  backUp(database, { file: file(name), replace: false, keys: [], time: TIME, ...more });
const put = async (database: TemporaryDatabase, name: string, more = {}) =>
  restore(database, await verifyBackup(file(name)), { replace: false, time: TIME, ...more });
const keep = async (opening: Promise<TemporaryDatabase>) => {
  const database = await opening;
  opened.push(database);
  return database;
};
/** What stands in a backup but for when it was made and the epoch, which a restore raises. */
const contents = (name: string) => linesOf(name).filter((line) => !/^(?:\{"(?:schema|end)"|\[1,\d+\]$)/.test(line));

describeOnDatabases('backup', (kind) => {
  const filled = async () => {
    const database = await keep(migratedDatabase(kind));
    await fillDatabase(database.db);
    return database;
  };

  test('comes back as it was, in either kind of database, with a higher epoch', async () => {
    const database = await filled();
    const taken = await take(database, 'first');
    expect(statSync(file('first')).mode & 0o777).toBe(0o600);
    for (const other of hasPostgres() ? (['SQLite', 'PostgreSQL'] as const) : (['SQLite'] as const)) {
      const target = await keep(temporaryDatabase(other));
      expect(await put(target, 'first')).toMatchObject({ rows: taken.rows, epoch: TIME / 1000, from: taken.steps, to: MIGRATIONS.length });
      await take(target, other);
      expect(contents(other)).toEqual(contents('first'));
      expect((await checkDatabase(target)).findings).toEqual([]);
    }
    expect(contents('first').length).toBeGreaterThan(30);
  });

  test('replaces a registry only when that is asked for, and nothing that is no registry', async () => {
    await take(await filled(), 'first');
    const target = await keep(migratedDatabase(kind));
    await target.db.updateTable('registry').set({ epoch: 5_000_000_000 }).execute();
    await expect(put(target, 'first')).rejects.toMatchObject({ code: 'restore-refused' });
    expect(await count(target.db)).toBe(0);
    expect(await put(target, 'first', { replace: true })).toMatchObject({ epoch: 5_000_000_001 });
    expect(await count(target.db)).toBe(6);
    await expect(target.db.deleteFrom('contents').execute()).rejects.toThrow('append-only');
  });

  test('brings the backup of an older schema to the newest', async () => {
    const old = await keep(temporaryDatabase(kind));
    await migrate(old.db, old.words, MIGRATIONS.slice(0, 1));
    await old.db.insertInto('projects').values({ name: 'old', created_at: 1 }).execute();
    await take(old, 'old');
    const target = await keep(temporaryDatabase(kind));
    expect(await put(target, 'old')).toMatchObject({ from: 1, to: MIGRATIONS.length });
    expect(await target.db.selectFrom('projects').select('name').execute()).toEqual([{ name: 'old' }]);
    expect(await target.db.selectFrom('drafts').selectAll().execute()).toEqual([]);
  });

  test('is of one moment, while others write', async () => {
    const database = await keep(migratedDatabase(kind));
    await fillDatabase(database.db, 50);
    const other = await database.another();
    const production = { project: 'default', name: 'production' as EnvironmentName };
    let writing = true;
    const write = async () => {
      for (let revision = 0; writing; revision += 1) {
        await other.transaction().execute(async (transaction) => {
          const log = kyselyEnvironmentLog(transaction);
          const { pins, ...at } = await log.current(production);
          const moves = [...pins].slice(0, 20).map(([prompt, from]) => ({ prompt, from, to: digestOf(`${prompt} ${revision}`) }));
          await log.append(production, at, { moves, time: 1, actor: { id: 'p1', name: 'mia' }, cause: 'apply', requestId: 'r1' });
        });
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const written = write();
    const { rows } = await take(database, 'busy');
    const before = (await database.db.selectFrom('environment_log').select('revision').execute()).length;
    writing = false;
    await written;
    expect(before).toBeGreaterThan(100);
    const target = await keep(temporaryDatabase('SQLite'));
    expect(await put(target, 'busy')).toMatchObject({ rows });
    expect((await checkDatabase(target)).findings).toEqual([]);
  });

  test('leaves no file behind when it fails, and no file in the way unless asked', async () => {
    const database = await filled();
    await expect(take(database, 'no-folder/file')).rejects.toMatchObject({ code: 'file-unwritable' });
    await expect(take(await keep(temporaryDatabase(kind)), 'empty')).rejects.toMatchObject({ code: 'database-empty' });
    await take(database, 'first');
    await expect(take(database, 'first')).rejects.toMatchObject({ code: 'file-unwritable' });
    await take(database, 'first', { replace: true });
    expect(readdirSync(folder)).toEqual(['first']);
  });

  test('restores nothing of a file that is not whole', async () => {
    await take(await filled(), 'first');
    const target = await keep(temporaryDatabase(kind));
    const lines = linesOf('first');
    const changed = lines.map((line) => line.replace('Zoë', 'Eve'));
    const bad: Record<string, Buffer> = {
      'cut off': readFileSync(file('first')).subarray(0, -50),
      'without its end': gzipSync(`${lines.slice(0, -1).join('\n')}\n`),
      changed: gzipSync(`${changed.join('\n')}\n`),
      'with more': gzipSync(`${[...lines, lines[1]].join('\n')}\n`),
      'something else': gzipSync('hello\n'),
      'no gzip': Buffer.from('hello\n'),
      empty: gzipSync(''),
      newer: gzipSync(`${lines.join('\n').replace('backup/v1', 'backup/v2')}\n`),
    };
    expect(changed).not.toEqual(lines);
    for (const [name, bytes] of Object.entries(bad)) {
      writeFileSync(file(name), bytes);
      await expect(put(target, name), name).rejects.toMatchObject({ code: 'backup-invalid' });
    }
    await expect(put(target, 'nowhere')).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(await put(target, 'first')).toMatchObject({ from: MIGRATIONS.length });
  });
});

async function count(db: Database): Promise<number> {
  return (await db.selectFrom('contents').select('digest').execute()).length;
}
