import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment } from '../support/cli.ts';
import { runHere } from '../support/command-line.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { lockedWorkspace, promptText, type TemporaryWorkspace } from '../support/temporary-workspace.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GREET = 'prompts/greet.prompt.yaml';
const BROKEN = promptText('You greet {{ nobody }}.');
const NODE = join(process.execPath, '..');

/** A locked project that has promptlane, and the packages named, as `npm install` would put them. */
async function project(...packages: string[]): Promise<TemporaryWorkspace> {
  const workspace = await lockedWorkspace({ '.gitignore': '.promptlane/\nnode_modules/\n', 'package.json': '{"private": true}\n' });
  mkdirSync(join(workspace.path, 'node_modules/.bin'), { recursive: true });
  const program = join(workspace.path, 'node_modules/.bin/promptlane');
  writeFileSync(program, `#!/bin/sh\nexec node '${join(ROOT, 'bin/promptlane.js')}' "$@"\n`);
  chmodSync(program, 0o755);
  for (const name of packages) symlinkSync(join(ROOT, 'node_modules/.bin', name), join(workspace.path, 'node_modules/.bin', name));
  return workspace;
}

/** Runs a command in a project; what it says is one text. */
function run({ path: cwd }: { readonly path: string }, command: string, args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: {
      ...cleanEnvironment(),
      PATH: `${join(cwd, 'node_modules/.bin')}:${NODE}:${process.env.PATH ?? ''}`,
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      ...env,
    },
  });
  return { status, said: `${stdout}${stderr}` };
}

const commit = (workspace: TemporaryWorkspace, ...args: string[]) => run(workspace, 'git', ['commit', '-m', 'Change', ...args]);

/** What every way of running the hook must do: let a good commit pass, stop a bad one, and look at what is staged alone. */
function expectGate(workspace: TemporaryWorkspace): void {
  workspace.write({ 'notes.txt': 'Nothing of ours.\n' });
  workspace.git('add', 'notes.txt');
  expect(commit(workspace)).toMatchObject({ status: 0 });

  workspace.write({ [GREET]: BROKEN });
  workspace.git('add', '--', GREET);
  // What lies on the disk is right again, what is staged is not.
  workspace.write({ [GREET]: promptText('You greet people.') });
  const stopped = commit(workspace);
  expect(stopped.status).not.toBe(0);
  expect(stopped.said).toContain('variable-undeclared');

  workspace.git('add', '--', GREET);
  workspace.write({ [GREET]: BROKEN, 'notes.txt': 'More.\n' });
  workspace.git('add', 'notes.txt');
  expect(commit(workspace)).toMatchObject({ status: 0 });
}

describe('hook install', () => {
  test('checks every commit, however it is made', async () => {
    const workspace = await project();
    await runHere(['hook', 'install'], { cwd: workspace.path });
    expectGate(workspace);
    // Git gives both of these an index of their own.
    expect(commit(workspace, '--all')).toMatchObject({ status: 1, said: expect.stringContaining('variable-undeclared') });
    expect(commit(workspace, '--', GREET)).toMatchObject({ status: 1, said: expect.stringContaining('variable-undeclared') });
    expect(commit(workspace, '--all', '--no-verify')).toMatchObject({ status: 0 });
    workspace.git('checkout', '--quiet', 'HEAD^', '--', GREET);
    expect(commit(workspace, '--amend', '--allow-empty')).toMatchObject({ status: 0 });
  });

  test('keeps the hook that is there, its exit code, its arguments and its input, and puts it back', async () => {
    const workspace = await project();
    const origin = temporaryFolder();
    execFileSync('git', ['init', '--quiet', '--bare', origin.path]);
    workspace.git('remote', 'add', 'origin', origin.path);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's, not ours.
    const script = '#!/bin/sh\necho "earlier $1"\ncat\nexit ${EARLIER:-0}\n';
    for (const hook of ['pre-commit', 'pre-push']) {
      workspace.write({ [`.git/hooks/${hook}`]: script });
      chmodSync(join(workspace.path, '.git/hooks', hook), 0o755);
    }
    const installed = await runHere(['hook', 'install', '--pre-push'], { cwd: workspace.path });
    expect(installed.stdout).toContain('runs first');
    expect((await runHere(['hook', 'install'], { cwd: workspace.path })).stdout).toContain('already installed');

    expect(commit(workspace, '--allow-empty')).toMatchObject({ status: 0, said: expect.stringContaining('earlier') });
    expect(run(workspace, 'git', ['commit', '-m', 'x', '--allow-empty'], { EARLIER: '7' }).status).not.toBe(0);
    const pushed = run(workspace, 'git', ['push', 'origin', 'main']);
    expect(pushed).toMatchObject({ status: 0, said: expect.stringMatching(/earlier origin\nrefs\/heads\/main [0-9a-f]{40}/) });

    await runHere(['hook', 'uninstall'], { cwd: workspace.path });
    expect(readFileSync(join(workspace.path, '.git/hooks/pre-commit'), 'utf8')).toBe(script);
    expect(existsSync(join(workspace.path, '.git/hooks/pre-commit.before-promptlane'))).toBe(false);
  });

  test('lets a commit pass where promptlane is not installed, and says that nothing was checked', async () => {
    const workspace = await lockedWorkspace();
    await runHere(['hook', 'install'], { cwd: workspace.path });
    const said = run(workspace, 'git', ['commit', '-m', 'x', '--allow-empty'], { PATH: '/usr/bin:/bin' });
    expect(said).toMatchObject({ status: 0, said: expect.stringContaining('promptlane: not found') });
  });

  test('runs no program that the branch brings, nor a shell that it names', async () => {
    const workspace = await project();
    await runHere(['hook', 'install'], { cwd: workspace.path });
    workspace.write({
      'node_modules/.bin/promptlane': '#!/bin/sh\ntouch ran\n',
      '.npmrc': 'script-shell=./evil.sh\n',
      'evil.sh': '#!/bin/sh\ntouch ran\n',
    });
    chmodSync(join(workspace.path, 'evil.sh'), 0o755);
    workspace.git('add', '--force', 'node_modules', '.npmrc', 'evil.sh');
    expect(commit(workspace)).toMatchObject({ status: 0, said: expect.stringContaining('git tracks ') });
    expect(workspace.text('ran')).toBeUndefined();
  });

  test('obeys core.hooksPath inside the repository, and touches none that others share', async () => {
    const workspace = await project();
    workspace.git('config', 'core.hooksPath', '.githooks');
    await runHere(['hook', 'install'], { cwd: workspace.path });
    expect(existsSync(join(workspace.path, '.githooks/pre-commit'))).toBe(true);
    const shared = temporaryFolder().path;
    workspace.git('config', 'core.hooksPath', shared);
    const refused = await runHere(['hook', 'install'], { cwd: workspace.path });
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('[hooks-shared]') });
    expect(existsSync(join(shared, 'pre-commit'))).toBe(false);
  });

  test('refuses when the place of the earlier hook is taken', async () => {
    const workspace = await project();
    workspace.write({ '.git/hooks/pre-commit': '#!/bin/sh\n', '.git/hooks/pre-commit.before-promptlane': '#!/bin/sh\n' });
    const refused = await runHere(['hook', 'install'], { cwd: workspace.path });
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('[hook-occupied]') });
  });

  test('leaves a hook where it is that would do nothing under another name', async () => {
    const workspace = await project();
    const hook = join(workspace.path, '.git/hooks/pre-commit');
    for (const script of [
      'case $(basename "$0") in pre-commit) exit 1 ;; esac',
      '. "$(dirname "$0")/h"',
      'exec ".hooks/$(basename -- "$0")"',
    ]) {
      writeFileSync(hook, `#!/bin/sh\n${script}\n`);
      expect(await runHere(['hook', 'install'], { cwd: workspace.path })).toMatchObject({
        exitCode: 2,
        stderr: expect.stringMatching(/its own name.*hook-occupied\]\nCall promptlane from it/),
      });
      expect(readFileSync(hook, 'utf8')).toContain(script);
    }
  });

  test('has nothing to check on a branch that has no such workspace', async () => {
    const workspace = await project();
    const folder = 'apps/my bot';
    workspace.commit({ [`${folder}/promptlane.config.yaml`]: '{}\n', [`${folder}/${GREET}`]: BROKEN }, 'Another');
    expect(await runHere(['-C', folder, 'hook', 'install'], { cwd: workspace.path })).toMatchObject({ exitCode: 0 });
    workspace.write({ [`${folder}/${GREET}`]: `${BROKEN}\n` });
    expect(commit(workspace, '--all').said).toContain('variable-undeclared');
    workspace.git('checkout', '--quiet', '--force', 'HEAD~1');
    expect(commit(workspace, '--allow-empty')).toMatchObject({ status: 0, said: expect.not.stringContaining('promptlane') });
  });

  test('checks what is pushed: a broken tip stops, a deletion and a tag that is there pass', async () => {
    const workspace = await project();
    const origin = temporaryFolder();
    execFileSync('git', ['init', '--quiet', '--bare', origin.path]);
    workspace.git('remote', 'add', 'origin', origin.path);
    await runHere(['hook', 'install', '--pre-push'], { cwd: workspace.path });
    const push = (...args: string[]) => run(workspace, 'git', ['push', 'origin', ...args]);
    workspace.git('tag', '-a', 'v1', '-m', 'One');
    expect(push('main', 'v1', 'main:refs/heads/gone')).toMatchObject({ status: 0 });
    expect(push('main')).toMatchObject({ status: 0 });
    expect(push(':gone')).toMatchObject({ status: 0 });
    workspace.write({ [GREET]: BROKEN });
    workspace.git('commit', '--quiet', '--all', '--no-verify', '-m', 'Broken');
    workspace.write({ [GREET]: promptText('Fine on the disk.') });
    const stopped = push('main', 'main:refs/heads/other');
    expect(stopped.status).not.toBe(0);
    expect(stopped.said).toContain('variable-undeclared');
    workspace.git('reset', '--quiet', '--hard', 'HEAD^');
    workspace.git('commit', '--quiet', '--amend', '--no-verify', '--allow-empty', '-m', 'Again');
    expect(push('--force', 'main')).toMatchObject({ status: 0 });
  });
});

describe('hook managers', () => {
  test('husky', async () => {
    const workspace = await project('husky');
    run(workspace, 'husky', []);
    const told = await runHere(['hook', 'install'], { cwd: workspace.path });
    expect(told).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('.husky/pre-commit') });
    workspace.write({ '.husky/pre-commit': `${linesOf(told.stderr)}\n` });
    expectGate(workspace);
    expect((await runHere(['hook', 'install'], { cwd: workspace.path })).stdout).toContain('husky runs promptlane already');
  });

  test('lefthook', async () => {
    const workspace = await project('lefthook');
    workspace.write({ 'lefthook.yml': '# none yet\n' });
    const told = await runHere(['hook', 'install'], { cwd: workspace.path });
    workspace.write({ 'lefthook.yml': `${linesOf(told.stderr)}\n` });
    expect(run(workspace, 'lefthook', ['install']).status).toBe(0);
    expectGate(workspace);
  });

  test('lint-staged', async () => {
    const workspace = await project('lint-staged');
    workspace.write({
      'package.json': '{"private": true, "lint-staged": {"{prompts,evals,datasets}/**": "promptlane hook run pre-commit"}}\n',
      '.git/hooks/pre-commit': '#!/bin/sh\nexec lint-staged\n',
    });
    chmodSync(join(workspace.path, '.git/hooks/pre-commit'), 0o755);
    workspace.git('add', 'package.json');
    expectGate(workspace);
  });

  const hasPreCommit = spawnSync('pre-commit', ['--version']).status === 0;
  if (!hasPreCommit) console.log('pre-commit is not installed: its test is skipped.');
  test.skipIf(!hasPreCommit)('pre-commit', async () => {
    const workspace = await project();
    workspace.write({ '.pre-commit-config.yaml': 'repos: []\n' });
    const told = await runHere(['hook', 'install'], { cwd: workspace.path });
    workspace.write({ '.pre-commit-config.yaml': `repos:\n${linesOf(told.stderr)}\n` });
    workspace.git('add', '.pre-commit-config.yaml');
    const home = { PRE_COMMIT_HOME: temporaryFolder().path };
    expect(run(workspace, 'pre-commit', ['install'], home).status).toBe(0);
    expectGate(workspace);
    workspace.git('rm', '--quiet', '--force', GREET);
    expect(commit(workspace).said).toContain('lockfile-outdated');
    expect(await runHere(['hook', 'install', '--pre-push'], { cwd: workspace.path })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('stages: [push]'),
    });
  });
});

/** The lines that the message shows for the manager's file. */
function linesOf(message: string): string {
  const [, lines = ''] = /Add to [^\n]+:\n\n([\s\S]*?)\n\nOr install/.exec(message) ?? [];
  return lines;
}
