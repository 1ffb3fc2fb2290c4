import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CiDocument, ciDocument } from '../../src/workflows/ci/document/ci-document.ts';
import { runHere } from '../support/command-line.ts';
import { type TemporaryRepository, temporaryClone, temporaryFolder, temporaryRepository } from '../support/git-repository.ts';
import { lockWorkspace } from '../support/in-process.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

/** Runs `ci --json`, and holds its document to the schema. */
async function ci(cwd: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<CiDocument> {
  const { exitCode, stdout, stderr } = await runHere(['ci', '--json', ...args], { cwd, env });
  if (stdout === '') throw new Error(`ci ended with ${exitCode}: ${stderr}`);
  const document = ciDocument.parse(JSON.parse(stdout));
  expect(document.exitCode).toBe(exitCode);
  return document;
}

const statuses = ({ gates }: CiDocument) => Object.fromEntries(gates.map(({ gate, status }) => [gate, status]));

async function lockedAndCommitted(workspace: TemporaryWorkspace): Promise<void> {
  await lockWorkspace(workspace);
  workspace.commit({}, 'Lock');
}

/** A project on main, locked, and a branch that left it. */
async function branched(files: Readonly<Record<string, string>> = {}): Promise<TemporaryWorkspace> {
  const workspace = temporaryWorkspace(files);
  await lockedAndCommitted(workspace);
  workspace.git('checkout', '--quiet', '-b', 'topic');
  return workspace;
}

const SUITE = (word: string) => `suite: greeting
prompts: [greet]
dataset: greeting.jsonl
model: fake/model
scorers: [{ id: polite, uses: contains, value: ${word} }]
gate: { polite: { mean: ">= 0.5" } }
`;
const SUITE_FILES = {
  'evals/greeting.eval.yaml': SUITE('Hello'),
  'evals/greeting.jsonl': '{"inputs":{"question":"Who?"}}\n',
  'evals/other.eval.yaml': SUITE('Hi').replace('suite: greeting', 'suite: other').replace('[greet]', '[answer]'),
};

describe('ci', () => {
  test('passes a change that changes nothing', async () => {
    const workspace = await branched();
    workspace.commit({ 'README.md': 'Prompts.\n' });
    const document = await ci(workspace.path);
    expect(document).toMatchObject({
      verdict: 'passed',
      changed: [],
      findings: [],
      lock: 'current',
      breaking: { count: 0, semver: 'none' },
    });
    expect(statuses(document)).toEqual({
      check: 'passed',
      secrets: 'passed',
      lock: 'passed',
      breaking: 'passed',
      eval: 'skipped',
      plan: 'skipped',
    });
  });

  test('judges every gate when three fail at once, and ends with the first of them', async () => {
    const workspace = await branched();
    workspace.commit({
      'prompts/greet.prompt.yaml': promptText('You greet people.').replace(
        'question: {',
        'name: { type: string, required: true }\n  question: {',
      ),
      'prompts/key.prompt.yaml': promptText(`The key is ghp_${'aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1gI3kM5'}.`),
    });
    const document = await ci(workspace.path);
    expect(statuses(document)).toMatchObject({ secrets: 'failed', lock: 'failed', breaking: 'failed' });
    expect(document).toMatchObject({ verdict: 'failed', exitCode: 3, lock: 'outdated', summary: 'Failed: secrets, lock, breaking.' });
    expect(document.changed).toMatchObject([
      { prompt: 'greet', change: 'changed' },
      { prompt: 'key', change: 'added' },
    ]);
    expect(document.findings.find(({ rule }) => rule === 'B104')).toMatchObject({
      subject: 'greet',
      place: { file: 'prompts/greet.prompt.yaml', line: 11 },
    });
  });

  test('lets only the named gates decide, warnings where they are asked for', async () => {
    const workspace = await branched();
    workspace.commit({ 'prompts/greet.prompt.yaml': promptText('You greet everyone.') });
    expect(await ci(workspace.path, ['--fail-on', 'check,breaking'])).toMatchObject({ verdict: 'passed', exitCode: 0 });
    expect(await ci(workspace.path, ['--fail-on', 'check,breaking,warnings'])).toMatchObject({ verdict: 'failed', exitCode: 5 });
    expect(await ci(workspace.path, ['--fail-on', 'none'])).toMatchObject({ verdict: 'passed', exitCode: 0 });
    const { gates } = await ci(workspace.path, ['--fail-on', 'check']);
    expect(gates.find(({ gate }) => gate === 'lock')).toMatchObject({ status: 'failed', exitCode: 4, advisory: true });
  });

  test('skips what needs valid prompts, and does not pass for it', async () => {
    const workspace = await branched();
    workspace.commit({ 'prompts/greet.prompt.yaml': 'mesages: 3\n' });
    const document = await ci(workspace.path, ['--fail-on', 'eval']);
    expect(statuses(document)).toMatchObject({ check: 'failed', secrets: 'passed', lock: 'skipped', eval: 'skipped', plan: 'skipped' });
    expect(document).toMatchObject({ verdict: 'trouble', exitCode: 3 });
  });

  test('says once that the lockfile is in conflict', async () => {
    const workspace = await branched();
    workspace.write({ 'promptlane.lock': `<<<<<<< ours\n${workspace.text('promptlane.lock')}=======\n>>>>>>> theirs\n` });
    const document = await ci(workspace.path);
    expect(document).toMatchObject({ lock: 'invalid', exitCode: 7, verdict: 'failed' });
    expect(document.findings.map(({ rule }) => rule)).toEqual(['lockfile-conflicted']);
    expect(statuses(document)).toMatchObject({ lock: 'failed', breaking: 'skipped', plan: 'skipped' });
  });

  test('is at hand before the first commit, and with nothing at all', async () => {
    const repository = temporaryRepository();
    expect(await ci(repository.path)).toMatchObject({ verdict: 'passed', against: 'nothing (no commit yet)' });
    repository.write({ 'prompts/hi.prompt.yaml': 'messages: [{ role: user, content: Hi }]\n' });
    expect(await ci(repository.path)).toMatchObject({ lock: 'missing', exitCode: 4, changed: [{ prompt: 'hi', change: 'added' }] });
  });

  test('says outside a repository what cannot be judged there', async () => {
    const folder = temporaryFolder();
    folder.write({ 'prompts/hi.prompt.yaml': 'messages: [{ role: user, content: Hi }]\n' });
    const document = await ci(folder.path);
    expect(statuses(document)).toMatchObject({ check: 'passed', breaking: 'trouble', plan: 'trouble' });
    expect(document).toMatchObject({ exitCode: 2 });
  });

  test('never takes a commit that is compared with itself for a change that breaks nothing', async () => {
    const workspace = await branched();
    workspace.git('branch', '--quiet', '-D', 'main');
    workspace.commit({ 'prompts/greet.prompt.yaml': promptText('You greet everyone.') });
    const document = await ci(workspace.path);
    expect(statuses(document)).toMatchObject({ breaking: 'skipped' });
    expect(document.gates.find(({ gate }) => gate === 'breaking')?.summary).toMatch(/^Nothing is compared/);
    expect(await ci(workspace.path, ['--against', 'HEAD~1'])).toMatchObject({ changed: [{ prompt: 'greet' }] });
    expect(await ci(workspace.path, [], { CI: 'true' })).toMatchObject({ changed: [{ prompt: 'greet' }] });
  });

  test('judges on a machine what a push brought to the main branch, one commit or several', async () => {
    const workspace = temporaryWorkspace();
    const before = workspace.commit({ 'README.md': 'Prompts.\n' });
    workspace.commit({ 'prompts/greet.prompt.yaml': promptText('You greet everyone.') });
    workspace.commit({ 'README.md': 'More prompts.\n' });
    const gitlab = { GITLAB_CI: 'true' };
    expect(await ci(workspace.path, [], gitlab)).toMatchObject({ changed: [] });
    const pushed = await ci(workspace.path, [], { ...gitlab, CI_COMMIT_BEFORE_SHA: before });
    expect(pushed).toMatchObject({ against: before.slice(0, 12), changed: [{ prompt: 'greet' }] });
    const forced = await ci(workspace.path, [], { ...gitlab, CI_COMMIT_BEFORE_SHA: 'f'.repeat(40) });
    expect(forced.against).not.toBe(before.slice(0, 12));
  });

  test('is in trouble where the clone lacks the branch that the change goes to', async () => {
    const workspace = await branched();
    const document = await ci(workspace.path, [], { GITHUB_BASE_REF: 'release' });
    expect(statuses(document)).toMatchObject({ breaking: 'trouble', plan: 'trouble' });
    expect(document.findings.find(({ gate }) => gate === 'breaking')?.message).toContain('"release"');
  });

  test("lets a stranger's config choose nothing to be compared with", async () => {
    const workspace = await branched();
    const config = workspace.text('promptlane.config.yaml');
    workspace.commit({
      'promptlane.config.yaml': `${config}breaking: { against: HEAD }\n`,
      'prompts/greet.prompt.yaml': promptText('You greet everyone.'),
    });
    const document = await ci(workspace.path, ['--restricted'], { GITHUB_BASE_REF: 'main' });
    expect(document).toMatchObject({ changed: [{ prompt: 'greet' }] });
    expect(document.findings).toContainEqual(expect.objectContaining({ rule: 'own-config', severity: 'warning' }));
  });

  test('is in trouble, with the fetch that helps, where a shallow clone does not reach back', async () => {
    const workspace = await branched();
    workspace.commit({ 'prompts/greet.prompt.yaml': promptText('You greet everyone.') });
    const clone: TemporaryRepository = temporaryClone(workspace, '--depth', '1', '--branch', 'topic', '--single-branch');
    clone.git('remote', 'remove', 'origin');
    const document = await ci(clone.path);
    expect(statuses(document)).toMatchObject({ check: 'passed', lock: 'failed', breaking: 'trouble', plan: 'trouble' });
    expect(document.exitCode).toBe(2);
    expect(document.findings.find(({ gate }) => gate === 'breaking')).toMatchObject({
      rule: 'git-object-missing',
      hint: expect.stringContaining('fetch-depth: 0'),
    });
  });

  test('names files from the top of the repository when the project is a folder of it', async () => {
    const repository = temporaryRepository();
    const files = (text: string) => ({ 'apps/bot/promptlane.config.yaml': '{}\n', 'apps/bot/prompts/hi.prompt.yaml': text });
    repository.commit(files('messages: [{ role: user, content: "{{ a }}" }]\ninputs: { a: { type: string } }\n'));
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.commit(files('messages: [{ role: user, content: Hi }]\n'));
    const { findings } = await ci(join(repository.path, 'apps/bot'));
    expect(findings.find(({ rule }) => rule === 'B101')?.place?.file).toBe('apps/bot/prompts/hi.prompt.yaml');
  });

  test('reads an earlier state whose config, prompts and suites were invalid', async () => {
    const workspace = temporaryWorkspace({
      ...SUITE_FILES,
      'evals/greeting.eval.yaml': 'suite: [\n',
      'prompts/greet.prompt.yaml': 'x: [\n',
    });
    workspace.commit({ 'promptlane.config.yaml': 'environments: 3\n', 'promptlane.lock': '<<<<<<< ours\n' });
    workspace.git('checkout', '--quiet', '-b', 'topic');
    workspace.commit({ ...SUITE_FILES, 'promptlane.config.yaml': '{}\n', 'prompts/greet.prompt.yaml': promptText('You greet people.') });
    workspace.git('rm', '--quiet', 'promptlane.lock');
    await lockedAndCommitted(workspace);
    const document = await ci(workspace.path, ['--restricted']);
    expect(statuses(document)).toMatchObject({ check: 'warned', lock: 'passed', breaking: 'passed', plan: 'skipped' });
    expect(document.plans).toMatchObject([{ environment: 'development', moves: [{ prompt: 'answer' }, { prompt: 'greet' }] }]);
    expect(document.evaluations).toMatchObject([
      { suite: 'greeting', reason: 'the prompt was invalid before; the suite was invalid before' },
    ]);
    expect(document.unaffected).toMatchObject([{ suite: 'other', prompt: 'answer' }]);
  });

  test('tells of prompts that are gone', async () => {
    const workspace = await branched();
    workspace.git('rm', '--quiet', 'prompts/greet.prompt.yaml');
    workspace.commit({});
    const document = await ci(workspace.path);
    expect(document).toMatchObject({ changed: [{ prompt: 'greet', change: 'removed' }], breaking: { semver: 'major' } });
    expect(document.findings.find(({ gate }) => gate === 'breaking')?.place?.file).toBe('promptlane.lock');
  });

  test('says without a registry which pins the change moves, and what that changes', async () => {
    const workspace = await branched();
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('You greet all people.') });
    await lockedAndCommitted(workspace);
    const { plans } = await ci(workspace.path);
    expect(plans).toMatchObject([
      { environment: 'development', moves: [{ prompt: 'greet', changes: ['message 1 (system): 1 word added'] }], refusals: [] },
    ]);
  });
});

describe('the suites that ci runs', () => {
  const reasons = ({ evaluations }: CiDocument) => Object.fromEntries(evaluations.map(({ suite, reason }) => [suite, reason]));
  test.each([
    ['the prompt', { 'prompts/greet.prompt.yaml': promptText('You greet all.') }, { greeting: 'the prompt changed' }],
    [
      'a partial',
      { 'prompts/shared/tone.partial.md': 'Answer at length.\n' },
      { greeting: 'its partial shared/tone changed', other: 'its partial shared/tone changed' },
    ],
    ['a scorer', { 'evals/greeting.eval.yaml': SUITE('Hullo') }, { greeting: 'its scorers changed' }],
    ['the gate', { 'evals/greeting.eval.yaml': SUITE('Hello').replace('0.5', '0.6') }, { greeting: 'the suite changed' }],
    [
      'the dataset of both',
      { 'evals/greeting.jsonl': '{"inputs":{"question":"Where?"}}\n' },
      { greeting: 'its dataset changed', other: 'its dataset changed' },
    ],
    ['a comment', { 'evals/greeting.eval.yaml': `# hello\n${SUITE('Hello')}` }, {}],
  ])('are those that a change of %s touches', async (_what, files, expected) => {
    const workspace = await branched(SUITE_FILES);
    workspace.commit(files);
    const document = await ci(workspace.path, ['--restricted']);
    expect(reasons(document)).toEqual(expected);
    expect((document.unaffected ?? []).length).toBe(2 - Object.keys(expected).length);
  });

  test('are in trouble where a restricted run has no recorded answers, and no other gate is', async () => {
    const workspace = await branched(SUITE_FILES);
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('You greet all.') });
    await lockedAndCommitted(workspace);
    const document = await ci(workspace.path, ['--restricted'], { OPENAI_API_KEY: 'sk-not-to-be-used' });
    expect(document).toMatchObject({ verdict: 'trouble', exitCode: 9, restricted: true, summary: 'Could not be judged: eval.' });
    expect(document.evaluations).toMatchObject([{ outcome: 'invalid', problems: [expect.stringContaining('cassettes/greeting.jsonl')] }]);
  });

  test('are missed when they are gone, of a prompt that is still there', async () => {
    const workspace = await branched(SUITE_FILES);
    workspace.git('rm', '--quiet', 'evals/greeting.eval.yaml', 'evals/other.eval.yaml', 'prompts/answer.prompt.yaml');
    workspace.commit({});
    const document = await ci(workspace.path, ['--restricted']);
    expect(statuses(document)).toMatchObject({ eval: 'warned' });
    expect(document.findings.filter(({ gate }) => gate === 'eval')).toMatchObject([{ rule: 'suite-gone', subject: 'greet' }]);
  });

  test('are refused under pull_request_target with files that a stranger may have written', async () => {
    const workspace = await branched(SUITE_FILES);
    workspace.commit({ 'prompts/greet.prompt.yaml': promptText('You greet all.') });
    const event = join(workspace.path, '.git', 'event.json');
    writeFileSync(event, JSON.stringify({ repository: { id: 1 }, pull_request: { head: { repo: { id: 2 } } } }));
    const env = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_EVENT_PATH: event, GITHUB_SHA: 'ba5e' };
    const document = await ci(workspace.path, ['--no-summary'], env);
    expect(document.findings.find(({ gate }) => gate === 'eval')).toMatchObject({ rule: 'untrusted-evals' });
    expect(document).toMatchObject({ restricted: true, exitCode: 8 });
  });
});

describe('the reports of ci', () => {
  test('are written together, and end with the verdict of the run', async () => {
    const workspace = await branched();
    workspace.commit({ 'prompts/greet.prompt.yaml': promptText('You greet all.') });
    const names = ['ci.json', 'ci.md', 'ci.sarif', 'junit.xml', 'quality.json'];
    const [json = '', markdown = '', sarif = '', junit = '', quality = ''] = names;
    const args = ['--report-json', json, '--report-md', markdown, '--sarif', sarif, '--junit', junit, '--code-quality', quality];
    const { exitCode, stdout } = await runHere(['ci', ...args], { cwd: workspace.path });
    const text = (name: string) => readFileSync(join(workspace.path, name), 'utf8');
    expect(exitCode).toBe(4);
    expect(stdout.split('\n').at(-1)).toBe('✗ Failed: lock. 2 findings; all of them in ci.json.');
    expect(ciDocument.parse(JSON.parse(text(json))).exitCode).toBe(4);
    expect(text(markdown)).toMatch(/^## ❌ Promptlane: Failed: lock\./);
    expect(JSON.parse(text(sarif)).runs[0].results).toHaveLength(2);
    expect(text(junit)).toContain('<testsuite name="lock" tests="1" failures="1"');
    expect(JSON.parse(text(quality))).toMatchObject([{ check_name: 'lockfile-outdated' }, { check_name: 'E505' }]);
  });

  test('cost nothing that was found where a file of them cannot be written', async () => {
    const workspace = await branched();
    workspace.write({ 'taken/here': '' });
    const { exitCode, stdout, stderr } = await runHere(['ci', '--sarif', 'taken'], { cwd: workspace.path });
    expect(stdout).toContain('✓ Passed');
    expect(stderr).toContain('taken');
    expect(exitCode).not.toBe(0);
  });

  test('are refused where two would be one file', async () => {
    const workspace = await branched();
    const { exitCode, stdout, stderr } = await runHere(['ci', '--sarif', 'out', '--junit', './out'], { cwd: workspace.path });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Two reports are to be written to ./out');
  });

  test('are annotations and a summary in a job of GitHub Actions, bounded, unless they are turned off', async () => {
    const workspace = await branched();
    const prompts = Array.from({ length: 300 }, (_, index) => [`prompts/p${index}.prompt.yaml`, promptText(`Number ${index}.`)]);
    workspace.commit(Object.fromEntries(prompts));
    const summary = join(workspace.path, '.git', 'summary.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'push', GITHUB_STEP_SUMMARY: summary };
    const { stdout } = await runHere(['ci', '--annotations-limit', '3'], { cwd: workspace.path, env });
    expect(stdout.split('\n').filter((line) => line.startsWith('::error '))).toHaveLength(3);
    expect(stdout).toContain('lockfile-outdated × 300');
    expect(stdout.split('\n').length).toBeLessThan(80);
    expect(readFileSync(summary, 'utf8')).toMatch(/^## ❌ Promptlane/);
    const off = join(workspace.path, '.git', 'off.md');
    const quiet = await runHere(['ci', '--no-annotations', '--no-summary'], {
      cwd: workspace.path,
      env: { ...env, GITHUB_STEP_SUMMARY: off },
    });
    expect(quiet.stdout).not.toContain('::error ');
    expect(existsSync(off)).toBe(false);
  });
});
