import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { withPins } from '../../src/release/lockfile/edit-lockfile.ts';
import { parseLockfile } from '../../src/release/lockfile/parse-lockfile.ts';
import { DEFAULT_CONFIG } from '../../src/workspace/config/config.ts';
import { lockfileFile } from '../../src/workspace/lockfile-file/lockfile-file.ts';
import { runHere } from '../support/command-line.ts';
import { isolatedGit } from '../support/git-repository.ts';
import { lockWorkspace } from '../support/in-process.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const LOCK = 'promptlane.lock';
let workspace: TemporaryWorkspace;

const promptlane = (...args: string[]) => runHere(args, { cwd: workspace.path });
const attempt = (...args: string[]) => spawnSync('git', args, { cwd: workspace.path, env: isolatedGit(), encoding: 'utf8' });
const lockText = () => workspace.text(LOCK) ?? '';

/** What an environment pins, by prompt, as the text of each prompt: digests say little to a reader of tests. */
function pinned(environment: string, text = lockText()): Record<string, string | undefined> {
  const pins = parseLockfile({ file: LOCK, text }).environments.get(environment as EnvironmentName) ?? new Map();
  const said = (blob: string) => /^ {6}(?!\{%)(.*)$/m.exec(workspace.git('cat-file', 'blob', blob))?.[1];
  return Object.fromEntries([...pins].map(([id, { blob }]) => [id, said(blob)]));
}

/** Edits prompts, locks, and pins all of them in staging. */
async function release(texts: Readonly<Record<string, string>>): Promise<void> {
  workspace.write(Object.fromEntries(Object.entries(texts).map(([id, text]) => [`prompts/${id}.prompt.yaml`, promptText(text)])));
  await lockWorkspace(workspace);
  const store = lockfileFile({ root: workspace.path, config: DEFAULT_CONFIG });
  const lock = await store.read();
  const pins = new Map([...(lock.environments.get('development' as EnvironmentName) ?? [])].filter(([id]) => Object.hasOwn(texts, id)));
  await store.write(withPins(lock, 'staging' as EnvironmentName, pins));
}

/** `answer` and `greet` are in conflict in staging, `mine` was released by us alone and `more` by them. */
beforeAll(async () => {
  workspace = temporaryWorkspace();
  await release({ answer: 'Answer.', greet: 'Greet.' });
  workspace.commit({}, 'Base');
  workspace.git('switch', '--quiet', '--create', 'theirs');
  await release({ answer: 'Answer, theirs.', greet: 'Greet, theirs.', more: 'More.' });
  workspace.commit({}, 'Theirs');
  workspace.git('switch', '--quiet', 'main');
  await release({ answer: 'Answer, ours.', greet: 'Greet, ours.', mine: 'Mine.' });
  workspace.commit({}, 'Ours');
});

beforeEach(() => {
  workspace.git('reset', '--quiet', '--hard', 'main');
  expect(attempt('merge', 'theirs').status).toBe(1);
  workspace.git('checkout', '--quiet', '--theirs', 'prompts');
  workspace.git('add', 'prompts');
});

const THEIRS = { answer: 'Answer, theirs.', greet: 'Greet, theirs.', mine: 'Mine.', more: 'More.' };
const OURS = { answer: 'Answer, ours.', greet: 'Greet, ours.', mine: 'Mine.', more: 'More.' };

describe('lock on a lockfile in conflict', () => {
  test('merges what it can, marks the pins that are open and nothing else, and exits 7', async () => {
    const { exitCode, stdout, stderr } = await promptlane('lock');

    expect({ exitCode, stderr }).toEqual({ exitCode: 7, stderr: '' });
    expect(stdout.replaceAll(/[0-9a-f]{12}/g, '…')).toMatchInlineSnapshot(`
      "✗ Merged promptlane.lock but for 2 pins that both sides changed:
        ! staging  answer  was …
            ours    …
            theirs  …
              message 1 (system): 1 word added, 1 removed
        ! staging  greet  was …
            ours    …
            theirs  …
              message 1 (system): 1 word added, 1 removed
        development
          ~ answer  … → …
          ~ greet   … → …
          + more    new → …
        staging
          + more  new → …
      Take one side with \`promptlane lock --resolve --ours\` or \`--theirs\`, or edit the marked pins in the file and run \`promptlane lock\` again."
    `);
    expect(lockText().match(/^<{7} ours$/gm)).toHaveLength(2);
    expect(await promptlane('lock')).toMatchObject({ exitCode: 7, stdout });
  });

  test.each([
    ['--ours', OURS],
    ['--theirs', THEIRS],
  ])('takes one side with %s where both changed a pin, and both sides elsewhere', async (side, staging) => {
    const { exitCode, stdout } = await promptlane('lock', side);

    expect(exitCode, stdout).toBe(0);
    expect(pinned('staging')).toEqual(staging);
    expect(pinned('development')).toEqual(THEIRS);
    expect(await promptlane('lock', '--check')).toMatchObject({ exitCode: 0 });
    expect(workspace.git('ls-files', '-u', LOCK), 'left for the user to add').not.toBe('');
  });

  test('goes by the tree in the first environment, whatever the sides say', async () => {
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('Greet, merged.') });
    await promptlane('lock', '--ours');
    expect(pinned('development')).toMatchObject({ greet: 'Greet, merged.' });
  });

  test('tells programs what it told people', async () => {
    const { stdout } = await promptlane('lock', '--resolve', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'promptlane/lock/v1',
      lockfile: 'conflicted',
      resolution: {
        files: [LOCK],
        merged: [{ environment: 'staging', moves: [{ prompt: 'more' }] }],
        conflicts: [
          { environment: 'staging', prompt: 'answer', changes: [expect.stringContaining('message 1 (system)')] },
          { environment: 'staging', prompt: 'greet', ours: expect.stringMatching(/^sha256:/), theirs: expect.stringMatching(/^sha256:/) },
        ],
      },
    });
  });

  test('asks for the prompts to be merged first', async () => {
    workspace.write({ 'prompts/greet.prompt.yaml': '<<<<<<< ours\n=======\n>>>>>>> theirs\n' });
    const before = lockText();
    expect(await promptlane('lock', '--theirs')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('prompts-invalid') });
    expect(lockText()).toBe(before);
  });
});

describe('what was resolved by hand', () => {
  /** The file with the markers around one prompt resolved. */
  const decide = (prompt: string, side: 'ours' | 'theirs') => {
    const conflict = new RegExp(`<{7} ours\\n( {4}${prompt}:\\n[^]*?)={7}\\n([^]*?)>{7} theirs\\n`);
    workspace.write({ [LOCK]: lockText().replace(conflict, side === 'ours' ? '$1' : '$2') });
  };

  test('is not what git leaves where it is told not to merge', async () => {
    workspace.git('merge', '--abort');
    workspace.write({ '.git/info/attributes': '*.lock binary\n' });
    expect(attempt('merge', 'theirs').status).toBe(1);
    workspace.git('checkout', '--quiet', '--theirs', 'prompts');
    const { exitCode, stdout } = await promptlane('lock');
    rmSync(join(workspace.path, '.git/info/attributes'));
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: expect.stringContaining('2 pins that both sides changed') });
    expect(await promptlane('lock', '--theirs')).toMatchObject({ exitCode: 0 });
    expect(pinned('staging')).toEqual(THEIRS);
  });

  test('stays, pin by pin', async () => {
    await promptlane('lock');
    decide('greet', 'theirs');
    const { exitCode, stdout } = await promptlane('lock');
    expect({ exitCode, decided: /decided\n +staging +greet/.test(stdout) }).toEqual({ exitCode: 7, decided: true });
    decide('answer', 'ours');
    expect(await promptlane('lock')).toMatchObject({ exitCode: 0 });
    expect(pinned('staging')).toEqual({ ...THEIRS, answer: 'Answer, ours.' });
  });

  test('by taking one whole file loses nothing that the other side alone changed', async () => {
    workspace.git('checkout', '--quiet', '--ours', LOCK);
    expect(await promptlane('lock')).toMatchObject({ exitCode: 0 });
    expect(pinned('staging')).toEqual(OURS);
  });

  test('is not undone by another lock, nor is what was pinned since', async () => {
    await promptlane('lock', '--theirs');
    await release({ greet: 'Greet, since.' });
    expect(await promptlane('lock')).toMatchObject({ exitCode: 0 });
    expect(pinned('staging')).toEqual({ ...THEIRS, greet: 'Greet, since.' });
  });

  test('too early, by adding the file with its markers, is made good from what the index remembers', async () => {
    workspace.git('add', LOCK);
    expect(await promptlane('lock', '--check')).toMatchObject({ exitCode: 7 });
    expect(await promptlane('lock', '--theirs')).toMatchObject({ exitCode: 0 });
    expect(pinned('staging')).toEqual(THEIRS);
  });

  test('is taken apart at the markers where there is no index, and then every difference has to be decided', async () => {
    renameSync(join(workspace.path, '.git'), join(workspace.path, 'git-away'));
    expect(await promptlane('lock')).toMatchObject({ exitCode: 7 });
    expect(await promptlane('lock', '--theirs')).toMatchObject({ exitCode: 0 });
    renameSync(join(workspace.path, 'git-away'), join(workspace.path, '.git'));
    expect(pinned('staging')).toMatchObject({ answer: 'Answer, theirs.', greet: 'Greet, theirs.' });
  });

  test('by breaking the markers is not guessed at outside git, and made good within', async () => {
    workspace.write({ [LOCK]: lockText().replace('=======\n', '') });
    renameSync(join(workspace.path, '.git'), join(workspace.path, 'git-away'));
    expect(await promptlane('lock', '--theirs')).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('not whole') });
    renameSync(join(workspace.path, 'git-away'), join(workspace.path, '.git'));
    expect(await promptlane('lock', '--theirs')).toMatchObject({ exitCode: 0 });
    expect(pinned('staging')).toEqual(THEIRS);
  });
});

describe('a lockfile in conflict', () => {
  test('stops every other command with the one that resolves it', async () => {
    const { exitCode, stderr } = await promptlane('verify');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 7,
      stderr: expect.stringMatching(/lockfile-conflicted\]\nRun `promptlane lock --resolve`/),
    });
  });

  test('is not written in CI unless that is asked for', async () => {
    const before = lockText();
    const inCi = (...args: string[]) => runHere(['lock', ...args], { cwd: workspace.path, env: { CI: 'true' } });
    expect(await inCi('--resolve')).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('lockfile-frozen') });
    expect(await inCi()).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('lockfile-conflicted') });
    expect(lockText()).toBe(before);
    expect(await inCi('--theirs', '--no-frozen')).toMatchObject({ exitCode: 0 });
  });

  test.each([
    ['--ours', '--theirs'],
    ['--resolve', '--check'],
    ['--theirs', '--frozen'],
  ])('is refused with %s and %s at once', async (...flags) => {
    expect(await promptlane('lock', ...flags)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('usage-invalid') });
  });

  test('that one side deleted is for the user to keep or to let go', async () => {
    workspace.git('merge', '--abort');
    workspace.git('checkout', '--quiet', '--detach', 'main~1');
    rmSync(join(workspace.path, LOCK));
    workspace.commit({}, 'Gone');
    expect(attempt('merge', 'theirs').status).toBe(1);
    expect(await promptlane('lock')).toMatchObject({ exitCode: 7, stderr: expect.stringContaining(`git rm ${LOCK}`) });
    workspace.git('merge', '--abort');
    workspace.git('switch', '--quiet', 'main');
  });
});
