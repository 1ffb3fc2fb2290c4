import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeGitHub, fakeGitHub } from '../support/fake-github.ts';
import { fakeOpenAI } from '../support/fake-openai.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { pullRequestEvent, pushEvent, workflowRunEvent } from '../support/github-events.ts';
import { lockWorkspace } from '../support/in-process.ts';
import { promptText, suiteFiles, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';
import { actionManifest, downloadedReport, runStepOf, type StepResult, type WorkflowStep } from '../support/workflow-step.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COMMITTED = join(ROOT, '.github/action');
const built = temporaryFolder();
const main = actionManifest().runs.main.replace('.github/action', built.path);

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'esbuild.action.mjs'), built.path], { stdio: ['ignore', 'ignore', 'inherit'] });
});

let github: FakeGitHub;
beforeEach(async () => {
  github = await fakeGitHub();
});
afterEach(() => github.close());

/** A checkout of the branch `better`, one commit ahead of main, and the pull request for it. */
async function proposed(
  files: Readonly<Record<string, string>>,
  { isFork = false } = {},
): Promise<TemporaryWorkspace & { headSha: string }> {
  const workspace = temporaryWorkspace({ 'prompts/greet.prompt.yaml': promptText('You greet people.') });
  await lockWorkspace(workspace);
  workspace.commit({}, 'Lock');
  workspace.git('checkout', '--quiet', '-b', 'better');
  const headSha = workspace.commit(files, 'Better');
  github.pullRequests.push({ number: 7, state: 'open', headSha, headRef: 'better', headOwner: isFork ? 'mallory' : 'acme' });
  return { ...workspace, headSha };
}

const step = (workspace: TemporaryWorkspace & { headSha: string }, rest: Partial<WorkflowStep> = {}): Promise<StepResult> =>
  runStepOf({
    main,
    workspace,
    github,
    event: pullRequestEvent(workspace),
    ...rest,
    env: { GITHUB_BASE_REF: 'main', GITHUB_HEAD_REF: 'better', GITHUB_SHA: workspace.headSha, ...rest.env },
  });

const NOTHING = Buffer.alloc(0);

/** Every file below a folder, by its name there. */
function filesOf(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

/** Asks for one input more than callers give. */
const BREAKING = { 'prompts/greet.prompt.yaml': `${promptText('You greet people.')}  city: { type: string, required: true }\n` };

describe('the bundle', () => {
  test('is what the sources make: run `npm run bundle` and commit .github/action', () => {
    const committed = filesOf(COMMITTED);
    const made = filesOf(built.path);
    const stale = [...new Set([...committed.keys(), ...made.keys()])].filter(
      (name) => !committed.get(name)?.equals(made.get(name) ?? NOTHING),
    );
    expect(stale.slice(0, 5)).toEqual([]);
  });

  test('names no folder of the machine that built it, and needs no package', () => {
    const texts = [...filesOf(built.path).values()].map(String);
    const naming = (what: string) => texts.filter((text) => text.includes(what)).length;
    expect({
      root: naming(ROOT),
      map: naming('//# sourceMappingURL'),
      sqlite: naming('from"@photostructure'),
      server: naming('from"fastify'),
    }).toEqual({
      root: 0,
      map: 0,
      sqlite: 0,
      server: 0,
    });
  });
});

describe('on a pull request', () => {
  test('a blocked change fails the step, annotates its line, and is told in one comment that the next run brings up to date', async () => {
    const workspace = await proposed(BREAKING);
    const first = await step(workspace);
    expect(first).toMatchObject({
      exitCode: 4,
      outputs: { result: 'failed', 'exit-code': '4', changed: '1', 'breaking-count': '1', 'lock-status': 'outdated' },
    });
    const line = BREAKING['prompts/greet.prompt.yaml'].split('\n').findIndex((text) => text.includes('city')) + 1;
    expect(first.annotations).toContainEqual(expect.stringMatching(new RegExp(`^error prompts/greet\\.prompt\\.yaml:${line} .*B10`)));
    expect(first.summary).toContain('Promptlane');
    expect(github.comments.map(({ login }) => login)).toEqual(['github-actions[bot]']);
    expect(github.comments[0]?.body).toContain('city');
    expect(first.outputs['comment-url']).toBe('https://github.com/acme/prompts/pull/7#issuecomment-1000');

    // A stranger's comment with our marker, older than ours.
    const marker = github.comments[0]?.body.split('\n')[0];
    github.comments.unshift({ id: 999, pullRequest: 7, login: 'mallory', body: `${marker}\nAll is well.` });
    workspace.git('reset', '--quiet', '--hard', 'main');
    const headSha = workspace.commit({ 'README.md': 'Prompts.\n' });
    if (github.pullRequests[0]) github.pullRequests[0].headSha = headSha;
    const second = await step({ ...workspace, headSha });
    expect(second).toMatchObject({ exitCode: 0, outputs: { result: 'passed', changed: '0' } });
    expect(github.comments.map(({ login }) => login)).toEqual(['mallory', 'github-actions[bot]']);
    expect(github.comments[0]?.body).toBe(`${marker}\nAll is well.`);
    expect(github.comments[1]?.body).not.toContain('city');
  });

  test('a change that says nothing new gets no comment', async () => {
    const workspace = await proposed({ 'README.md': 'Prompts.\n' });
    expect(await step(workspace)).toMatchObject({ exitCode: 0, outputs: { result: 'passed' } });
    expect(github.comments).toEqual([]);
  });

  test('the verdict stands when the job may not comment, and the warning names the permission', async () => {
    const workspace = await proposed(BREAKING);
    github.tokens.set('ghs_job', { login: 'github-actions[bot]', mayRead: true, mayWrite: false });
    const { exitCode, outputs, annotations } = await step(workspace);
    expect({ exitCode, result: outputs.result }).toEqual({ exitCode: 4, result: 'failed' });
    expect(annotations).toContainEqual(
      expect.stringMatching(/^warning The comment could not be written\. .* answered 403 .* `permissions: \{ pull-requests: write \}`\.$/),
    );
  });

  test('neither the token nor a file of the runner reaches what the log shows, and nothing of the checkout runs', async () => {
    const workspace = await proposed({
      ...BREAKING,
      'node_modules/.bin/promptlane': '#!/bin/sh\ntouch ran\n',
      'promptlane.config.js': 'require("node:fs").writeFileSync("ran", "")\n',
    });
    const { log } = await step(workspace, { env: { GITHUB_TOKEN: 'ghs_job', ACTIONS_RUNTIME_TOKEN: 'rt_secret' } });
    expect(log.replace('::add-mask::ghs_job\n', '')).not.toMatch(/ghs_job|rt_secret/);
    expect(workspace.text('ran')).toBeUndefined();
  });
});

describe('of a fork', () => {
  test('a pull request is judged without keys and left without comment, for a second job to tell', async () => {
    const workspace = await proposed(BREAKING, { isFork: true });
    const { exitCode, outputs, annotations } = await step(workspace, {
      event: pullRequestEvent({ ...workspace, isFork: true }),
      env: { OPENAI_API_KEY: 'sk-secret' },
    });
    expect({ exitCode, comments: github.comments, calls: github.calls }).toEqual({ exitCode: 4, comments: [], calls: [] });
    expect(annotations).toContainEqual(expect.stringMatching(/^notice No comment from this job: the pull request comes from a fork/));
    const report = JSON.parse(readFileSync(outputs['report-json'] ?? '', 'utf8'));
    expect(report).toMatchObject({ schema: 'promptlane/ci/v1', restricted: true, verdict: 'failed' });

    const told = await step(workspace, {
      event: workflowRunEvent(workspace),
      with: { command: 'comment', report: downloadedReport(workspace, report) },
    });
    expect(told).toMatchObject({ exitCode: 0, outputs: { result: 'passed' } });
    expect(github.comments[0]?.body).toContain('This change comes from a fork.');
    expect(github.comments[0]?.body).toContain('actions/runs/31337');
  });

  test('nothing is released, and no eval runs where the secrets are', async () => {
    const workspace = await proposed(BREAKING, { isFork: true });
    const apply = await step(workspace, { event: pullRequestEvent({ ...workspace, isFork: true }), with: { command: 'apply' } });
    const target = pullRequestEvent({ ...workspace, isFork: true }, 'pull_request_target');
    const evaluate = await step(workspace, { event: target, with: { command: 'eval' }, env: { GITHUB_SHA: '0'.repeat(40) } });
    expect([apply.exitCode, evaluate.exitCode]).toEqual([8, 8]);
    expect(evaluate.annotations[0]).toMatch(/^error `eval` is not run here: pull_request_target runs with the secrets/);
  });
});

test('answers that became worse fail the step, with the score as an output', async () => {
  const provider = await fakeOpenAI({ treat: () => ({ kind: 'answer', text: 'Hello.' }) });
  const workspace = await proposed({ ...suiteFiles(provider.url, 3), 'prompts/greet.prompt.yaml': promptText('You greet everybody.') });
  const { exitCode, outputs } = await step(workspace, { with: { 'fail-on': 'eval', comment: 'never' } });
  await provider.close();
  expect({ exitCode, outputs }).toMatchObject({ exitCode: 6, outputs: { result: 'failed', score: '0' } });
});

test('a push finds the pull request of its commit', async () => {
  const workspace = await proposed(BREAKING);
  await step(workspace, { event: pushEvent(), env: { GITHUB_BASE_REF: '' } });
  expect(github.comments).toHaveLength(1);
});
