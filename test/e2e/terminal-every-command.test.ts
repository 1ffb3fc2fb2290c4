import type { Command } from 'commander';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program/program.ts';
import { runShell } from '../support/cli.ts';
import { runHere } from '../support/command-line.ts';
import { lockedWorkspace, promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

/** Every command that does something, by the words that call it. */
function leaves(command: Command, path: readonly string[] = []): [name: string, command: Command, path: readonly string[]][] {
  return command.commands.flatMap((child) => {
    const words = [...path, child.name()];
    return child.commands.length > 0 ? leaves(child, words) : [[words.join(' '), child, words]];
  });
}

const program = buildProgram(() => async () => {});
const commands = leaves(program);
/** Plays in a folder of its own, whatever the project is. */
const ELSEWHERE = ['demo'];

let broken: TemporaryWorkspace;
let unconfigured: TemporaryWorkspace;
beforeAll(() => {
  broken = temporaryWorkspace({ 'prompts/greet.prompt.yaml': 'mesages: 3\n' });
  unconfigured = temporaryWorkspace({ 'promptlane.config.yaml': 'promts: 3\n' });
});

/** A value for everything that the command requires. */
function required(command: Command): string[] {
  const args = command.registeredArguments.filter((argument) => argument.required).map((argument) => argument.argChoices?.[0] ?? 'greet');
  const flags = command.options
    .filter((option) => option.mandatory)
    .flatMap((option) => [option.long ?? '', option.argChoices?.[0] ?? 'staging']);
  return [...args, ...flags];
}

describe.each(commands)('%s', (name, command, path) => {
  test('refuses a flag that it does not know, with 2 and the help that fits', async () => {
    expect(await runHere([...path, ...required(command), '--bogus'], { cwd: broken.path })).toEqual({
      exitCode: 2,
      signal: undefined,
      stdout: '',
      stderr: `error Unknown option "--bogus". [usage-invalid]\nRun \`promptlane ${name} --help\` to see its arguments and examples.`,
    });
  });

  test.skipIf(required(command).length === 0)('refuses to run without what it requires', async () => {
    const { exitCode, stdout, stderr } = await runHere(path, { cwd: broken.path });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error .*\[usage-invalid\]\nRun `/),
    });
  });

  test('shows help that starts with examples', async () => {
    const { exitCode, stdout, stderr } = await runHere([...path, '--help'], { cwd: unconfigured.path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.startsWith('Examples:\n  $ ')).toBe(true);
  });

  const hasJson = command.options.some(({ long }) => long === '--json');
  test.skipIf(!hasJson).each(['prompts', 'config'])('prints one JSON document or none where the %s cannot be read', async (wrong) => {
    const { path: cwd } = wrong === 'prompts' ? broken : unconfigured;
    const { exitCode, stdout, stderr } = await runHere([...path, ...required(command), '--json'], { cwd });
    if (stdout !== '') expect(JSON.parse(stdout)).toMatchObject({ schema: expect.stringMatching(/^promptlane\//) });
    expect(stderr).not.toMatch(/^\s*[[{]/);
    expect(stdout + stderr).not.toBe('');
    expect(exitCode, stderr).not.toBe(1);
  });

  test.skipIf(ELSEWHERE.includes(name))('ends with a code of ours when stdin is closed', async () => {
    const line = `promptlane ${[...path, ...required(command)].join(' ')} <&-; echo "=$?"`;
    const { stdout, stderr } = await runShell(line, { cwd: unconfigured.path });
    expect(stdout.split('=').at(-1), stderr).toMatch(/^(?:0|[2-9])$/);
  });
});

describe('foreign text', () => {
  /** What acts on a terminal: clears it, writes its clipboard, makes links, retitles it, turns text around. */
  const HOSTILE = '\\e[2J\\e]52;c;cm0gLXJmCg==\\a\\e]8;;http://evil.example\\e\\\\here\\u009b31m\\u202egnp\\u0000';
  const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

  test.each([
    'check',
    'ls',
    'status',
    'diff',
    'log greet',
    'log evil -p',
    'show greet',
    'show evil',
    'lock',
    'verify',
    'config explain',
    'doctor',
    'codegen',
    'hook run',
    'eval',
    'eval judges',
    'eval calibrate',
    'completion bash -- show e',
    'render evil',
  ])('never reaches the terminal through %s', async (command) => {
    const workspace = await hostileWorkspace();
    const { stdout, stderr } = await runHere(command.split(' '), { cwd: workspace.path });
    expect(`${stdout}${stderr}`.match(ACTING)).toBeNull();
  });

  test.each([
    ['lo\u001b[2Jck'],
    ['ls', '--\u001b]52;c;x\u0007'],
    ['show', 'gr\u202eeet'],
    ['check', 'a\u001b[2Jb'],
    ['-C', 'x\u001b[2J', 'ls'],
  ])('never comes back from the arguments %j', async (...args) => {
    const { stdout, stderr } = await runHere(args, { cwd: broken.path });
    expect(`${stdout}${stderr}`.match(ACTING)).toBeNull();
  });

  async function hostileWorkspace(): Promise<TemporaryWorkspace> {
    const workspace = await lockedWorkspace();
    workspace.write({
      'prompts/evil.prompt.yaml': [
        `name: "${HOSTILE}"`,
        `description: "${HOSTILE}"`,
        `model: "openai/${HOSTILE}"`,
        `"${HOSTILE}": 1`,
        `tags: ["${HOSTILE}"]`,
        `metadata: { "${HOSTILE}": "${HOSTILE}" }`,
        promptText(HOSTILE).replace(/^model.*\n/, ''),
      ].join('\n'),
      'prompts/wrong\u001b[2J.prompt.yaml': `"${HOSTILE}": 1\n`,
      'evals/odd\u202e.eval.yaml': `suite: "${HOSTILE}"\nprompts: ["${HOSTILE}"]\n`,
    });
    return workspace;
  }
});
