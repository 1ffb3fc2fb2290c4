import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { MIGRATIONS, migrate, registryTables } from '../../src/server/storage/migrations/migrate.ts';
import { openDatabase } from '../../src/server/storage/open-database.ts';
import { pageOfDrafts } from '../../src/server/storage/versions/drafts.ts';
import { describeOnDatabases, type TemporaryDatabase, temporaryDatabase } from '../support/temporary-database.ts';

const NEWEST = MIGRATIONS.length;
const DIGEST = `sha256:${'a'.repeat(64)}`;
const PARENT = `sha256:${'b'.repeat(64)}`;

/** Rows as the first schema held them: what every later step must carry along. */
const FIRST_ROWS = [
  `insert into projects values ('default', 1)`,
  `insert into contents values ('default', '${DIGEST}', 'prompt', '{}', 1, 1)`,
  `insert into versions values ('default', 'greet', 1, '${DIGEST}', 'prompt', '${PARENT}', 1, null, null, 'Mia', null, 'kinder', 'p1', 'mia', 7)`,
  `insert into environments values ('default', 'production', 0, '{}')`,
  `insert into environment_log values ('default', 'production', 1, 1, 5, 'p1', 'mia', 'apply', null, 'r1')`,
  `insert into environment_moves values ('default', 'production', 1, 'greet', null, '${DIGEST}', 5)`,
  `insert into pins values ('default', 'production', 'greet', '${DIGEST}')`,
  `insert into audit values ('default', 1, '${DIGEST}', '{}')`,
  `insert into principals values ('p1', 'mia', 'machine')`,
  `insert into bindings values ('p1', 'admin', '*', '*', '*')`,
  `insert into tokens values ('t1', 'p1', 'ff', 1, null, null)`,
];

describeOnDatabases('migrations', (kind) => {
  let database: TemporaryDatabase;
  afterEach(() => database.close());
  const execute = async (...statements: readonly string[]) => {
    for (const statement of statements) await sql.raw(statement).execute(database.db);
  };

  test('run once, and refuse a database of a newer program', async () => {
    database = await temporaryDatabase(kind);
    const { db, words } = database;
    expect(await migrate(db, words)).toEqual({ from: 0, to: NEWEST });
    expect(await migrate(db, words)).toEqual({ from: NEWEST, to: NEWEST });
    await execute('insert into schema_steps (step) select max(step) + 1 from schema_steps');
    await expect(migrate(db, words)).rejects.toMatchObject({ code: 'database-newer' });
  });

  test('leave nothing behind when a step fails', async () => {
    database = await temporaryDatabase(kind);
    const { db, words } = database;
    const broken = () => ['create table fine (x text)', 'create nonsense'];
    await expect(migrate(db, words, [broken])).rejects.toThrow();
    expect((await sql.raw(words.tables).execute(db)).rows).toEqual([]);

    await migrate(db, words, MIGRATIONS.slice(0, 1));
    const before = await registryTables(db, words);
    await expect(migrate(db, words, [...MIGRATIONS, broken])).rejects.toThrow();
    expect(await registryTables(db, words)).toEqual(before);
  });

  test('refuse a database that is something else', async () => {
    database = await temporaryDatabase(kind);
    const { db, words } = database;
    await execute('create table invoices (id integer)');
    const refused = migrate(db, words);
    await expect(refused).rejects.toBeInstanceOf(Failure);
    await expect(refused).rejects.toMatchObject({ code: 'database-foreign', message: expect.stringContaining('invoices') });
    expect(await registryTables(db, words)).toEqual(['invoices']);
  });

  test.each(MIGRATIONS.map((_, index) => index + 1))('bring schema %i with its rows to the newest', async (first) => {
    database = await temporaryDatabase(kind);
    const { db, words } = database;
    await migrate(db, words, MIGRATIONS.slice(0, 1));
    await execute(...FIRST_ROWS);
    await migrate(db, words, MIGRATIONS.slice(0, first));
    expect(await migrate(db, words)).toEqual({ from: first, to: NEWEST });

    expect(await db.selectFrom('pins').selectAll().execute()).toEqual([
      { project: 'default', environment: 'production', prompt: 'greet', digest: DIGEST },
    ]);
    expect(await db.selectFrom('environment_log').select(['revision', 'time', 'commit_id']).execute()).toEqual([
      { revision: 1, time: 5, commit_id: null },
    ]);
    expect(await pageOfDrafts(db, 'default', { offset: 0, limit: 10 })).toMatchObject([
      { prompt: 'greet', number: 1, parent: PARENT, author_name: 'Mia', uploader_name: 'mia', outcome: null },
    ]);
    await expect(execute(`update audit set entry = 'forged'`)).rejects.toThrow('append-only');
    await expect(execute('delete from contents')).rejects.toThrow('append-only');
  });

  // Waiting for SQLite's lock blocks the whole process, so that several servers in one would wait for each other.
  test.skipIf(kind === 'SQLite')('run once when several servers start at once', async () => {
    database = await temporaryDatabase(kind);
    const { place, words } = database;
    const migrated = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { db } = await openDatabase(place);
        return migrate(db, words).finally(() => db.destroy());
      }),
    );
    expect(migrated.map(({ from }) => from).sort()).toEqual([0, NEWEST, NEWEST, NEWEST]);
    expect(await database.db.selectFrom('registry').selectAll().execute()).toEqual([{ id: 1, epoch: 1 }]);
  });

  test('give every table a primary key, by which backups read it', async () => {
    database = await temporaryDatabase(kind);
    const { db, words } = database;
    await migrate(db, words);
    for (const table of await registryTables(db, words)) {
      expect((await sql.raw(words.keyColumns(table)).execute(db)).rows, table).not.toEqual([]);
    }
  });

  test('order text by its bytes', async () => {
    database = await temporaryDatabase(kind);
    const { db, words } = database;
    await migrate(db, words);
    const names = ['Zoe', 'adam', 'Ärger', 'a-b', 'a_b', 'a/b'];
    for (const name of names) await db.insertInto('projects').values({ name, created_at: 1 }).execute();
    const rows = await db.selectFrom('projects').select('name').orderBy('name').execute();
    expect(rows.map(({ name }) => name)).toEqual(['Zoe', 'a-b', 'a/b', 'a_b', 'adam', 'Ärger']);
  });
});
