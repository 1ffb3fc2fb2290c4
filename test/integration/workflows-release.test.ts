import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shortDigest } from '../../src/base/digest.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName } from '../../src/release/environment.ts';
import { pinsOf } from '../../src/release/lockfile/edit-lockfile.ts';
import { apply } from '../../src/workflows/release/moves/apply.ts';
import { rollback } from '../../src/workflows/release/moves/rollback.ts';
import { unquarantine } from '../../src/workflows/release/moves/unquarantine.ts';
import { served } from '../../src/workflows/release/served.ts';
import { status } from '../../src/workflows/release/status.ts';
import { registryVersions } from '../../src/workflows/versions/registry-versions.ts';
import { type ReleaseProject, releaseProject } from '../support/release-project.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';

const [development, staging, production] = ['development', 'staging', 'production'] as [EnvironmentName, EnvironmentName, EnvironmentName];
const DEAD = { code: 'registry-unreachable' };

let running: RunningRegistry;
let project: ReleaseProject;
beforeEach(async () => {
  running = await runningRegistry();
  project = releaseProject(running.admin);
});
afterEach(() => running.stop());

const lockText = () => project.workspace.text('promptlane.lock');
const pins = async (environment: EnvironmentName) => (await running.admin.state(environment)).pins;
const locked = async (environment: EnvironmentName) => pinsOf(await project.lockfile().read(), environment);
const applyLocked = async (environment: EnvironmentName) =>
  apply(
    { environment, wanted: await locked(environment), prune: false, cause: 'apply' },
    { registry: running.admin, versions: registryVersions(running.admin) },
  );
const differences = async () => {
  const lock = await project.lockfile().read();
  const remote = { served: await served(running.admin, DEFAULT_ENVIRONMENTS, lock), drafts: await running.admin.drafts() };
  const { rows } = status(await project.tree(), lock, DEFAULT_ENVIRONMENTS, remote);
  return rows.flatMap((row) => row.differences.map(({ environment, difference }) => `${row.prompt} ${difference} ${environment}`));
};

async function released(): Promise<void> {
  await project.lock();
  await project.push();
  await project.promote(staging, development);
  await project.promote(production, staging);
}

describe('push', () => {
  test('moves the first environment and no other', async () => {
    await project.lock();
    const { uploaded, unchanged } = await project.push();

    expect([uploaded.length, unchanged]).toEqual([3, 0]);
    expect(await pins(development)).toEqual(await locked(development));
    expect(await pins(staging)).toEqual(new Map());
  });

  test('of the same content twice changes nothing', async () => {
    await project.lock();
    await project.push();
    const before = await running.admin.state(development);
    const again = await project.push();

    expect(again.uploaded).toEqual([]);
    expect(await running.admin.state(development)).toEqual(before);
  });

  test('refuses a tree that is not what was locked, before it uploads anything', async () => {
    await project.lock();
    project.edit('You greet people warmly.');

    await expect(project.push()).rejects.toMatchObject({ code: 'lockfile-outdated', message: expect.stringContaining('greet') });
    expect(await running.admin.prompts()).toEqual([]);
  });

  test('carries everything needed to load the version again', async () => {
    await project.lock();
    await project.push();
    const version = (await project.tree()).versions.of('greet' as never);
    const loaded = await registryVersions(running.admin).load(version.id, version.digest);

    expect(loaded?.partials).toEqual(version.partials);
    expect(loaded?.content.messages).toEqual(version.content.messages);
  });
});

describe('promote', () => {
  test('writes nothing when the gate refuses', async () => {
    await project.lock();
    await project.push();
    const before = lockText();
    const { applied, plan } = await project.promote(production, development);

    expect(applied).toBe(false);
    expect(plan.refusals.map(({ code }) => code)).toEqual(['not-in-previous', 'not-in-previous']);
    expect(lockText()).toBe(before);
    expect(await pins(production)).toEqual(new Map());
  });

  test('that ended between lockfile and registry is pending, and running it again completes it', async () => {
    await project.lock();
    await project.push();
    const dying = { ...running.admin, apply: () => Promise.reject(Object.assign(new Error('killed'), DEAD)) };
    await expect(project.promote(staging, development, dying)).rejects.toMatchObject(DEAD);

    expect(await differences()).toEqual(['answer pending staging', 'greet pending staging']);
    expect((await project.promote(staging, development)).applied).toBe(true);
    expect(await differences()).toEqual([]);
  });

  test('through all environments leaves tree, lockfile and registry agreeing', async () => {
    await released();
    expect(await differences()).toEqual([]);
    expect(await pins(production)).toEqual(await locked(development));
  });
});

describe('rollback', () => {
  const roll = (reason: string, asked: { to?: string } = {}) =>
    rollback({ prompt: 'greet', env: 'production', reason, ...asked }, DEFAULT_ENVIRONMENTS, {
      registry: running.admin,
      lock: () => project.lockfile().read(),
    });

  async function secondRelease(): Promise<void> {
    await released();
    project.edit('You greet people warmly.');
    await released();
  }

  test('takes effect at once, and a second apply does not undo it', async () => {
    await secondRelease();
    const { from, to, lockfilePinsTheVersionLeft } = await roll('Too warm');

    expect((await pins(production)).get('greet' as never)).toBe(to);
    expect(lockfilePinsTheVersionLeft).toBe(true);
    const { applied, plan } = await applyLocked(production);
    expect(applied).toBe(false);
    expect(plan.refusals).toMatchObject([{ code: 'quarantined', prompt: 'greet' }]);
    expect((await pins(production)).get('greet' as never)).toBe(to);
    expect(from).toBe((await locked(production)).get('greet' as never));
    expect(await differences()).toEqual(['greet registry-ahead production']);
  });

  test('to what is served already moves nothing, so that it can be repeated', async () => {
    await secondRelease();
    const { to } = await roll('Too warm');
    expect(await roll('Again', { to: shortDigest(to) })).toMatchObject({ moved: false, to });
    expect((await pins(production)).get('greet' as never)).toBe(to);
  });

  test('is told as done when the lockfile is in conflict', async () => {
    await secondRelease();
    project.workspace.write({ 'promptlane.lock': '<<<<<<< ours\n' });
    expect(await roll('Too warm')).toMatchObject({ moved: true, lockfilePinsTheVersionLeft: false });
  });

  test('can be ended: after unquarantine the lockfile applies again', async () => {
    await secondRelease();
    const { from } = await roll('Too warm');
    await unquarantine(
      { reference: `greet@${from?.slice(7, 19)}`, env: 'production', reason: 'It was the weather' },
      DEFAULT_ENVIRONMENTS,
      running.admin,
    );

    expect((await applyLocked(production)).applied).toBe(true);
    expect((await pins(production)).get('greet' as never)).toBe(from);
  });

  test('is told by the history, with who and why', async () => {
    await secondRelease();
    await roll('Too warm');
    const [latest] = await running.admin.history(production, { limit: 1 });

    expect(latest).toMatchObject({ cause: 'rollback', message: 'Too warm', actor: { name: 'admin' } });
  });
});

describe('lock', () => {
  test('writes the same bytes for the same tree', async () => {
    await project.lock();
    const first = lockText();
    expect((await project.lock()).lockfile).toBe('unchanged');
    expect(lockText()).toBe(first);
  });

  test('with --check writes nothing and says what is out of date', async () => {
    await project.lock();
    project.edit('Hello');
    const before = lockText();

    expect(await project.lock('check')).toMatchObject({ lockfile: 'outdated', moves: [{ prompt: 'greet' }] });
    expect(lockText()).toBe(before);
  });

  test('frozen refuses to write', async () => {
    await expect(project.lock('frozen')).rejects.toMatchObject({ code: 'lockfile-frozen' });
    expect(lockText()).toBeUndefined();
  });

  test('drops the pin of a prompt that is gone, in the first environment only', async () => {
    await released();
    rmSync(join(project.workspace.path, 'prompts/answer.prompt.yaml'));
    await project.lock();

    expect([...(await locked(development)).keys()]).toEqual(['greet']);
    expect([...(await locked(production)).keys()]).toEqual(['answer', 'greet']);
    expect(await differences()).toEqual(['answer remote-diverged development']);
  });
});

describe('an unknown requirement of a policy', () => {
  test('refuses every move: the gate fails closed', async () => {
    await running.admin.setEnvironments([
      { name: development, policy: {} },
      { name: staging, policy: { after: development, require: { moonPhase: 'full' } } },
    ]);
    await project.lock();
    await project.push();
    const { applied, plan } = await project.promote(staging, development);

    expect(applied).toBe(false);
    expect(plan.refusals).toMatchObject([{ code: 'requirement-unknown', message: expect.stringContaining('moonPhase') }]);
  });
});
