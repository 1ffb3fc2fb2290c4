import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program/program.ts';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import { runCli, runShell, type ServedRegistry, startRegistry } from '../support/cli.ts';
import { succeed } from '../support/command-line.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { draftOf } from '../support/sync-project.ts';
import { lockedWorkspace, promptText, suiteFiles, type TemporaryWorkspace } from '../support/temporary-workspace.ts';

const ESCAPE = '\u001b';

let workspace: TemporaryWorkspace;
let served: ServedRegistry;
let model: FakeOpenAI;
/** A dataset that the registry holds, as `dataset pull` names it. */
let stored: string;
/** A webhook to nowhere. */
let hook: string;
beforeAll(async () => {
  model = await fakeOpenAI();
  workspace = await lockedWorkspace({
    ...suiteFiles(model.url, 3),
    'evals/judged.eval.yaml': `suite: judged
prompts: [greet]
dataset: greeting.jsonl
model: fake/model
scorers: [{ id: kind, uses: judge, rubric: It is kind., model: fake/judge, calibration: { labels: labels.jsonl, minKappa: 0.6 } }]
`,
    'evals/labels.jsonl': '{"answer":"Hello","label":5}\n',
    'foreign.prompt.yml': 'name: Foreign\nmodel: openai/gpt-4o\nmessages: [{ role: user, content: Hi }]\n',
    // More than a pipe holds.
    'prompts/long.prompt.yaml': promptText('A long line. '.repeat(40_000)),
  });
  served = await startRegistry(workspace);
  await succeed(['push'], { cwd: workspace.path });
  await draftAnswer();
  const pushed = await succeed(['dataset', 'push', 'evals/greeting.jsonl', '--name', 'kept', '--json'], { cwd: workspace.path });
  stored = `kept@${JSON.parse(pushed).digest}`;
  const added = await succeed(['webhook', 'add', 'https://receiver.invalid/', '--json'], { cwd: workspace.path });
  hook = JSON.parse(added).webhook.id;
});
/** Somebody edits a prompt in the registry. */
async function draftAnswer(): Promise<void> {
  const token = readFileSync(join(workspace.path, '.promptlane/admin.token'), 'utf8').trim();
  const registry = nativeRegistry({ url: served.url, project: 'default', token });
  await registry.createDraft(await draftOf(workspace, 'prompts/answer.prompt.yaml', (text) => `description: Answers.\n${text}`));
  await registry.close();
}
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

/** Every command with its words, those below others too. */
function commandsBelow(parent: Command, before = ''): [name: string, command: Command][] {
  return parent.commands.flatMap((command) => [
    [before + command.name(), command] as [string, Command],
    ...commandsBelow(command, `${before}${command.name()} `),
  ]);
}

describe('--json', () => {
  /** Every command that has it, with arguments that let it look. */
  const reads = (): Readonly<Record<string, readonly string[]>> => ({
    check: ['check'],
    ls: ['ls'],
    show: ['show', 'greet'],
    diff: ['diff', 'greet', 'answer'],
    eval: ['eval', 'greeting', '--out', 'runs/one'],
    'eval merge': ['eval', 'merge', 'runs/one'],
    'eval report': ['eval', 'report', 'runs/one'],
    'eval compare': ['eval', 'compare', 'runs/one', 'runs/one'],
    'eval judges': ['eval', 'judges'],
    'eval calibrate': ['eval', 'calibrate', 'judged'],
    'dataset ls': ['dataset', 'ls'],
    'dataset lint': ['dataset', 'lint'],
    'dataset diff': ['dataset', 'diff', 'evals/greeting.jsonl'],
    'dataset add': ['dataset', 'add', 'evals/greeting.jsonl', '--input', 'question=How?'],
    'dataset push': ['dataset', 'push', 'evals/greeting.jsonl', '--name', 'greeting'],
    'dataset pull': ['dataset', 'pull', stored],
    status: ['status'],
    verify: ['verify'],
    plan: ['plan', '--out', 'plan.json'],
    history: ['history', 'development'],
    'draft ls': ['draft', 'ls'],
    'draft show': ['draft', 'show', 'answer'],
    'draft close': ['draft', 'close', 'answer', '--merged'],
    'webhook add': ['webhook', 'add', 'https://receiver.invalid/'],
    'webhook ls': ['webhook', 'ls'],
    'webhook test': ['webhook', 'test', hook],
    'webhook rm': ['webhook', 'rm', hook],
    log: ['log', 'greet'],
    ci: ['ci'],
    pull: ['pull', '--dry-run'],
    sync: ['sync', '--dry-run'],
    'hook run': ['hook', 'run'],
    'hook install': ['hook', 'install'],
    'hook uninstall': ['hook', 'uninstall'],
    breaking: ['breaking', '--against', 'git:HEAD'],
    doctor: ['doctor'],
    'config explain': ['config', 'explain'],
    render: ['render', 'greet', '--var', 'question=Why?'],
    run: ['run', 'greet', '--model', 'fake/model', '--var', 'question=Why?'],
    init: ['init', '--bare'],
    fmt: ['fmt', 'prompts/greet.prompt.yaml'],
    export: ['export', 'greet', '--to', 'openai', '--out', 'exported'],
    import: ['import', 'foreign.prompt.yml', '--from', 'github-models'],
    // These change something, and say what as data too.
    lock: ['lock'],
    push: ['push'],
    apply: ['apply', 'development'],
    promote: ['promote', '--all', '--to', 'staging'],
    rollback: ['rollback', 'greet', '--env', 'development', '--to', 'v1', '--reason', 'A test'],
    unquarantine: ['unquarantine', 'greet@v2', '--env', 'development', '--reason', 'A test'],
  });

  test('is had by these commands and no other', () => {
    const having = commandsBelow(buildProgram(() => async () => {})).filter(([, { options }]) =>
      options.some(({ long }) => long === '--json'),
    );
    expect(having.map(([name]) => name).sort()).toEqual(Object.keys(reads()).sort());
  });

  test('prints one document with its schema on stdout; talk goes to stderr', async () => {
    const at = { cwd: workspace.path };
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('You greet people twice.') });
    const schemas = new Set<string>();
    const all = reads();
    for (const args of [all.lock, all.push, all.rollback, all.unquarantine, ...Object.values(all)]) {
      const { stdout, stderr } = await runCli([...(args ?? []), '--json'], at);
      expect(stdout, `${args?.join(' ')}: ${stderr}`).toMatch(/^\{/);
      const document = JSON.parse(stdout);
      expect(document).toMatchObject({ schema: expect.stringMatching(/^promptlane\/[a-z-]+\/v1$/) });
      schemas.add(document.schema);
      expect(stderr).not.toMatch(/^\s*[[{]/);
    }
    // What is told of installed hooks is told of removed ones, and what is told of a run however it is looked at again.
    expect(schemas.size).toBe(Object.keys(reads()).length - 1 - 3);
  });

  test('prints the document also when the exit code says no', async () => {
    const other = await lockedWorkspace();
    other.write({ 'prompts/greet.prompt.yaml': 'messages: 3\n' });
    const found = await runCli(['check', '--json'], { cwd: other.path });
    expect({ ...JSON.parse(found.stdout), exitCode: found.exitCode }).toMatchObject({ schema: 'promptlane/check/v1', exitCode: 3 });
    other.write({ 'prompts/greet.prompt.yaml': promptText('You greet people twice.') });
    const drifted = await runCli(['verify', '--json'], { cwd: other.path });
    expect({ ...JSON.parse(drifted.stdout), exitCode: drifted.exitCode }).toMatchObject({ isOk: false, exitCode: 4 });
  });
});
