import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { pinsOf, withPins } from '../../src/release/lockfile/edit-lockfile.ts';
import { openWorkspace } from '../../src/workspace/config/open-workspace.ts';
import { openGit } from '../../src/workspace/git/open-git.ts';
import { lockfileAt } from '../../src/workspace/lockfile-file/lockfile-at.ts';
import { lockfileFile } from '../../src/workspace/lockfile-file/lockfile-file.ts';
import { runHere } from '../support/command-line.ts';
import { isolatedGit } from '../support/git-repository.ts';
import { lockWorkspace, verifyWorkspace } from '../support/in-process.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const [DEVELOPMENT, STAGING, PRODUCTION] = ['development', 'staging', 'production'] as [EnvironmentName, EnvironmentName, EnvironmentName];
const LOCK = 'promptlane.lock';
const CONFIG = 'promptlane.config.yaml';
const ENVIRONMENTS = 'environments: { development: {}, staging: { after: development }, production: { after: staging } }\n';
const SPLIT = `lockfile: { split: true }\n${ENVIRONMENTS}`;

let workspace: TemporaryWorkspace;
beforeEach(() => {
  workspace = temporaryWorkspace({ [CONFIG]: SPLIT });
});

const promptlane = (...args: string[]) => runHere(args, { cwd: workspace.path });
const lockfiles = () => readdirSync(workspace.path).filter((name) => name.endsWith('.lock'));
const open = async () => lockfileFile(await openWorkspace({ cwd: workspace.path }));

/** Pins in an environment what development pins. */
async function pin(environment: EnvironmentName): Promise<void> {
  const store = await open();
  const lock = await store.read();
  await store.write(withPins(lock, environment, lock.environments.get(DEVELOPMENT) ?? new Map()));
}

async function released(): Promise<void> {
  await lockWorkspace(workspace);
  await pin(STAGING);
  await pin(PRODUCTION);
  workspace.commit({}, 'Release');
}

describe('pins of each environment in a file of their own', () => {
  test('are locked, checked, verified and told by the name of their file', async () => {
    const { stdout } = await promptlane('lock');
    expect(stdout).toContain('Wrote promptlane.development.lock');
    await pin(PRODUCTION);

    expect(lockfiles()).toEqual(['promptlane.development.lock', 'promptlane.production.lock']);
    expect(await promptlane('lock', '--check')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('promptlane.development.lock is current'),
    });
    expect((await verifyWorkspace(workspace)).verdicts).toHaveLength(4);
    expect(await promptlane('status', '--offline')).toMatchObject({ exitCode: 0 });
  });

  test('change in one file alone when one environment changes', async () => {
    await released();
    for (const name of lockfiles()) utimesSync(join(workspace.path, name), 1, 1);
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('You greet people warmly.') });
    await lockWorkspace(workspace);

    const written = lockfiles().filter((name) => statSync(join(workspace.path, name)).mtimeMs !== 1000);
    expect(written).toEqual(['promptlane.development.lock']);
  });

  test('are read from the index and from a commit as from the tree', async () => {
    await released();
    const git = await openGit(workspace.path, { env: isolatedGit(), cwd: workspace.path });
    const { environments } = (await openWorkspace({ cwd: workspace.path })).config;
    if (!git) throw new Error('no repository');
    const inTree = await (await open()).read();
    expect(await lockfileAt(git, environments, 'index')).toEqual(inTree);
    expect(await lockfileAt(git, environments, await git.resolveRevision('HEAD'))).toEqual(inTree);
  });

  test('may not be those of another environment', async () => {
    await released();
    workspace.write({ 'promptlane.staging.lock': workspace.text('promptlane.production.lock') ?? '' });
    expect(await promptlane('verify')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('promptlane.staging.lock:4:3: promptlane.staging.lock pins staging alone, and this is production.'),
    });
  });

  test('merge and resolve file by file', async () => {
    await released();
    for (const [branch, text] of [
      ['theirs', 'Theirs.'],
      ['main', 'Ours.'],
    ] as const) {
      workspace.git('switch', '--quiet', ...(branch === 'main' ? [branch] : ['--create', branch]));
      workspace.write({ 'prompts/greet.prompt.yaml': promptText(text) });
      await lockWorkspace(workspace);
      await pin(STAGING);
      workspace.commit({}, text);
    }
    spawnSync('git', ['merge', 'theirs'], { cwd: workspace.path, env: isolatedGit() });
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('Theirs.') });
    const production = workspace.text('promptlane.production.lock');

    expect(await promptlane('lock')).toMatchObject({
      exitCode: 7,
      stdout: expect.stringMatching(/Merged promptlane.development.lock, promptlane.staging.lock but for 1 pin/),
    });
    expect(workspace.text('promptlane.development.lock')).not.toContain('<<<<<<<');
    expect(workspace.text('promptlane.staging.lock')).toContain('<<<<<<< ours');
    expect(await promptlane('lock', '--theirs')).toMatchObject({ exitCode: 0 });
    const lock = await (await open()).read();
    expect(pinsOf(lock, STAGING)).toEqual(pinsOf(lock, DEVELOPMENT));
    expect(workspace.text('promptlane.production.lock')).toBe(production);
  });
});

describe('a change between one file and several', () => {
  test('is made by lock, both ways, and loses no pin', async () => {
    await released();
    const before = await (await open()).read();
    workspace.write({ [CONFIG]: ENVIRONMENTS });
    expect(await promptlane('lock', '--check')).toMatchObject({ exitCode: 4 });
    await promptlane('lock');
    expect(lockfiles()).toEqual([LOCK]);
    expect(await (await open()).read()).toEqual(before);

    workspace.write({ [CONFIG]: SPLIT });
    await promptlane('lock');
    expect(lockfiles()).toHaveLength(3);
    expect(await (await open()).read()).toEqual(before);
  });

  test.each([
    ['to several files', SPLIT],
    ['to one file', ENVIRONMENTS],
  ])('%s that was cut short reads as before, and the next lock completes it', async (_case, config) => {
    await released();
    const before = await (await open()).read();
    const several = Object.fromEntries(lockfiles().map((name) => [name, workspace.text(name) ?? '']));
    workspace.write({ [CONFIG]: ENVIRONMENTS });
    await promptlane('lock');
    workspace.write({ ...several, [CONFIG]: config });
    rmSync(join(workspace.path, 'promptlane.staging.lock'));

    expect(lockfiles()).toHaveLength(3);
    expect(await (await open()).read()).toEqual(before);
    expect(await promptlane('lock')).toMatchObject({ exitCode: 0 });
    expect(lockfiles()).toHaveLength(config === SPLIT ? 3 : 1);
    expect(await (await open()).read()).toEqual(before);
  });

  test('in which both say otherwise is a conflict that names the pin', async () => {
    await released();
    const production = workspace.text('promptlane.production.lock') ?? '';
    workspace.write({ [LOCK]: production.replace(/sha256:.{4}/, 'sha256:0000') });
    expect(await promptlane('verify')).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining('promptlane.lock and promptlane.production.lock pin "answer" in production differently'),
    });
  });

  test.each([
    ['to several files', ENVIRONMENTS, SPLIT],
    ['to one file', SPLIT, ENVIRONMENTS],
  ])('%s on one branch keeps what another branch promotes', async (_case, before, after) => {
    workspace.write({ [CONFIG]: before });
    await released();
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('You greet people warmly.') });
    await lockWorkspace(workspace);
    workspace.commit({}, 'Edit');
    workspace.git('switch', '--quiet', '--create', 'theirs');
    await pin(STAGING);
    workspace.commit({}, 'Promote');
    workspace.git('switch', '--quiet', 'main');
    workspace.write({ [CONFIG]: after });
    await promptlane('lock');
    workspace.commit({}, 'Move the pins');
    expect(spawnSync('git', ['merge', 'theirs'], { cwd: workspace.path, env: isolatedGit() }).status).toBe(1);

    const { exitCode, stdout, stderr } = await promptlane('lock');
    expect(exitCode, stdout + stderr).toBe(0);
    expect(lockfiles()).toHaveLength(after === SPLIT ? 3 : 1);
    const lock = await (await open()).read();
    expect(pinsOf(lock, STAGING)).toEqual(pinsOf(lock, DEVELOPMENT));
    expect(pinsOf(lock, PRODUCTION)).not.toEqual(pinsOf(lock, DEVELOPMENT));
  });
});
