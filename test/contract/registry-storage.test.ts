import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { normalEmail } from '../../src/access/email.ts';
import type { Binding } from '../../src/access/principal.ts';
import { digestOf } from '../../src/base/digest.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName } from '../../src/release/environment.ts';
import {
  addBinding,
  addPrincipal,
  addUser,
  memberByEmail,
  pageOfPrincipals,
  readPrincipal,
  removeBinding,
  setDisabled,
} from '../../src/server/storage/access/principals.ts';
import { addProject, readDefinitions, readProjectNames, writeDefinitions } from '../../src/server/storage/environments/definitions.ts';
import { addReview, addReviewAct, standingDecisions } from '../../src/server/storage/governance/reviews.ts';
import { id } from '../support/sample-versions.ts';
import { describeOnDatabases, migratedDatabase, type TemporaryDatabase } from '../support/temporary-database.ts';

const admin: Binding = { role: 'admin', project: '*', environments: '*', prompts: '*' };
const viewer: Binding = { role: 'viewer', project: 'default', environments: 'production', prompts: 'support/*' };

describeOnDatabases('stored principals', (kind) => {
  let database: TemporaryDatabase;
  afterEach(() => database.close());

  test('come back with their grants, each once, and without what was never said of them', async () => {
    database = await migratedDatabase(kind);
    const { db } = database;
    await addPrincipal(db, { id: 'machine-1', name: 'CI – Zoë', kind: 'machine', bindings: [admin, viewer, viewer] });
    expect(await readPrincipal(db, 'machine-1')).toEqual({
      id: 'machine-1',
      name: 'CI – Zoë',
      kind: 'machine',
      bindings: expect.toSatisfy((bindings: Binding[]) => bindings.length === 2),
      isDisabled: false,
    });
    await removeBinding(db, 'machine-1', { ...viewer, prompts: 'Support/*' });
    expect((await readPrincipal(db, 'machine-1'))?.bindings).toHaveLength(2);
    await removeBinding(db, 'machine-1', viewer);
    expect((await readPrincipal(db, 'machine-1'))?.bindings).toEqual([admin]);
    expect(await readPrincipal(db, 'Machine-1')).toBeUndefined();
  });

  test('are found by their address in any writing of it, and are of one kind each', async () => {
    database = await migratedDatabase(kind);
    const { db } = database;
    const email = normalEmail('mia@example.com');
    if (email === undefined) throw new Error('that is an address');
    await addUser(db, { id: 'user-1', name: 'Mia', kind: 'user', bindings: [viewer], email }, null);
    await expect(addUser(db, { id: 'user-2', name: 'Mia', kind: 'user', bindings: [], email }, null)).rejects.toThrow();
    expect(await memberByEmail(db, 'MIA@Example.com')).toMatchObject({ id: 'user-1', email });
    expect(await memberByEmail(db, 'mia@example.org')).toBeUndefined();
    await setDisabled(db, 'user-1', 5);
    expect(await pageOfPrincipals(db, { limit: 9 })).toMatchObject([
      { id: 'user-1', isDisabled: true, bindings: [viewer] },
      { id: 'user-2', bindings: [] },
    ]);
    expect(await pageOfPrincipals(db, { after: 'user-1', limit: 9 })).toMatchObject([{ id: 'user-2' }]);
    await addBinding(db, 'user-1', viewer);
    await setDisabled(db, 'user-1', null);
    expect(await readPrincipal(db, 'user-1')).toMatchObject({ isDisabled: false, bindings: [viewer] });
  });
});

describeOnDatabases('stored definitions', (kind) => {
  let database: TemporaryDatabase;
  afterEach(() => database.close());

  test('keep their order and policies, of one project only', async () => {
    database = await migratedDatabase(kind);
    const { db } = database;
    expect([await addProject(db, 'b', 1), await addProject(db, 'b', 2), await addProject(db, 'B', 3)]).toEqual([true, false, true]);
    expect(await readProjectNames(db)).toEqual(['B', 'b']);
    const definitions = [...DEFAULT_ENVIRONMENTS].reverse();
    await writeDefinitions(db, 'b', definitions);
    await writeDefinitions(db, 'B', DEFAULT_ENVIRONMENTS);
    expect(await readDefinitions(db, 'b')).toEqual(definitions);
    await writeDefinitions(db, 'b', definitions.slice(1));
    expect(await readDefinitions(db, 'b')).toEqual(definitions.slice(1));
    expect(await readDefinitions(db, 'B')).toEqual(DEFAULT_ENVIRONMENTS);
    expect(await readDefinitions(db, 'c')).toEqual([]);
  });
});

describeOnDatabases('decisions', (kind) => {
  let database: TemporaryDatabase;
  afterEach(() => database.close());

  test('of one person stand by when they were made, whatever the clock of the server said', async () => {
    database = await migratedDatabase(kind);
    const { db } = database;
    const question = { prompt: id('greet'), digest: digestOf('a'), environment: 'production' as EnvironmentName };
    const by = { project: 'default', actor_id: 'user-1', actor_name: 'mia', message: null };
    const ask = () => addReview(db, { ...by, ...question, base: null, reviewers: '[]', created_at: 1 });
    const [first, second] = [await ask(), await ask()];
    await addReviewAct(db, { ...by, review: second.number, kind: 'approved', place: null, time: 3_600_000 });
    await addReviewAct(db, { ...by, review: first.number, kind: 'rejected', place: null, time: 1000 });
    expect(await standingDecisions(db, 'default', question)).toMatchObject([{ kind: 'rejected', review: first.number }]);
  });
});

describeOnDatabases('a lock that another holds for long', (kind) => {
  let database: TemporaryDatabase;
  afterEach(() => database.close());

  test('is told as that, and afterwards the same connection writes', async () => {
    database = await migratedDatabase(kind);
    const other = await database.another();
    await database.db.connection().execute(async (connection) => {
      await sql.raw(kind === 'SQLite' ? 'pragma busy_timeout = 50' : `set lock_timeout = '50ms'`).execute(connection);
      const write = () => connection.transaction().execute((transaction) => addProject(transaction, 'mine', 1));
      await other.transaction().execute(async (transaction) => {
        await addProject(transaction, 'others', 1);
        await expect(write()).rejects.toMatchObject({ code: 'database-busy' });
      });
      expect(await write()).toBe(true);
    });
  });
});
