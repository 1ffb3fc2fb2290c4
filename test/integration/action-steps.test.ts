import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeGitHub, fakeGitHub } from '../support/fake-github.ts';
import { fakeOpenAI } from '../support/fake-openai.ts';
import { pullRequestEvent, pushEvent, workflowRunEvent } from '../support/github-events.ts';
import { BREAKING, type ProposedChange, proposedChange, stepOn } from '../support/proposed-change.ts';
import { promptText, suiteFiles } from '../support/temporary-workspace.ts';
import { downloadedReport, type WorkflowStep } from '../support/workflow-step.ts';

let github: FakeGitHub;
beforeEach(async () => {
  github = await fakeGitHub();
});
afterEach(() => github.close());

const proposed = (files: Readonly<Record<string, string>>, options: { isFork?: boolean } = {}) => proposedChange(github, files, options);
const step = (workspace: ProposedChange, rest: Partial<WorkflowStep> = {}) => stepOn(github, workspace, rest);

describe('on a pull request', () => {
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
    const fork = pullRequestEvent({ ...workspace, isFork: true });
    const apply = await step(workspace, { event: fork, with: { command: 'apply' } });
    const asking = await step(workspace, { event: fork, with: { command: 'eval' } });
    const target = pullRequestEvent({ ...workspace, isFork: true }, 'pull_request_target');
    const evaluate = await step(workspace, { event: target, with: { command: 'eval' }, env: { GITHUB_SHA: '0'.repeat(40) } });
    expect([apply.exitCode, asking.exitCode, evaluate.exitCode]).toEqual([8, 8, 8]);
    expect(evaluate.annotations[0]).toMatch(/^error `eval` is not run here: pull_request_target runs with the secrets/);
  });
});

test('the target branch is not judged in place of a pull request', async () => {
  const workspace = await proposed(BREAKING, { isFork: true });
  workspace.git('checkout', '--quiet', 'main');
  const event = pullRequestEvent({ ...workspace, isFork: true }, 'pull_request_target');
  const target = { event, env: { GITHUB_SHA: workspace.git('rev-parse', 'main').trim() } };
  const { exitCode, log } = await step(workspace, { ...target, with: { comment: 'always' } });
  expect({ exitCode, log }).toEqual({ exitCode: 2, log: expect.stringContaining('has the target branch checked out') });
  expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining('Promptlane: not judged')]);
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
