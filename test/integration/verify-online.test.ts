import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { DEFAULT_ENVIRONMENTS } from '../../src/release/environment.ts';
import { served } from '../../src/workflows/release/served.ts';
import { verifyServed } from '../../src/workflows/release/verify-online.ts';
import { verifyWorkspace } from '../support/in-process.ts';
import { releaseProject } from '../support/release-project.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';

const [development, staging] = ['development', 'staging'] as EnvironmentName[] as [EnvironmentName, EnvironmentName];

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

test('names each pin that the registry does not serve, and why, and nothing once it does', async () => {
  const project = releaseProject(registry.admin);
  const statuses = async () => {
    const lock = await project.lockfile().read();
    const outcome = verifyServed(await verifyWorkspace(project.workspace), lock, await served(registry.admin, DEFAULT_ENVIRONMENTS, lock));
    return Object.fromEntries(
      outcome.verdicts
        .filter(({ status }) => status !== 'ok')
        .map(({ environment, prompt, status }) => [`${environment} ${prompt}`, status]),
    );
  };
  await project.lock();
  expect(await statuses()).toEqual({ 'development answer': 'pending', 'development greet': 'pending' });
  await project.push();
  await project.promote(staging, development);
  expect(await statuses()).toEqual({});

  project.edit('You greet people twice.');
  expect(await statuses()).toEqual({ 'development greet': 'drift' });
  await project.lock();
  await project.push();
  await project.promote(staging, development);
  await registry.admin.rollback(staging, { prompt: 'greet' as never, reason: 'worse' });
  expect(await statuses()).toEqual({ 'staging greet': 'registry-ahead' });

  const { epoch, revision } = await registry.admin.state(development);
  const [version] = await registry.admin.versions('answer' as never);
  await registry.admin.apply(development, {
    pins: new Map([['answer' as never, version?.digest as never]]),
    prune: true,
    expected: { epoch, revision },
    cause: 'apply',
  });
  expect(await statuses()).toEqual({ 'development greet': 'registry-ahead', 'staging greet': 'registry-ahead' });
});
