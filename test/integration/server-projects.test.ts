import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import { DEFAULT_ENVIRONMENTS } from '../../src/release/environment.ts';
import { startServer } from '../../src/server/start-server.ts';
import { temporaryFolder } from '../support/git-repository.ts';

test('a registry is started for the project that the config names, and the next start may name another', async () => {
  const dataFolder = join(temporaryFolder().path, 'data');
  for (const project of ['acme', 'other']) {
    const server = await startServer({ dataFolder, port: 0, project, environments: DEFAULT_ENVIRONMENTS, clock: Date.now, log: () => {} });
    const token = readFileSync(join(dataFolder, 'admin.token'), 'utf8').trim();
    const registry = nativeRegistry({ url: server.url, project, token });
    expect((await registry.environments()).map(({ name }) => name)).toEqual(DEFAULT_ENVIRONMENTS.map(({ name }) => name));
    await registry.close();
    await server.close();
  }
});
