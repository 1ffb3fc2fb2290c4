import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { onTerminal, promptlaneOnTerminal } from '../support/pseudo-terminal.ts';
import { lockedWorkspace, suiteFiles, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const CTRL_C = '\u0003';
const TYPESCRIPT = ['--import', import.meta.resolve('tsx')];
const EXECUTABLE = fileURLToPath(new URL('../../bin/promptlane.js', import.meta.url));
const SLOW_TO_STOP = fileURLToPath(new URL('../support/slow-to-stop.ts', import.meta.url));

let workspace: TemporaryWorkspace;
let model: FakeOpenAI;
beforeAll(async () => {
  model = await fakeOpenAI({ latencyMs: 40 });
  workspace = await lockedWorkspace(suiteFiles(model.url, 30));
});
afterAll(() => model.close());

/** Runs a command to its end, and gives the lines of the screen. */
async function screenOf(command: string, options: { columns?: number; cwd?: string; env?: Record<string, string> } = {}) {
  const terminal = promptlaneOnTerminal(command.split(' '), { cwd: workspace.path, ...options });
  const { exitCode } = await terminal.ended();
  return { exitCode, lines: await terminal.lines(), sent: terminal.sent(), terminal };
}

describe('interrupts', () => {
  test('Ctrl-C during eval ends it with 130, shows the cursor again and leaves a clean line', async () => {
    const terminal = promptlaneOnTerminal(['eval', '--no-cache', '--concurrency', '1'], { cwd: workspace.path });
    await terminal.shows(/greeting: greet@tree.*\(\d+\)/);
    expect(await terminal.isCursorVisible()).toBe(false);
    terminal.type(CTRL_C);

    expect(await terminal.ended()).toEqual({ exitCode: 130, signal: 0 });
    expect(await terminal.isCursorVisible()).toBe(true);
    expect((await terminal.lines()).join('\n')).toContain('[interrupted]');
  });

  test('a first Ctrl-C asks to stop, a second ends at once and shows the cursor again', async () => {
    const terminal = onTerminal(process.execPath, [...TYPESCRIPT, SLOW_TO_STOP], { cwd: workspace.path });
    await terminal.shows('started');
    await terminal.shows('working');
    terminal.type(CTRL_C);
    await terminal.shows('stopping');
    terminal.type(CTRL_C);

    // By the signal itself, as the system would: a shell makes 130 of it.
    expect((await terminal.ended()).signal).toBe(2);
    expect(await terminal.isCursorVisible()).toBe(true);
  });

  test.each(['SIGTERM', 'SIGHUP'])('%s during a spinner shows the cursor again', async (signal) => {
    const terminal = promptlaneOnTerminal(['eval', '--no-cache', '--concurrency', '1'], { cwd: workspace.path });
    await terminal.shows(/greeting: greet@tree/);
    process.kill(terminal.pid, signal);
    await terminal.ended();
    expect(await terminal.isCursorVisible()).toBe(true);
  });

  test('a crash during a spinner shows the cursor again', async () => {
    const terminal = onTerminal(process.execPath, [...TYPESCRIPT, SLOW_TO_STOP, 'crash'], { cwd: workspace.path });
    await terminal.shows('broken');
    expect((await terminal.ended()).exitCode).toBe(1);
    expect(await terminal.isCursorVisible()).toBe(true);
  });
});

describe('progress', () => {
  test('moves on one line that is gone at the end', async () => {
    const { lines, sent } = await screenOf('eval --no-cache');
    expect(sent).toMatch(/greeting: greet@tree, 30 answers \(\d+\)/);
    expect(lines.join('\n')).not.toMatch(/answers \(\d+\)/);
  });

  test('never takes a second line, also when the terminal gets narrow meanwhile', async () => {
    const terminal = promptlaneOnTerminal(['eval', '--no-cache', '--concurrency', '1'], { cwd: workspace.path, columns: 60 });
    await terminal.shows(/greeting: greet@tree.*\(\d+\)/);
    terminal.resize(24);
    await terminal.shows(/greeting: greet@tr\S*…/);
    terminal.resize(16);
    terminal.type(CTRL_C);
    await terminal.ended();
    const spinning = (await terminal.lines()).filter((line) => /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/.test(line));
    expect(spinning.length).toBeLessThanOrEqual(1);
  });

  test('is one line per step on a terminal that has no width', async () => {
    const program = [process.execPath, EXECUTABLE, 'eval', '--no-cache'];
    const terminal = onTerminal('sh', ['-c', 'stty cols 0; exec "$0" "$@"', ...program], { cwd: workspace.path });
    expect(await terminal.ended()).toEqual({ exitCode: 0, signal: 0 });
    expect(terminal.sent()).toContain('Evaluating\r\ngreeting: greet@tree, 30 answers\r\n');
  });

  test.runIf(process.platform === 'linux')('ends when the terminal loses its width meanwhile', async () => {
    const terminal = promptlaneOnTerminal(['eval', '--no-cache', '--concurrency', '1'], { cwd: workspace.path });
    await terminal.shows(/greeting: greet@tree.*\(\d+\)/);
    execFileSync('stty', ['-F', `/proc/${terminal.pid}/fd/1`, 'cols', '0']);
    expect(await terminal.ended()).toEqual({ exitCode: 0, signal: 0 });
    expect(await terminal.isCursorVisible()).toBe(true);
  });

  test('is one line per step on a dumb terminal', async () => {
    const { sent } = await screenOf('eval --no-cache', { env: { TERM: 'dumb' } });
    expect(sent).toContain('Evaluating\r\ngreeting: greet@tree, 30 answers\r\n');
    expect(sent).not.toContain('\u001b');
  });
});

describe('colours on a terminal', () => {
  test.each<[env: Record<string, string>, command: string, isColoured: boolean]>([
    [{}, 'ls', true],
    [{ NO_COLOR: '1' }, 'ls', false],
    [{ NO_COLOR: '' }, 'ls', true],
    [{ TERM: 'dumb' }, 'ls', false],
    [{ CLICOLOR: '0' }, 'ls', false],
    [{ CLICOLOR: '0', FORCE_COLOR: '1' }, 'ls', true],
    [{}, '--no-color ls', false],
    [{}, 'ls --no-color', false],
    [{}, 'show nobody', true],
    [{ NO_COLOR: '1' }, 'show nobody', false],
    [{}, 'lokc', true],
    [{ NO_COLOR: '1' }, 'lokc', false],
  ])('%o: %s', async (env, command, isColoured) => {
    const { sent } = await screenOf(command, { env });
    expect(sent.includes('\u001b[')).toBe(isColoured);
  });
});

describe('widths', () => {
  const long = `${'a-very-long-folder-name/'.repeat(4)}triage`;
  let wide: TemporaryWorkspace;
  beforeAll(() => {
    wide = temporaryWorkspace({ [`prompts/${long}.prompt.yaml`]: 'model: openai/gpt-4o-mini\nmessages: [{ role: user, content: Hi }]\n' });
  });

  test.each([20, 40, 80, 200])('of %i columns: no line of a table is broken by the terminal', async (columns) => {
    for (const command of ['ls', 'status --offline']) {
      const { sent } = await screenOf(command, { columns, cwd: wide.path });
      const widths = sent
        .replace(/\u001b\[[\d;?]*[a-zA-Z]/g, '')
        .split('\r\n')
        .map((line) => stringWidth(line));
      expect(Math.max(...widths), command).toBeLessThanOrEqual(columns);
    }
  });

  test.each([60, 80, 200])('of %i columns: help fits', async (columns) => {
    for (const command of ['--help', 'rollback --help', 'eval --help']) {
      const { sent } = await screenOf(command, { columns });
      const widest = Math.max(...sent.split('\r\n').map((line) => line.length));
      expect(widest, command).toBeLessThanOrEqual(Math.min(columns, 80));
    }
  });
});
