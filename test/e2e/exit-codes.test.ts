import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli, type ServedRegistry, startRegistry } from '../support/cli.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { lockedWorkspace, promptText, suiteFiles, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

/** Nobody listens there. */
const DEAD = 'http://127.0.0.1:1';

describe('0, and 2 for a command line that is wrong', () => {
  let workspace: TemporaryWorkspace;
  beforeAll(async () => {
    workspace = await lockedWorkspace({ 'no-plan.json': '{}', 'values.yaml': '- a list\n' });
  });

  test.each<[command: string, stdout: RegExp]>([
    ['--version', /^\d+\.\d+\.\d+$/],
    ['--help', /^Examples:\n {2}\$ promptlane init\n[\s\S]*\nUsage: promptlane/],
    ['lock --help', /^Examples:\n {2}\$ promptlane lock\n/],
    ['help plan', /^Examples:\n {2}\$ promptlane plan\n/],
    ['check', /0 errors/],
    ['lock', /promptlane\.lock/],
    ['lock --check', /current/],
    ['verify', /2 pins verified/],
    ['status', /./],
    ['ls', /greet/],
    ['diff', /No difference/],
  ])('0: %s', async (command, stdout) => {
    expect(await runCli(command.split(' '), { cwd: workspace.path })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(stdout),
      stderr: '',
    });
  });

  test.each<[command: string, stderr: RegExp]>([
    ['', /\nUsage: promptlane/],
    ['lokc', /^error Unknown command "lokc"\. Did you mean "lock"\? \[usage-invalid\]\nRun `promptlane --help` to see the commands\.$/],
    ['help statsu', /^error Unknown command "statsu"\. Did you mean "status"\? \[usage-invalid\]/],
    ['help config explian', /^error Unknown command "explian"\. Did you mean "explain"\? \[usage-invalid\]/],
    [
      'render greet --format yaml',
      /^error --format is one of text, json, openai, openai-responses, anthropic, google, not "yaml"\. \[usage-invalid\]/,
    ],
    ['import . --from langfus', /^error --from is one of .*, not "langfus"\. Did you mean "langfuse"\? \[usage-invalid\]/],
    ['completion bsh', /^error <shell> is one of bash, zsh, fish, not "bsh"\. Did you mean "bash"\? \[usage-invalid\]/],
    ['lock --chekc', /Unknown option "--chekc"\. Did you mean "--check"\? \[usage-invalid\]\nRun `promptlane lock --help`/],
    ['ls --regsitry x', /Unknown option "--regsitry"\. Did you mean "--registry"\? \[usage-invalid\]/],
    ['show', /Missing required argument "reference"\. \[usage-invalid\]/],
    ['ls one two', /Too many arguments for "ls"\. Expected 1 argument but got 2\. \[usage-invalid\]/],
    ['promote --all', /Required option "--to <environment>" not specified\. \[usage-invalid\]/],
    ['plan --out', /argument missing\. \[usage-invalid\]/],
    ['promote --all --to stagng', /Did you mean "staging"\? \[environment-unknown\]/],
    ['show nobody', /"nobody"\. \[reference-unknown\]/],
    ['show greet@0123456789ab', /\[reference-unknown\]/],
    ['show gre|et', /\[reference-invalid\]/],
    ['render greet', /`question` is required: a text\. \[variables-invalid\]/],
    ['render greet --vars missing.yaml', /missing\.yaml with values cannot be read\. \[file-unreadable\]/],
    ['render greet --vars values.yaml', /no mapping of names to values\. \[variables-invalid\]/],
    ['check missing.yaml', /"missing\.yaml"\. \[file-unreadable\]/],
    ['new greet', /The id "greet" is taken by prompts\/greet\.prompt\.yaml\. \[usage-invalid\]/],
    ['serve --port many', /--port takes a whole number from 0 to 65535, not "many"\. \[usage-invalid\]/],
    ['eval nobody', /"nobody"\. \[usage-invalid\]/],
    ['-C missing ls', /\[workspace-missing\]/],
    ['show gret', /Did you mean "greet"\? \[reference-unknown\]/],
    ['status --registry nowhere', /"nowhere" is not the address of a registry\. \[usage-invalid\]/],
    ['push', /\[registry-not-configured\]/],
    ['plan', /\[registry-not-configured\]/],
  ])('2: %s', async (command, stderr) => {
    const args = command === '' ? [] : command.split(' ');
    expect(await runHere(args, { cwd: workspace.path })).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(stderr),
    });
  });

  test('2: a config that nobody can read names the place', async () => {
    const broken = temporaryWorkspace({ 'promptlane.config.yaml': 'promts: here\n' });
    const { exitCode, stderr } = await runHere(['check'], { cwd: broken.path });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/promptlane\.config\.yaml:1:1: .*did you mean "?prompts/i);
  });

  test('2: a plan file that is missing, and one that is none', async () => {
    const at = { cwd: workspace.path, env: { PROMPTLANE_REGISTRY_URL: DEAD, PROMPTLANE_TOKEN: 'x' } };
    expect(await runHere(['apply', 'missing.json'], at)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('[file-unreadable]'),
    });
    expect(await runHere(['apply', 'no-plan.json'], at)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no-plan.json is no plan'),
    });
  });
});

describe('3: the prompts are wrong', () => {
  let workspace: TemporaryWorkspace;
  beforeAll(() => {
    workspace = temporaryWorkspace({ 'prompts/greet.prompt.yaml': 'model: openai/gpt-4o-mini\nmesages: []\n' });
  });

  test('check prints the findings on stdout', async () => {
    expect(await runHere(['check'], { cwd: workspace.path })).toMatchObject({
      exitCode: 3,
      stdout: expect.stringMatching(/prompts\/greet\.prompt\.yaml\n {2}1:1 +error {3}messages is missing/),
      stderr: '',
    });
  });

  test.each(['lock', 'lock --check', 'verify', 'diff', 'eval'])('%s does not start on them', async (command) => {
    expect(await runHere(command.split(' '), { cwd: workspace.path })).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: expect.stringMatching(/prompts\/greet\.prompt\.yaml:1:1: .*\[prompts-invalid\]/),
    });
  });

  test('a lockfile that is no lockfile', async () => {
    const broken = temporaryWorkspace({ 'promptlane.lock': 'lockfileVersion: many\n' });
    expect(await runHere(['lock'], { cwd: broken.path })).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('[lockfile-invalid]'),
    });
    expect(broken.text('promptlane.lock')).toBe('lockfileVersion: many\n');
  });
});

describe('4: the lockfile is not what the tree is', () => {
  let workspace: TemporaryWorkspace;
  beforeAll(async () => {
    workspace = await lockedWorkspace();
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('You greet people twice.') });
  });

  test.each<[command: string, ci: string | undefined, said: RegExp]>([
    ['lock --check', undefined, /out of date for development/],
    ['lock --frozen', undefined, /greet changed\. \[lockfile-frozen\]/],
    ['lock', '1', /greet changed\. \[lockfile-frozen\]/],
    ['verify', undefined, /development greet drift/],
    ['status --check --offline', undefined, /greet/],
    ['push', undefined, /greet is not what the lockfile pins in development\. \[lockfile-outdated\]/],
  ])('%s (CI=%s)', async (command, ci, said) => {
    const before = workspace.text('promptlane.lock');
    const env = { PROMPTLANE_REGISTRY_URL: DEAD, PROMPTLANE_TOKEN: 'x', ...(ci !== undefined && { CI: ci }) };
    const { exitCode, stdout, stderr } = await runHere(command.split(' '), { cwd: workspace.path, env });
    expect({ exitCode, said: stdout + stderr }).toEqual({ exitCode: 4, said: expect.stringMatching(said) });
    expect(workspace.text('promptlane.lock')).toBe(before);
  });

  test('CI=1 lock --no-frozen writes, and so does CI=false lock', async () => {
    await succeed(['lock', '--no-frozen'], { cwd: workspace.path, env: { CI: '1' } });
    await succeed(['lock'], { cwd: workspace.path, env: { CI: 'false' } });
    await succeed(['lock'], { cwd: workspace.path, env: { CI: '1' } });
  });
});

describe('6, and 9 for a run that says nothing about quality', () => {
  let model: FakeOpenAI;
  beforeAll(async () => {
    model = await fakeOpenAI();
  });
  afterAll(() => model.close());

  test('0: the gate lets the answers pass', async () => {
    await succeed(['eval'], { cwd: temporaryWorkspace(suiteFiles(model.url, 1)).path });
  });

  test('6: the gate fails', async () => {
    expect(await runHere(['eval'], { cwd: temporaryWorkspace(suiteFiles(model.url, 1, 'Sorry')).path })).toMatchObject({
      exitCode: 6,
      stdout: expect.stringContaining('FAILED'),
    });
  });

  test('9: nobody answers', async () => {
    const { exitCode, stdout } = await runHere(['eval'], { cwd: temporaryWorkspace(suiteFiles(DEAD, 1)).path });
    expect({ exitCode, stdout }).toEqual({ exitCode: 9, stdout: expect.stringMatching(/invalid/i) });
  });

  test('9: no key and no recorded answers', async () => {
    const workspace = temporaryWorkspace(suiteFiles(DEAD, 1));
    const { exitCode, stderr } = await runHere(['eval', '--model', 'openai/gpt-4o-mini'], { cwd: workspace.path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 9, stderr: expect.stringContaining('OPENAI_API_KEY is not set') });
  });

  test('9: recording without a key asks for one, and never records recordings', async () => {
    const cwd = temporaryFolder().path;
    await succeed(['init'], { cwd });
    const { exitCode, stderr } = await runHere(['eval', 'triage', '--record', 'mine.jsonl'], { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 9, stderr: expect.stringContaining('OPENAI_API_KEY is not set') });
    expect(existsSync(join(cwd, 'mine.jsonl'))).toBe(false);
  });

  test('2: a flag that is no number', async () => {
    const { exitCode, stderr } = await runHere(['eval', '--concurrency', '0'], { cwd: temporaryWorkspace(suiteFiles(DEAD, 1)).path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('a whole number of at least 1, not "0"') });
  });
});

describe('4, 7, 8 and 9 of the registry', () => {
  let workspace: TemporaryWorkspace;
  let served: ServedRegistry;
  beforeAll(async () => {
    workspace = await lockedWorkspace();
    served = await startRegistry(workspace);
    await succeed(['push', '--no-apply'], { cwd: workspace.path });
  });
  afterAll(() => served.stop());

  test('4: plan --detailed-exitcode has changes, 0 when there are none', async () => {
    const at = { cwd: workspace.path };
    expect(await runHere(['plan', 'development', '--detailed-exitcode'], at)).toMatchObject({ exitCode: 4 });
    await succeed(['plan', 'development', '--out', 'stale.json'], at);
    await succeed(['push'], at);
    await succeed(['plan', 'development', '--detailed-exitcode'], at);
  });

  test('7: a plan that was made before somebody moved the environment', async () => {
    expect(await runHere(['apply', 'stale.json'], { cwd: workspace.path })).toMatchObject({
      exitCode: 7,
      stdout: '',
      stderr: expect.stringMatching(/stale: development is at revision 1, not 0: admin moved it .*\[plan-stale\]/),
    });
  });

  test('7: conflict markers in the lockfile stay as they are', async () => {
    const lockfile = workspace.text('promptlane.lock') ?? '';
    const conflicted = `<<<<<<< ours\n${lockfile}=======\n>>>>>>> theirs\n`;
    workspace.write({ 'promptlane.lock': conflicted });
    const { exitCode, stderr } = await runHere(['lock'], { cwd: workspace.path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 7, stderr: expect.stringContaining('[lockfile-conflicted]') });
    expect(workspace.text('promptlane.lock')).toBe(conflicted);
    workspace.write({ 'promptlane.lock': lockfile });
  });

  test('8: production refuses what staging does not pin, and nothing is written', async () => {
    const before = workspace.text('promptlane.lock');
    const { exitCode, stdout } = await runHere(['promote', '--all', '--from', 'development', '--to', 'production'], {
      cwd: workspace.path,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 8, stdout: expect.stringContaining('not-in-previous') });
    expect(workspace.text('promptlane.lock')).toBe(before);
  });

  test('8: what was rolled back is not applied again', async () => {
    const at = { cwd: workspace.path };
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('You greet people twice.') });
    await succeed(['lock'], at);
    await succeed(['push'], at);
    await succeed(['rollback', 'greet', '--env', 'development', '--reason', 'Too polite'], at);
    const { exitCode, stdout } = await runHere(['apply', 'development'], at);
    expect({ exitCode, stdout }).toEqual({ exitCode: 8, stdout: expect.stringContaining('quarantined') });
  });

  test('8: no token, and one that nobody knows', async () => {
    const env = { PROMPTLANE_REGISTRY_URL: served.url.replace('127.0.0.1', 'localhost') };
    expect(await runHere(['plan'], { cwd: workspace.path, env })).toMatchObject({
      exitCode: 8,
      stderr: expect.stringContaining('No token is given'),
    });
    expect(await runHere(['plan'], { cwd: workspace.path, env: { PROMPTLANE_TOKEN: 'forged' } })).toMatchObject({
      exitCode: 8,
      stderr: expect.stringContaining('[not-signed-in]'),
    });
    expect(await runHere(['plan'], { cwd: workspace.path, env: { PROMPTLANE_TOKEN_FILE: 'missing' } })).toMatchObject({ exitCode: 8 });
  });

  test('9: nobody answers', async () => {
    const at = { cwd: workspace.path, env: { PROMPTLANE_TOKEN: 'x' } };
    expect(await runHere(['status', '--registry', DEAD], at)).toMatchObject({
      exitCode: 9,
      stdout: '',
      stderr: expect.stringContaining('[registry-unreachable]'),
    });
  });

  test('2: the port is taken', async () => {
    const port = new URL(served.url).port;
    expect(await runHere(['serve', '--port', port, '--data', 'other'], { cwd: workspace.path })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('[port-taken]'),
    });
  });
});
