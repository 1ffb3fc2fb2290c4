import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli, runShell, type ServedRegistry, startRegistry } from '../support/cli.ts';
import { succeed } from '../support/command-line.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { lockedWorkspace, promptText, suiteFiles, type TemporaryWorkspace } from '../support/temporary-workspace.ts';

const ESCAPE = '\u001b';

let workspace: TemporaryWorkspace;
let served: ServedRegistry;
let model: FakeOpenAI;
beforeAll(async () => {
  model = await fakeOpenAI();
  workspace = await lockedWorkspace({
    ...suiteFiles(model.url, 3),
    // More than a pipe holds.
    'prompts/long.prompt.yaml': promptText('A long line. '.repeat(15_000)),
  });
  served = await startRegistry(workspace);
  await succeed(['push'], { cwd: workspace.path });
});
afterAll(async () => {
  await served.stop();
  await model.close();
});

describe('streams that somebody closed', () => {
  test.each<[line: string, stdout: string]>([
    ['promptlane ls | true; echo $PIPESTATUS', '0'],
    ['promptlane ls | head -1 | cut -c1-6; echo $PIPESTATUS', 'PROMPT\n0'],
    ['promptlane show long --canonical | head -c 3; echo " $PIPESTATUS"', '{"i 0'],
    ['promptlane plan --json | head -c 1; echo " $PIPESTATUS"', '{ 0'],
    ['promptlane --help | true; echo $PIPESTATUS', '0'],
    ['promptlane lock --frozen <&- | head -c 3; echo $PIPESTATUS', '✓0'],
    ['promptlane ls >&-; echo $?', '0'],
    ['promptlane check 2>&- | head -c 3; echo $PIPESTATUS', '✓0'],
    ['{ promptlane show nobody 2>&1 >&3 | true; echo $PIPESTATUS; } 3>&1', '2'],
  ])('%s', async (line, stdout) => {
    expect(await runShell(line, { cwd: workspace.path })).toMatchObject({ stdout, stderr: '' });
  });

  test('nothing is ever asked where nobody can answer', async () => {
    // A stdin that neither says anything nor ends.
    const line =
      'mkfifo quiet; exec 3<>quiet; for c in "init" "check" "lock" "status" "new other"; do promptlane $c <&3 || echo "$c: $?"; done';
    const { exitCode, stdout } = await runShell(line, { cwd: (await lockedWorkspace()).path });
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(/: \d+$/m);
  });
});

describe('colours', () => {
  const hasScript = spawnSync('script', ['--version']).status === 0;

  test.each(['ls', 'check', 'diff', 'status', 'verify', 'plan', 'history development', 'show greet', 'show nobody', 'lokc', '--help'])(
    '%s writes none into pipes',
    async (command) => {
      const { stdout, stderr } = await runCli(command.split(' '), { cwd: workspace.path });
      expect(stdout + stderr).not.toContain(ESCAPE);
    },
  );

  test.each<[env: Record<string, string>, isColoured: boolean]>([
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ FORCE_COLOR: '1', TERM: 'dumb' }, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [{ CI: '1' }, false],
  ])('a pipe with %o', async (env, isColoured) => {
    const { stdout, stderr } = await runCli(['ls'], { cwd: workspace.path, env });
    expect(stdout.includes(ESCAPE)).toBe(isColoured);
    expect(stderr).toBe('');
  });

  test('--no-color goes before FORCE_COLOR', async () => {
    expect((await runCli(['ls', '--no-color'], { cwd: workspace.path, env: { FORCE_COLOR: '1' } })).stdout).not.toContain(ESCAPE);
  });

  test.skipIf(!hasScript).each<[env: Record<string, string>, args: string[], isColoured: boolean]>([
    [{ TERM: 'xterm-256color' }, ['ls'], true],
    [{ TERM: 'xterm-256color', NO_COLOR: '1' }, ['ls'], false],
    [{ TERM: 'xterm-256color' }, ['--no-color', 'ls'], false],
    [{ TERM: 'dumb' }, ['ls'], false],
  ])('a terminal with %o: %s', async (env, args, isColoured) => {
    const { stdout } = await runCli(args, { cwd: workspace.path, env, tty: true });
    expect(stdout.includes(ESCAPE)).toBe(isColoured);
  });
});
