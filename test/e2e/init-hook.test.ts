import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runHere } from '../support/command-line.ts';
import { temporaryFolder, temporaryRepository } from '../support/git-repository.ts';
import { promptlaneOnTerminal } from '../support/pseudo-terminal.ts';

const hasHook = (path: string) => existsSync(join(path, '.git/hooks/pre-commit'));

describe('init', () => {
  test.each([
    ['\r', true],
    ['n\r', false],
    ['\u0004', false],
  ])('asks on a terminal whether to check before commits: %j', async (keys, isInstalled) => {
    const { path } = temporaryRepository();
    const terminal = promptlaneOnTerminal(['init'], { cwd: path });
    await terminal.shows('Check prompts before every commit in this clone? [Y/n]');
    expect(hasHook(path)).toBe(false);
    terminal.type(keys);
    expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
    expect(hasHook(path)).toBe(isInstalled);
  });

  test('asks no second time, and nothing outside a repository', async () => {
    const { path } = temporaryRepository();
    await runHere(['init', '--hook'], { cwd: path });
    for (const cwd of [path, temporaryFolder().path]) {
      const terminal = promptlaneOnTerminal(['init'], { cwd });
      expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
      expect(terminal.sent()).not.toContain('[Y/n]');
    }
  });

  test('never asks where nobody can answer', async () => {
    const { path } = temporaryRepository();
    expect(await runHere(['init'], { cwd: path })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(hasHook(path)).toBe(false);
  });

  test('installs the hook with --hook, tells so as data too, and refuses it outside a repository', async () => {
    const { path } = temporaryRepository();
    const { stdout } = await runHere(['init', '--hook', '--json'], { cwd: path });
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'promptlane/init/v1', hooks: [{ hook: 'pre-commit', result: 'installed' }] });
    expect(hasHook(path)).toBe(true);
    expect(await runHere(['init', '--hook'], { cwd: temporaryFolder().path })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('[git-missing]'),
    });
  });
});
