import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName } from '../../src/release/environment.ts';
import { checkDatabase } from '../../src/server/maintenance/check/check-database.ts';
import { startServer } from '../../src/server/start-server.ts';
import { openDatabase } from '../../src/server/storage/open-database.ts';
import { breakableConnection } from '../support/breakable-connection.ts';
import { hasPostgres } from '../support/postgres-cluster.ts';
import { replicaOf } from '../support/replica.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';
import { temporaryPlace } from '../support/temporary-database.ts';

const development = 'development' as EnvironmentName;
const APPLIES = 100;

async function expectSound({ place }: RunningRegistry): Promise<void> {
  const database = await openDatabase(place);
  expect((await checkDatabase(database)).findings).toEqual([]);
  await database.db.destroy();
}

describe.skipIf(!hasPostgres())('two servers on one PostgreSQL', () => {
  test(`of ${APPLIES} applies at one revision one wins, whichever server is asked; then each that is tried again lands once`, async () => {
    const first = await runningRegistry('PostgreSQL');
    const second = await replicaOf(first);
    const versions = Array.from({ length: APPLIES }, (_, index) => promptVersion(`p${index}`, 'Hello.'));
    await first.admin.upload({ versions });
    const clients = [first.admin, second.client];
    const apply = async (index: number, expected: { epoch: number; revision: number }) => {
      const version = versions[index];
      if (version === undefined) throw new Error(`there is no version ${index}`);
      return await (clients[index % 2] as Registry).apply(development, { pins: pins(version), expected, cause: 'apply' });
    };

    const { epoch, revision } = await first.admin.state(development);
    const ended = await Promise.allSettled(versions.map((_, index) => apply(index, { epoch, revision })));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const end of ended) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'revision-moved' });

    const untilItLands = async (index: number): Promise<number> => {
      try {
        return (await apply(index, await (clients[index % 2] as Registry).state(development))).revision;
      } catch (error) {
        expect(error).toMatchObject({ code: 'revision-moved' });
        return await untilItLands(index);
      }
    };
    const left = ended.flatMap(({ status }, index) => (status === 'rejected' && index < 6 ? [index] : []));
    const landed = await Promise.all(left.map(untilItLands));
    expect(landed.sort((one, other) => one - other)).toEqual(left.map((_, index) => index + 2));

    const history = await second.client.history(development);
    expect(history.map((change) => change.revision)).toEqual([...landed, 1].sort((one, other) => other - one));
    await expectSound(first);
    await second.stop();
    await first.stop();
  });

  test('that start at once on an empty one and one folder hold the same keys and write one admin token', async () => {
    const { place, remove } = await temporaryPlace('PostgreSQL');
    const start = () =>
      startServer({
        dataFolder: place.dataFolder,
        database: place.url ?? '',
        port: 0,
        environments: DEFAULT_ENVIRONMENTS,
        clock: Date.now,
        log: () => undefined,
      });
    const servers = await Promise.all([start(), start(), start()]);
    expect(servers.filter(({ createdToken }) => createdToken)).toHaveLength(1);
    const token = (await readFile(join(place.dataFolder, 'admin.token'), 'utf8')).trim();
    for (const { url } of servers) {
      const reader = nativeRegistry({ url, token, project: 'default', fetchTimeoutMs: 20_000 });
      expect(await reader.whoami()).toMatchObject({ name: 'admin' });
      await reader.close();
    }
    await Promise.all(servers.map((server) => server.close()));
    await remove();
  });

  test('asked for a number that no column of 32 bits holds, say that there is none', async () => {
    const registry = await runningRegistry('PostgreSQL');
    await registry.admin.upload({ versions: [promptVersion('greet', 'Hello.')] });
    const answer = await registry.request('/v1/projects/default/prompts/greet/versions?number=3000000000');
    expect([answer.status, await answer.json()]).toEqual([200, { versions: [] }]);
    await registry.stop();
  });

  test('what one wrote the other reads, and it goes on when the first is gone', async () => {
    const first = await runningRegistry('PostgreSQL');
    const second = await replicaOf(first);
    const version = promptVersion('greet', 'Hello.');
    await first.admin.upload({ versions: [version] });
    await first.admin.apply(development, { pins: pins(version), expected: { epoch: 1, revision: 0 }, cause: 'apply' });
    expect((await second.client.state(development)).pins).toEqual(pins(version));
    // The database goes with the first; the second is asked before.
    const kinder = promptVersion('greet', 'Hello, friend.');
    await first.restart();
    await second.client.upload({ versions: [kinder] });
    await second.client.apply(development, { pins: pins(kinder), expected: { epoch: 1, revision: 1 }, cause: 'apply' });
    expect((await first.admin.state(development)).pins).toEqual(pins(kinder));
    await second.stop();
    await first.stop();
  });
});

describe.skipIf(!hasPostgres())('a PostgreSQL that goes away', () => {
  test('is told by 503 until it is back, and no password with it', async () => {
    const { place, remove } = await temporaryPlace('PostgreSQL', 'migrated');
    const way = await breakableConnection(place.url ?? '');
    const registry = await runningRegistry('SQLite', { database: way.url });
    const version = promptVersion('greet', 'Hello.');
    await registry.admin.upload({ versions: [version] });

    await way.cut();
    const ready = await registry.request('/readyz', { token: null });
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '2']);
    const refused = await registry.request('/v1/projects/default/environments');
    const problem = await problemOf(refused);
    expect(problem).toMatchObject({ status: 503, code: 'database-unreachable' });
    expect(JSON.stringify(problem)).not.toMatch(/secret|127\.0\.0\.1/);
    expect((await registry.request('/healthz', { token: null })).status).toBe(200);
    await expect(openDatabase({ dataFolder: place.dataFolder, url: way.url })).rejects.toMatchObject({
      code: 'database-unreachable',
      message: expect.not.stringContaining('secret'),
    });

    await way.mend();
    await registry.admin.apply(development, { pins: pins(version), expected: { epoch: 1, revision: 0 }, cause: 'apply' });
    expect((await registry.request('/readyz', { token: null })).status).toBe(200);
    expect(registry.logLines.join('\n')).not.toContain('a-secret-of-tests');
    await registry.stop();
    await way.cut();
    await remove();
  });

  test('is refused by its name when it has no such database or user, and when it is no URL', async () => {
    const { place, remove } = await temporaryPlace('PostgreSQL');
    const { dataFolder, url = '' } = place;
    const refused = (other: string) => expect(openDatabase({ dataFolder, url: other })).rejects;
    await refused(url.replace(/test_\w+/, 'nowhere')).toMatchObject({
      code: 'database-refused',
      message: expect.stringContaining('nowhere'),
    });
    await refused(url.replace('user=postgres', 'user=eve')).toMatchObject({ code: 'database-refused' });
    await refused('mysql://root:hunter2@localhost/x').toMatchObject({
      code: 'usage-invalid',
      message: expect.not.stringContaining('hunter2'),
    });
    await remove();
  });
});

test('a clock that jumps back changes no order', async () => {
  const registry = await runningRegistry();
  const versions = ['one', 'two', 'three'].map((text) => promptVersion('greet', text));
  await registry.admin.upload({ versions });
  for (const [revision, version] of versions.entries()) {
    await registry.admin.apply(development, { pins: pins(version), expected: { epoch: 1, revision }, cause: 'apply' });
    registry.advance(-3_600_000);
  }
  const history = await registry.admin.history(development);
  expect(history.map((change) => change.revision)).toEqual([3, 2, 1]);
  expect(history.map((change) => change.moves[0]?.to)).toEqual(versions.map(({ digest }) => digest).reverse());
  await expectSound(registry);
  await registry.stop();
});
