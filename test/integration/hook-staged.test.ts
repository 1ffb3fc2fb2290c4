import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runHere } from '../support/command-line.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { lockedWorkspace, promptText, type TemporaryWorkspace } from '../support/temporary-workspace.ts';

const GREET = 'prompts/greet.prompt.yaml';
const BROKEN = promptText('You greet {{ nobody }}.');
/** In two parts, so that no scanner takes this file for a leak. */
const KEY = `sk-${'proj-Ab3dEf6hIj9kLmNoPqRsTuVwXy12Z'}`;

interface Found {
  readonly exitCode: number | undefined;
  readonly rules: readonly string[];
  readonly files: number;
}

/** What the hook says of what is staged. */
async function hook({ path: cwd }: { readonly path: string }, ...args: string[]): Promise<Found> {
  const { exitCode, stdout, stderr } = await runHere(['hook', 'run', '--json', ...args], { cwd });
  if (stdout === '') throw new Error(stderr);
  const { diagnostics, files } = JSON.parse(stdout) as { diagnostics: { rule: string }[]; files: number };
  return { exitCode, files, rules: diagnostics.map(({ rule }) => rule) };
}

async function edited(files: Readonly<Record<string, string>>): Promise<TemporaryWorkspace> {
  const workspace = await lockedWorkspace();
  workspace.write(files);
  workspace.git('add', '--all');
  return workspace;
}

describe('the index, not the working tree', () => {
  test('nothing staged is nothing to check, whatever lies on the disk', async () => {
    const workspace = await lockedWorkspace();
    workspace.write({ [GREET]: BROKEN });
    expect(await hook(workspace)).toEqual({ exitCode: 0, rules: [], files: 0 });
  });

  test('a mistake that is staged is found although the disk no longer has it', async () => {
    const workspace = await edited({ [GREET]: BROKEN });
    workspace.write({ [GREET]: promptText('You greet people.') });
    expect(await hook(workspace)).toMatchObject({ exitCode: 3, rules: expect.arrayContaining(['variable-undeclared']) });
  });

  test('the config of the index holds, not the one on the disk', async () => {
    const workspace = await edited({ [GREET]: BROKEN });
    workspace.write({ 'promptlane.config.yaml': 'prompts: elsewhere\n' });
    expect(await hook(workspace)).toMatchObject({ exitCode: 3 });
  });

  test('a file that is only meant to be added is no part of the commit', async () => {
    const workspace = await lockedWorkspace();
    workspace.write({ 'prompts/new.prompt.yaml': BROKEN });
    workspace.git('add', '--intent-to-add', 'prompts/new.prompt.yaml');
    expect(await hook(workspace)).toEqual({ exitCode: 0, rules: [], files: 0 });
  });
});

describe('the lockfile', () => {
  test('must pin what is staged', async () => {
    const workspace = await edited({ [GREET]: promptText('You greet everyone.') });
    expect(await hook(workspace)).toMatchObject({ exitCode: 4, rules: ['lockfile-outdated'] });
    await runHere(['lock'], { cwd: workspace.path });
    expect(await hook(workspace)).toMatchObject({ exitCode: 4 });
    workspace.git('add', 'promptlane.lock');
    expect(await hook(workspace)).toMatchObject({ exitCode: 0, rules: [] });
  });

  test.each([
    ['a prompt that came', { 'prompts/new.prompt.yaml': promptText('New.') }, []],
    ['a prompt that went', {}, [GREET]],
    ['a partial that changed', { 'prompts/shared/tone.partial.md': 'Answer at length.\n' }, []],
    ['a prompt that gives itself another id', { [GREET]: `id: hello\n${promptText('You greet people.')}` }, []],
  ])('is out of date after %s', async (_what, files, removed) => {
    const workspace = await lockedWorkspace();
    workspace.write(files);
    for (const file of removed) rmSync(join(workspace.path, file));
    workspace.git('add', '--all');
    expect((await hook(workspace)).rules).toContain('lockfile-outdated');
    await runHere(['lock'], { cwd: workspace.path });
    workspace.git('add', '--all');
    expect((await hook(workspace)).rules).not.toContain('lockfile-outdated');
  });

  test('with a digest that somebody wrote by hand does not pass', async () => {
    const workspace = await edited({ [GREET]: promptText('You greet everyone.') });
    await runHere(['lock'], { cwd: workspace.path });
    const text = workspace.text('promptlane.lock') ?? '';
    workspace.write({ 'promptlane.lock': text.replace(/(greet:\n +digest: sha256:)[0-9a-f]{8}/, '$100000000') });
    workspace.git('add', '--all');
    expect(await hook(workspace)).toMatchObject({ exitCode: 4, rules: ['lockfile-outdated'] });
  });

  test('is not asked for where there never was one, and is where it was forgotten', async () => {
    const workspace = await edited({ [GREET]: promptText('You greet everyone.') });
    workspace.git('rm', '--quiet', '--cached', 'promptlane.lock');
    expect((await hook(workspace)).rules).toEqual(['lockfile-outdated']);
    renameSync(join(workspace.path, 'promptlane.lock'), join(workspace.path, 'promptlane.development.lock'));
    expect((await hook(workspace)).rules).toEqual(['lockfile-outdated']);
    rmSync(join(workspace.path, 'promptlane.development.lock'));
    expect(await hook(workspace)).toMatchObject({ exitCode: 0, rules: [] });
  });
});

describe('findings', () => {
  test('a prompt that did not change is named when its partial no longer fits it', async () => {
    const workspace = await edited({ 'prompts/shared/tone.partial.md': 'Answer in {{ language }}.\n' });
    expect((await hook(workspace)).rules).toContain('variable-undeclared');
    const { stdout } = await runHere(['hook', 'run'], { cwd: workspace.path });
    expect(stdout).toContain('prompts/answer.prompt.yaml:');
    expect(stdout).toContain(GREET);
  });

  test('a partial that is gone is missed by those that name it', async () => {
    const workspace = await lockedWorkspace();
    rmSync(join(workspace.path, 'prompts/shared/tone.partial.md'));
    workspace.git('add', '--all');
    expect((await hook(workspace)).rules.filter((rule) => rule === 'partial-missing')).toHaveLength(2);
  });

  test('a mistake that was there before is not held against the commit', async () => {
    const workspace = await lockedWorkspace();
    workspace.commit({ 'prompts/old.prompt.yaml': BROKEN });
    workspace.write({ 'datasets/rows.jsonl': '{"input":{"question":"?"}}\n' });
    workspace.git('add', '--all');
    expect((await hook(workspace)).rules).not.toContain('variable-undeclared');
  });

  test('secrets and conflict markers are found in datasets and cassettes too', async () => {
    const workspace = await edited({
      'datasets/rows.jsonl': `{"input":{"question":"${KEY}"}}\n`,
      'cassettes/a.jsonl': '<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n',
      'README.md': KEY,
    });
    const { exitCode, rules } = await hook(workspace);
    expect({ exitCode, rules: [...rules].sort() }).toEqual({ exitCode: 3, rules: ['conflict-marker', 'secret-found'] });
  });

  test('what breaks callers is a warning, and stops nobody', async () => {
    const workspace = await edited({ [GREET]: promptText('You greet people.').replaceAll('question', 'query') });
    await runHere(['lock'], { cwd: workspace.path });
    workspace.git('add', '--all');
    const { exitCode, rules } = await hook(workspace);
    expect({ exitCode, rules }).toEqual({ exitCode: 0, rules: ['B102'] });
  });

  test('named files are looked at from the top of the repository and from where one stands; the lockfile always', async () => {
    const workspace = await edited({ [GREET]: BROKEN, 'prompts/answer.prompt.yaml': promptText('You answer.') });
    expect((await hook(workspace, 'prompts/answer.prompt.yaml')).rules).toEqual(['lockfile-outdated']);
    expect((await hook({ path: join(workspace.path, 'prompts') }, 'greet.prompt.yaml')).rules).toContain('variable-undeclared');
    expect((await hook({ path: join(workspace.path, 'prompts') }, GREET)).rules).toContain('variable-undeclared');
  });
});

describe('repositories of every kind', () => {
  test('before the first commit everything is new', async () => {
    const workspace = await lockedWorkspace();
    workspace.git('update-ref', '-d', 'HEAD');
    expect(await hook(workspace)).toMatchObject({ exitCode: 0, rules: [] });
    workspace.write({ [GREET]: BROKEN });
    workspace.git('add', '--all');
    expect(await hook(workspace)).toMatchObject({ exitCode: 3 });
  });

  test('a worktree has an index of its own', async () => {
    const workspace = await lockedWorkspace();
    const tree = join(temporaryFolder().path, 'tree');
    workspace.git('worktree', 'add', '--quiet', tree, '-b', 'side');
    workspace.write({ [GREET]: BROKEN });
    workspace.git('add', '--all');
    expect(await hook({ path: tree })).toMatchObject({ exitCode: 0, files: 0 });
    expect(await hook(workspace)).toMatchObject({ exitCode: 3 });
  });

  test('a workspace in a subfolder, asked from the top as git starts hooks', async () => {
    const workspace = await lockedWorkspace();
    workspace.write({
      'services/bot/promptlane.config.yaml': 'prompts: prompts\n',
      'services/bot/prompts/a.prompt.yaml': BROKEN.replace(/ *\{% render.*\n/, ''),
    });
    workspace.git('add', '--all');
    expect(await hook(workspace)).toMatchObject({ exitCode: 0, files: 0 });
    expect((await hook(workspace, '-C', 'services/bot')).rules).toContain('variable-undeclared');
    expect((await hook(workspace, '-C', 'services/bot', 'services/bot/prompts/a.prompt.yaml')).rules).toContain('variable-undeclared');
  });

  test('outside a repository it says so', async () => {
    const { exitCode, stderr } = await runHere(['hook', 'run'], { cwd: temporaryFolder().path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('[git-missing]') });
  });
});

describe('--fix', () => {
  const REPAIRABLE = promptText('You greet people.').replace('You greet', 'You\u200B greet');

  test('repairs, renews the lockfile, stages both, and ends with 3', async () => {
    const workspace = await edited({ [GREET]: REPAIRABLE });
    const { exitCode, stdout } = await runHere(['hook', 'run', '--fix'], { cwd: workspace.path });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: expect.stringContaining('was repaired and staged') });
    expect(workspace.git('diff', '--name-only')).toBe('');
    expect(await hook(workspace)).toMatchObject({ exitCode: 0, rules: [] });
  });

  test('leaves a file alone that is staged in part', async () => {
    const workspace = await edited({ [GREET]: REPAIRABLE });
    workspace.write({ [GREET]: `${REPAIRABLE}# not yet\n` });
    const { stdout } = await runHere(['hook', 'run', '--fix'], { cwd: workspace.path });
    expect(stdout).toContain('is staged in part');
    expect(workspace.text(GREET)).toBe(`${REPAIRABLE}# not yet\n`);
    expect(workspace.git('show', `:${GREET}`)).toContain('\u200B');
  });
});

describe('the first word', () => {
  test('is refused when it is nearly an event: the hook would have looked at nothing', async () => {
    const workspace = await lockedWorkspace();
    const { exitCode, stderr } = await runHere(['hook', 'run', 'pre-psh'], { cwd: workspace.path });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no event "pre-psh". Did you mean "pre-push"?');
  });

  test('may be any file that a hook manager names', async () => {
    expect(await hook(await lockedWorkspace(), 'Makefile')).toMatchObject({ exitCode: 0, files: 0 });
  });
});
