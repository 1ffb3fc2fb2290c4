import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import type { BlobId } from '../../src/release/lockfile/lockfile.ts';
import { checkDatabase } from '../../src/server/maintenance/check/check-database.ts';
import { MIGRATIONS, migrate } from '../../src/server/storage/migrations/migrate.ts';
import { databaseFile, openDatabase } from '../../src/server/storage/open-database.ts';
import type { Database } from '../../src/server/storage/tables.ts';
import { fillDatabase, NOWHERE } from '../support/filled-database.ts';
import { id } from '../support/sample-versions.ts';
import { describeOnDatabases, migratedDatabase, type TemporaryDatabase, temporaryDatabase } from '../support/temporary-database.ts';

const project = 'default';
const environment = 'production' as EnvironmentName;
const p0 = id('p0');

/** What someone does to the rows, and what is found then. */
const DAMAGE: Readonly<Record<string, { do(db: Database): Promise<unknown>; finds: readonly object[] }>> = {
  'a content that is not what its digest says': {
    do: (db) =>
      db.insertInto('contents').values({ project, digest: NOWHERE, kind: 'prompt', body: '{}', has_model: 1, created_at: 1 }).execute(),
    finds: [{ check: 'contents', subject: `default: ${NOWHERE}`, message: expect.stringContaining('the content has the digest sha256:') }],
  },
  'a file text that is not what its blob id says': {
    do: (db) =>
      db
        .updateTable('sources')
        .set({ blob: '0'.repeat(40) as BlobId })
        .execute(),
    finds: Array.from({ length: 6 }, () => ({ check: 'contents', message: expect.stringContaining('is not the blob 000') })),
  },
  'a version without content': {
    do: (db) => db.updateTable('versions').set({ digest: NOWHERE }).where('prompt', '=', p0).where('number', '=', 1).execute(),
    finds: [{ check: 'versions', subject: 'default: p0@v1' }],
  },
  'a prompt whose newest version is not there': {
    do: (db) => db.updateTable('prompts').set({ latest_number: 3 }).where('id', '=', p0).execute(),
    finds: [{ check: 'versions', subject: 'default: p0' }],
  },
  'a draft without version': {
    do: (db) => db.updateTable('drafts').set({ digest: NOWHERE }).where('prompt', '=', p0).execute(),
    finds: [{ check: 'versions', subject: 'default: p0', message: `the version ${NOWHERE} of a draft is not there` }],
  },
  'a file of a draft that is not what its blob id says': {
    do: (db) => db.updateTable('draft_files').set({ text: 'forged' }).execute(),
    finds: Array.from({ length: 3 }, () => ({ check: 'contents', message: expect.stringContaining('the file text of a draft is not') })),
  },
  'a draft without its file': {
    do: (db) => db.deleteFrom('draft_files').execute(),
    finds: Array.from({ length: 3 }, () => ({
      check: 'versions',
      message: expect.stringMatching(/^the file [0-9a-f]{40} of a draft is not there$/),
    })),
  },
  'a pin that the log does not say': {
    do: (db) => db.updateTable('pins').set({ digest: NOWHERE }).where('prompt', '=', p0).execute(),
    finds: [{ check: 'environments', subject: 'default: production: p0', message: expect.stringContaining(`${NOWHERE} is pinned`) }],
  },
  'a pin that is gone': {
    do: (db) => db.deleteFrom('pins').where('prompt', '=', p0).execute(),
    finds: [{ check: 'environments', subject: 'default: production: p0', message: expect.stringContaining('and it is not pinned') }],
  },
  'a gap in the log, and a move that starts elsewhere': {
    async do(db) {
      const by = { actor_id: 'p1', actor_name: 'mia', cause: 'apply' as const, message: null, request_id: 'r', commit_id: null };
      await db
        .insertInto('environment_log')
        .values({ project, environment, revision: 8, epoch: 1, time: 1, ...by })
        .execute();
      const move = { project, environment, revision: 8, prompt: id('new'), from_digest: NOWHERE, to_digest: null, time: 1 };
      await db.insertInto('environment_moves').values(move).execute();
    },
    finds: [
      { check: 'environments', subject: 'default: production', message: 'revision 7 is not there' },
      { check: 'environments', subject: 'default: production: new', message: `revision 8 moves it from ${NOWHERE}, and it was not pinned` },
    ],
  },
  'rows that are not what their digest says, and a dataset without its part': {
    async do(db) {
      await db.insertInto('dataset_parts').values({ project, digest: NOWHERE, lines: 1, text: '{}\n', created_at: 1 }).execute();
      const manifest = JSON.stringify({ parts: [{ digest: NOWHERE, rows: 2 }] });
      const by = { uploader_id: 'p1', uploader_name: 'mia', created_at: 1 };
      await db
        .insertInto('datasets')
        .values({ project, name: id('bad'), digest: NOWHERE, manifest, ...by })
        .execute();
    },
    finds: [
      { check: 'datasets', subject: `default: ${NOWHERE}` },
      { check: 'datasets', subject: `default: bad@${NOWHERE}`, message: expect.stringContaining('its parts have the digest') },
      { check: 'datasets', subject: `default: bad@${NOWHERE}`, message: `its part ${NOWHERE} of 2 rows is not there` },
    ],
  },
  'a gap in the events, and a webhook that is ahead of them': {
    async do(db) {
      await db.insertInto('events').values({ project, seq: 2, time: 1, kind: 'pins.moved', environment, prompt: p0, data: '{}' }).execute();
      const far = { events: '[]', cursor: 9, attempts: 0, next_at: 0, delivered_at: null, dropped: 0, error: null, error_at: null };
      const by = { secret: '', created_at: 1, creator_id: 'p1', creator_name: 'mia' };
      await db
        .insertInto('webhooks')
        .values({ id: 'w1', project, kind: 'json', url: 'https://hooks.example.com', ...far, ...by })
        .execute();
    },
    finds: [
      { check: 'events', subject: 'default', message: 'number 1 is not there' },
      { check: 'events', subject: 'default: webhook w1', message: 'it is at event 9, and the newest is 2' },
    ],
  },
  'something done in a review that is not there': {
    do: (db) =>
      db
        .insertInto('review_acts')
        .values({ project, review: 4, seq: 1, kind: 'approved', message: null, place: null, actor_id: 'p1', actor_name: 'mia', time: 1 })
        .execute(),
    finds: [{ check: 'reviews', subject: 'default: review 4', message: 'what was done in it is there without it' }],
  },
  'evidence that nobody signed, of a run that is not there, and results without run': {
    async do(db) {
      const by = { uploader_id: 'p1', uploader_name: 'mia', created_at: 1 };
      const envelope = JSON.stringify({ payloadType: 'text/plain', payload: 'e30=', signatures: [] });
      await db
        .insertInto('evidence')
        .values({
          ...{ project, number: 1, id: NOWHERE, prompt: p0, prompt_digest: NOWHERE, suite: 's', suite_digest: NOWHERE, cases: NOWHERE },
          ...{ baseline: null, verdict: 'passed', discounted: null, run: 'r9', envelope, ...by },
        })
        .execute();
      await db.insertInto('run_results').values({ project, run: 'r8', case_id: NOWHERE, sample: 0, result: '{}' }).execute();
    },
    finds: [
      { check: 'evidence', subject: 'default: run r8', message: 'its results are there without it' },
      { check: 'evidence', subject: `default: ${NOWHERE}`, message: expect.stringContaining('what was signed has the digest') },
      { check: 'evidence', subject: `default: ${NOWHERE}`, message: 'no key of the registry signed it' },
      { check: 'evidence', subject: `default: ${NOWHERE}`, message: 'its run r9 is not there' },
    ],
  },
  'an entry of the audit trail that nobody wrote': {
    do: (db) => db.insertInto('audit').values({ project, seq: 3, hash: NOWHERE, entry: '{"seq":3}' }).execute(),
    finds: [{ check: 'audit', subject: 'default: entry 3', message: expect.stringContaining('was edited') }],
  },
};

describeOnDatabases('database check', (kind) => {
  let database: TemporaryDatabase;
  afterEach(() => database.close());

  test('finds nothing in what a registry wrote', async () => {
    database = await migratedDatabase(kind);
    await fillDatabase(database.db);
    const { findings, checks } = await checkDatabase(database);
    expect(findings).toEqual([]);
    expect(checks).toEqual(['database', 'contents', 'versions', 'environments', 'datasets', 'reviews', 'evidence', 'events', 'audit']);
  });

  test.each(Object.entries(DAMAGE))('names %s', async (_name, damage) => {
    database = await migratedDatabase(kind);
    await fillDatabase(database.db);
    await damage.do(database.db);
    const { findings } = await checkDatabase(database);
    expect(findings).toMatchObject(damage.finds as object[]);
    expect(findings).toHaveLength(damage.finds.length);
  });

  test('looks at the newest schema only, and not at what is no registry', async () => {
    database = await temporaryDatabase(kind);
    const { db, words } = database;
    await expect(checkDatabase(database)).rejects.toMatchObject({ code: 'database-empty' });
    await migrate(db, words, MIGRATIONS.slice(0, -1));
    await expect(checkDatabase(database)).rejects.toMatchObject({ code: 'database-outdated' });
  });
});

describe('a damaged SQLite file', () => {
  test('is told as that', async () => {
    const database = await migratedDatabase('SQLite');
    await fillDatabase(database.db, 50);
    await sql`pragma wal_checkpoint(truncate)`.execute(database.db);
    await database.db.destroy();
    const path = databaseFile(database.place.dataFolder);
    const file = openSync(path, 'r+');
    const { size } = statSync(path);
    for (let at = Math.ceil(size / 8192) * 4096; at < size; at += 8192) writeSync(file, Buffer.alloc(2000, 7), 0, 2000, at);
    closeSync(file);

    const inspect = async () => {
      const damaged = await openDatabase(database.place);
      return await checkDatabase(damaged).finally(() => damaged.db.destroy());
    };
    const verdict = await inspect().catch((error: unknown) => error);
    // Where the damage lies decides whether the file can be read far enough to say where.
    if (verdict instanceof Failure) expect(verdict).toMatchObject({ code: 'database-damaged' });
    else expect(verdict).toMatchObject({ checks: ['database'], findings: { 0: { check: 'database' } } });
    await database.close();
  });
});
