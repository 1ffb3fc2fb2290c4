import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName } from '../../src/release/environment.ts';
import { createProject } from '../../src/server/actions/environments/create-project.ts';
import { openAccess } from '../../src/server/auth/access.ts';
import { doorbell } from '../../src/server/events/doorbell.ts';
import { checkDatabase } from '../../src/server/maintenance/check/check-database.ts';
import { openService } from '../../src/server/open-service.ts';
import { openKeys } from '../../src/server/secrets/open-keys.ts';
import { announceKey } from '../../src/server/signing/announce-key.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';
import { migratedDatabase } from '../support/temporary-database.ts';

const development = 'development' as EnvironmentName;

test('a disk that is full is told by 503 and costs nothing that was acknowledged; with room again the registry writes', async () => {
  const database = await migratedDatabase('SQLite');
  const { db, place } = database;
  await createProject(db, 'default', DEFAULT_ENVIRONMENTS, 1);
  const { pepper, signer, secrets } = await openKeys(db, place);
  await announceKey(db, signer, 1);
  const access = openAccess(db, pepper, { publicUrl: () => 'http://127.0.0.1' });
  const token = await access.keeper.issue('ci', [{ role: 'admin', project: '*', environments: '*', prompts: '*' }], 1);
  const service = await openService({ db, access, signer, clock: Date.now, secrets, bell: doorbell() }, { log: () => undefined });
  const url = await service.app.listen({ port: 0, host: '127.0.0.1' });
  const registry = nativeRegistry({ url, token, project: 'default', fetchTimeoutMs: 20_000 });
  const pin = async (text: string) => {
    const version = promptVersion('greet', text);
    await registry.upload({ versions: [version] });
    return await registry.apply(development, { pins: pins(version), expected: await registry.state(development), cause: 'apply' });
  };
  expect((await pin('before')).revision).toBe(1);

  // A disk with room for a few pages more.
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 3}`).execute(db);
  const failed = await (async () => {
    for (;;) await pin(`${Math.random()} `.repeat(500));
  })().catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 'database-full' });
  const answer = await fetch(`${url}/v1/projects/default/prompts`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  const { revision, pins: served } = await registry.state(development);
  expect([...served.keys()]).toHaveLength(1);

  await sql.raw('pragma max_page_count = 1000000').execute(db);
  expect((await pin('after')).revision).toBe(revision + 1);
  expect((await checkDatabase(database)).findings).toEqual([]);
  await registry.close();
  await service.stop();
  await database.close();
});
