import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Digest } from '../../src/base/digest.ts';
import { Failure } from '../../src/base/failure.ts';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { checkDatabase } from '../../src/server/maintenance/check/check-database.ts';
import { openDatabase } from '../../src/server/storage/open-database.ts';
import { startRegistry } from '../support/cli.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';
import { describeOnDatabases, type TemporaryPlace, temporaryPlace } from '../support/temporary-database.ts';
import { temporaryWorkspace } from '../support/temporary-workspace.ts';

const KILLS = process.env.PROMPTLANE_SOAK ? 1000 : 2;
const CHECKED_EVERY = 50;
const DEVELOPMENT = 'development' as never;

/** What was said yes to: the version of each revision. */
type Acknowledged = Map<number, Digest>;

/** Uploads one version after the other and pins each, until its server is gone or it is told to stop. */
async function write(registry: Registry, acknowledged: Acknowledged, name: string, isStopped: () => boolean): Promise<void> {
  try {
    for (let number = 0; !isStopped(); number += 1) {
      const version = promptVersion('busy', `${name}, version ${number}.`);
      await registry.upload({ versions: [version] });
      await pin(registry, version, acknowledged);
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'registry-unreachable') throw error;
  }
}

async function pin(registry: Registry, version: ReturnType<typeof promptVersion>, acknowledged: Acknowledged): Promise<void> {
  try {
    const expected = await registry.state(DEVELOPMENT);
    const { revision } = await registry.apply(DEVELOPMENT, { pins: pins(version), expected, cause: 'apply' });
    expect(acknowledged.has(revision)).toBe(false);
    acknowledged.set(revision, version.digest);
  } catch (error) {
    // The other server was faster.
    if (!(error instanceof Failure) || error.code !== 'revision-moved') throw error;
  }
}

/** Fails when the database lacks anything that was said yes to, or does not hold together. */
async function expectKept({ place }: TemporaryPlace, acknowledged: Acknowledged): Promise<void> {
  const database = await openDatabase(place);
  const moves = await database.db.selectFrom('environment_moves').select(['revision', 'to_digest']).execute();
  const kept = new Map(moves.map(({ revision, to_digest }) => [revision, to_digest]));
  for (const [revision, digest] of acknowledged) expect([revision, kept.get(revision)]).toEqual([revision, digest]);
  expect((await checkDatabase(database)).findings).toEqual([]);
  await database.db.destroy();
}

describeOnDatabases('a server that is killed while it writes', (kind) => {
  test(`has lost nothing that it said yes to after ${KILLS} kills`, async () => {
    const temporary = await temporaryPlace(kind);
    const { dataFolder, url } = temporary.place;
    const start = () => startRegistry(temporaryWorkspace(), ['--data', dataFolder, ...(url === undefined ? [] : ['--database', url])]);
    const servers = [await start(), ...(kind === 'SQLite' ? [] : [await start()])];
    const token = readFileSync(join(dataFolder, 'admin.token'), 'utf8').trim();
    const acknowledged: Acknowledged = new Map();
    for (let round = 1; round <= KILLS; round += 1) {
      let isStopped = false;
      const clients = servers.map((server) => nativeRegistry({ url: server.url, project: 'default', token }));
      const writing = clients.map((client, index) => write(client, acknowledged, `round ${round} by ${index}`, () => isStopped));
      const before = acknowledged.size;
      await expect.poll(() => acknowledged.size, { timeout: 60_000, interval: 2 }).toBeGreaterThan(before);
      await wait(((round * 0.618_034) % 1) * 200);
      const victim = round % servers.length;
      await servers[victim]?.kill();
      isStopped = true;
      await Promise.all(writing);
      await Promise.all(clients.map((client) => client.close()));
      if (round % CHECKED_EVERY === 0 || round === KILLS) await expectKept(temporary, acknowledged);
      servers[victim] = await start();
    }
    await Promise.all(servers.map((server) => server.stop()));
    await temporary.remove();
    expect(acknowledged.size).toBeGreaterThanOrEqual(KILLS);
  });
});
