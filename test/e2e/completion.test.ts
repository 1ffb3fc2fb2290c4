import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SHELLS, type Shell } from '../../src/cli/completion/shells.ts';
import { cleanEnvironment, runCli } from '../support/cli.ts';
import { succeed } from '../support/command-line.ts';
import { onTerminal, type PseudoTerminal } from '../support/pseudo-terminal.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const EXECUTABLE = fileURLToPath(new URL('../../bin/promptlane.js', import.meta.url));
/** Would act if a shell evaluated it. */
const ODD_SUITE = "odd $(touch pwned) `touch pwned`; 'suite'";

let workspace: TemporaryWorkspace;
beforeAll(() => {
  workspace = temporaryWorkspace({
    'prompts/support/triage.prompt.yaml': promptText('You sort tickets.'),
    'prompts/moved.prompt.yaml': `id: elsewhere/named\n${promptText('You have another id.')}`,
    'evals/odd.eval.yaml': `suite: ${JSON.stringify(ODD_SUITE)}\nprompts: [greet]\n`,
    'values/case.yaml': 'question: Why?\n',
    'bin/promptlane': `#!/bin/sh\nexec '${process.execPath}' '${EXECUTABLE}' "$@"\n`,
  });
  chmodSync(join(workspace.path, 'bin/promptlane'), 0o755);
});

/** What the last of some words may become. */
async function words(...typed: string[]): Promise<string[]> {
  const [kind, ...lines] = (await succeed(['completion', 'bash', '--', ...typed], { cwd: workspace.path })).split('\n');
  return kind === 'files' ? ['files'] : lines.map((line) => line.split('\t')[0] ?? '');
}

describe('the words that a shell is given', () => {
  test.each<[typed: string[], expected: readonly string[]]>([
    [['loc'], ['lock']],
    [['help', 'loc'], ['lock']],
    [['lock', '--fro'], ['--frozen']],
    [['lock', '--frozen', '--fr'], []],
    [['lock', '--deb'], ['--debug']],
    [['show', 'gr'], ['greet']],
    [['show', 'else'], ['elsewhere/named']],
    [['show', 'greet@st'], ['greet@staging']],
    [['show', 'greet@i'], ['greet@index']],
    [['show', 'nobody@'], []],
    [['rollback', 'support/'], ['support/triage']],
    [['rollback', 'greet', '--env', 'p'], ['production']],
    [['rollback', '--env=p'], ['--env=production']],
    [['rollback', '--env', 'production', 'gr'], ['greet']],
    [['plan', 'dev'], ['development']],
    [['promote', '--to', 'staging', 'greet', 'ans'], ['answer']],
    [['eval', 'odd'], [ODD_SUITE]],
    [['eval', 'mer'], ['merge']],
    [['completion', 'z'], ['zsh']],
    [['render', 'greet', '--vars', 'v'], ['files']],
    [['check', 'prompts/'], ['files']],
    [['show', './prompts'], ['files']],
    [['-C', 'prompts', 'show', 'gr'], ['greet']],
    [['-C', '/nowhere', 'show', 'gr'], ['files']],
    [['-C', ''], ['files']],
    [['lokc', '--che'], []],
    [['lock', '--message', 'gr'], []],
  ])('%j', async (typed, expected) => {
    expect(await words(...typed)).toEqual(expected);
  });

  test('are all commands of the help, with what they do', async () => {
    const lines = (await succeed(['completion', 'fish', '--', ''], { cwd: workspace.path })).split('\n').slice(1);
    const help = await succeed(['--help'], { cwd: workspace.path });
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(help).toMatch(new RegExp(`^ {2}${line.split('\t')[0]}\\b`, 'm'));
    expect(lines.every((line) => /^[a-z-]+\t[A-Za-z]/.test(line))).toBe(true);
  });

  test('are none, and nothing is said, when the project cannot be read', async () => {
    const broken = temporaryWorkspace({ 'promptlane.config.yaml': 'environments: 3\n' });
    expect(await runCli(['completion', 'bash', '--', 'rollback', ''], { cwd: broken.path })).toMatchObject({
      exitCode: 0,
      stdout: 'words',
      stderr: '',
    });
  });
});

describe.each(SHELLS)('%s', (shell) => {
  const isHere = spawnSync(shell, ['-c', 'true']).status === 0;
  if (!isHere) console.warn(`${shell} is not installed: its completion is not tried.`);
  let terminal: PseudoTerminal | undefined;
  afterEach(() => terminal?.kill());

  test.skipIf(!isHere)('completes commands, flags, ids, environments, files, and quotes what is odd', async () => {
    terminal = await shellWithCompletion(shell);
    const { type, shows } = terminal;
    const enter = async (typed: string, shown: string | RegExp) => {
      type(typed);
      await shows(shown);
      // Ctrl-U empties the line.
      type('\u0015');
      type('clear\r');
      await expect.poll(async () => (await terminal?.lines())?.at(-1), { timeout: 20_000 }).toBe('ready>');
    };

    await enter('promptlane unq\t', /promptlane unquarantine/);
    await enter('promptlane lock --froz\t', /promptlane lock --frozen/);
    await enter('promptlane show supp\t', /promptlane show support\/triage/);
    await enter('promptlane show greet@prod\t', /promptlane show greet@production/);
    await enter('promptlane rollback greet --env stag\t', /--env staging/);
    await enter('promptlane rollback greet --env=stag\t', /--env=staging/);
    await enter('promptlane render greet --vars valu\tca\t', /--vars values\/case\.yaml/);
    await enter('promptlane show zzz\t', /promptlane show zzz/);
    // What is inserted is one word: running it asks for just that suite, and evaluates nothing of it.
    type('promptlane eval odd\t');
    await shows(/eval \S*odd.*suite/);
    type('\r');
    await shows(/suite-invalid|prompts-invalid|usage-invalid|config-invalid|✗|error/);
    expect(workspace.text('pwned')).toBeUndefined();
    expect((await terminal.lines()).join('')).not.toContain('There is no suite');
  });
});

/** An interactive shell without settings, that knows `promptlane` and its completion. */
async function shellWithCompletion(shell: Shell): Promise<PseudoTerminal> {
  const START: Readonly<Record<Shell, { args: string[]; load: string; prompt: string }>> = {
    bash: { args: ['--norc', '--noprofile', '-i'], load: 'source <(promptlane completion bash)', prompt: "PS1='ready>'" },
    zsh: {
      args: ['-f', '-i'],
      load: 'source <(promptlane completion zsh)',
      prompt: "PS1='ready>'; unsetopt zle_bracketed_paste prompt_sp",
    },
    fish: {
      args: ['--no-config', '-i'],
      load: 'promptlane completion fish | source',
      prompt: "function fish_prompt; printf 'ready>'; end; set -g fish_autosuggestion_enabled 0",
    },
  };
  const { args, load, prompt } = START[shell];
  const path = join(workspace.path, 'bin') + delimiter + cleanEnvironment().PATH;
  const terminal = onTerminal(shell, args, { cwd: workspace.path, columns: 120, env: { PATH: path, INPUTRC: '/dev/null' } });
  terminal.type(`${prompt}\r`);
  await terminal.shows(/ready>$/);
  terminal.type(`${load}; clear\r`);
  await expect.poll(() => terminal.lines(), { timeout: 20_000 }).toEqual(['ready>']);
  return terminal;
}
