import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Digest } from '../../src/base/digest.ts';
import { Failure } from '../../src/base/failure.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { cliResult, startCli, startRegistry } from '../support/cli.ts';
import { succeed } from '../support/command-line.ts';
import { lockWorkspace } from '../support/in-process.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';
import { promptText, temporaryWorkspace } from '../support/temporary-workspace.ts';
import { adminClient, expectWholeRegistry } from '../support/whole-registry.ts';

const ROUNDS = process.env.PROMPTLANE_SOAK ? 100 : 8;
const DEVELOPMENT = 'development' as never;

/** What the registry said yes to. */
interface Acknowledged {
  readonly uploaded: Digest[];
  readonly applied: { readonly revision: number; readonly digest: Digest }[];
}

/** Uploads one version after the other and pins each, until nobody answers any more. */
async function writeUntilKilled(registry: Registry, round: number, acknowledged: Acknowledged): Promise<void> {
  try {
    for (let number = 0; ; number += 1) {
      const version = promptVersion('busy', `Round ${round}, version ${number}.`);
      await registry.upload({ versions: [version] });
      acknowledged.uploaded.push(version.digest);
      const expected = await registry.state(DEVELOPMENT);
      const { revision } = await registry.apply(DEVELOPMENT, { pins: pins(version), expected, cause: 'apply' });
      acknowledged.applied.push({ revision, digest: version.digest });
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'registry-unreachable') throw error;
  }
}

/** Fails when the registry lacks anything that it said yes to. */
async function expectKept({ uploaded, applied }: Acknowledged, registry: Registry): Promise<void> {
  const history = await registry.history(DEVELOPMENT);
  expect(history.map(({ revision, moves }) => ({ revision, digest: moves[0]?.to }))).toEqual(expect.arrayContaining(applied));
  await Promise.all(uploaded.map((digest) => registry.content(digest)));
}

test(`a registry that was killed ${ROUNDS} times still has all that it said yes to`, async () => {
  const workspace = temporaryWorkspace();
  const acknowledged: Acknowledged = { uploaded: [], applied: [] };
  let served = await startRegistry(workspace);
  for (let round = 0; round < ROUNDS; round += 1) {
    const writer = adminClient(workspace, served);
    const writing = writeUntilKilled(writer, round, acknowledged);
    // Only a registry that already said yes in this round has something to lose.
    const before = acknowledged.applied.length;
    await expect.poll(() => acknowledged.applied.length, { timeout: 30_000, interval: 2 }).toBeGreaterThan(before);
    await wait(((round * 0.618_034) % 1) * 200);
    await served.kill();
    await writing;
    await writer.close();

    served = await startRegistry(workspace);
    const reader = adminClient(workspace, served);
    await expectWholeRegistry(workspace, reader);
    await expectKept(acknowledged, reader);
    await reader.close();
  }
  await served.stop();
  expect(acknowledged.applied.length).toBeGreaterThanOrEqual(ROUNDS);
});

test('a push whose registry dies says so, and completes with the next one', async () => {
  const workspace = temporaryWorkspace();
  for (let round = 0; round < 3; round += 1) {
    workspace.write({ 'prompts/greet.prompt.yaml': promptText(`You greet people, kindly, ${round} times.`) });
    const wanted = await lockWorkspace(workspace);
    const first = await startRegistry(workspace);
    // Where it is and the token are given: a registry that is gone no longer announces itself.
    const env = { PROMPTLANE_REGISTRY_URL: first.url, PROMPTLANE_TOKEN_FILE: '.promptlane/admin.token' };
    const pushing = cliResult(startCli(['push'], { cwd: workspace.path, env }));
    await wait(250 + round * 80);
    await first.kill();
    const { exitCode, stderr } = await pushing;
    expect([0, 9]).toContain(exitCode);
    if (exitCode === 9) expect(stderr).toContain('[registry-unreachable]');

    const second = await startRegistry(workspace);
    await succeed(['push'], { cwd: workspace.path });
    const registry = adminClient(workspace, second);
    await expectWholeRegistry(workspace, registry);
    expect((await registry.state(DEVELOPMENT)).pins).toEqual(wanted);
    await registry.close();
    await second.stop();
  }
});
