import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeGitHub, fakeGitHub } from '../support/fake-github.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { pullRequestEvent, workflowRunEvent } from '../support/github-events.ts';
import { downloadedReport, runStepOf } from '../support/workflow-step.ts';

let github: FakeGitHub;
beforeEach(async () => {
  github = await fakeGitHub();
});
afterEach(() => github.close());

const HEAD = 'a'.repeat(40);

const REPORT = {
  schema: 'promptlane/ci/v1',
  verdict: 'passed',
  exitCode: 0,
  summary: 'All is well @everyone <img src=x> [click](https://evil.example)',
  against: 'main',
  restricted: true,
  gates: [],
  changed: [{ prompt: 'greet', change: 'changed', changes: ['<!-- promptlane ci --> | `x`'] }],
  findings: [],
  unlisted: 0,
  evaluations: [],
  plans: [],
};

describe('the report of another job', () => {
  const tell = async (report: unknown, changes: { headSha?: string } = {}) => {
    github.pullRequests.push({ number: 7, state: 'open', headSha: HEAD, headRef: 'better', headOwner: 'mallory' });
    const workspace = temporaryFolder();
    const event = workflowRunEvent({ headSha: changes.headSha ?? HEAD });
    return runStepOf({ workspace, github, event, with: { command: 'comment', report: downloadedReport(workspace, report) } });
  };

  test('is rendered by us: no mention, image or link of a stranger', async () => {
    expect(await tell(REPORT)).toMatchObject({ exitCode: 0 });
    const body = github.comments[0]?.body ?? '';
    expect(body).not.toMatch(/(?<!\\)<img|\]\(https:\/\/evil|@everyone/);
    expect(body.match(/<!-- promptlane ci/g)).toHaveLength(1);
  });

  test.each<[string, unknown]>([
    ['that names a pull request of its own', { ...REPORT, pullRequest: 1 }],
    ['that is Markdown', '# All is well'],
    ['that is too large', `{"summary":"${'x'.repeat(9 * 1_048_576)}"}`],
  ])('%s is refused', async (_what, report) => {
    const { exitCode, annotations } = await tell(report);
    expect(exitCode).toBe(3);
    expect(annotations[0]).toMatch(/^error The report cannot be used: .* \[report-invalid\]/);
    expect(github.comments).toEqual([]);
  });

  test('that cannot be used leaves no earlier comment standing as if it were about this commit', async () => {
    await tell(REPORT);
    await tell('{}');
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toMatch(/^<!-- promptlane ci .*\n## ❔ Promptlane: not judged\n/);
  });

  test('sets no output: a later step would take a stranger at his word', async () => {
    expect((await tell({ ...REPORT, lock: 'current' })).outputs).toEqual({
      result: 'passed',
      'exit-code': '0',
      'comment-url': 'https://github.com/acme/prompts/pull/7#issuecomment-1000',
    });
  });

  test('needs no checkout, and is told where the job that made it tells', async () => {
    github.pullRequests.push({ number: 7, state: 'open', headSha: HEAD, headRef: 'better', headOwner: 'mallory' });
    const workspace = temporaryFolder();
    const report = downloadedReport(workspace, REPORT);
    for (const folder of ['app', './app/', 'other']) {
      const given = { command: 'comment', report, 'working-directory': folder };
      await runStepOf({ workspace, github, event: workflowRunEvent({ headSha: HEAD }), with: given });
    }
    expect(github.comments).toHaveLength(2);
  });

  test('about a commit that is no longer proposed is told nowhere', async () => {
    expect(await tell(REPORT, { headSha: 'f'.repeat(40) })).toMatchObject({ exitCode: 0 });
    expect(github.comments).toEqual([]);
  });

  test('that is as long as it may be fits into a comment', async () => {
    const finding = { gate: 'check', severity: 'error', message: 'ü'.repeat(500) };
    const findings = Array.from({ length: 1000 }, (_, index) => ({ ...finding, rule: `rule-${index}` }));
    expect(await tell({ ...REPORT, verdict: 'failed', findings })).toMatchObject({ exitCode: 0 });
    expect(github.comments[0]?.body.length).toBeGreaterThan(10_000);
  });
});

test('a run that ends without a report says so where an earlier report stands, and nowhere else', async () => {
  github.pullRequests.push({ number: 7, state: 'open', headSha: HEAD, headRef: 'better', headOwner: 'acme' });
  const workspace = temporaryFolder();
  const crashed = () => runStepOf({ workspace, github, event: pullRequestEvent({ headSha: HEAD }), runCli: async () => 1 });
  expect(await crashed()).toMatchObject({ exitCode: 1, outputs: { result: 'trouble' } });
  expect(github.comments).toEqual([]);
  const report = downloadedReport(workspace, REPORT);
  await runStepOf({ workspace, github, event: workflowRunEvent({ headSha: HEAD, isFork: false }), with: { command: 'comment', report } });
  expect(github.comments[0]?.body).toContain('## ✅');
  expect(await crashed()).toMatchObject({ exitCode: 1 });
  expect(github.comments.map(({ body }) => body.split('\n')[1])).toEqual(['## ❔ Promptlane: not judged']);
});

test('a wrong input is an error that names it', async () => {
  const event = pullRequestEvent({ headSha: HEAD });
  const { exitCode, annotations, outputs } = await runStepOf({ workspace: temporaryFolder(), github, event, with: { command: 'deploy' } });
  expect({ exitCode, outputs }).toEqual({ exitCode: 2, outputs: { result: 'trouble', 'exit-code': '2' } });
  expect(annotations[0]).toMatch(/^error The input `command` is one of ci,/);
});

test.each(['../elsewhere', 'missing'])('runs in no folder but one of the checkout: not in %s', async (folder) => {
  const given = { 'working-directory': folder };
  const step = { workspace: temporaryFolder(), github, event: pullRequestEvent({ headSha: HEAD }), with: given };
  expect(await runStepOf(step)).toMatchObject({ exitCode: 2 });
});

test.each(['report.sarif', 'reports/promptlane.sarif'])('writes through no link that the change brings: %s', async (file) => {
  const workspace = temporaryFolder();
  const outside = temporaryFolder().path;
  symlinkSync(outside, join(workspace.path, file.split('/')[0] ?? ''));
  const step = { workspace, github, event: pullRequestEvent({ headSha: HEAD }), runCli: async () => 0 };
  const { exitCode, annotations } = await runStepOf({ ...step, with: { 'sarif-file': file } });
  expect({ exitCode, annotations }).toEqual({ exitCode: 2, annotations: [expect.stringContaining('a link of the checkout stands there')] });
  expect(await runStepOf({ ...step, with: { 'sarif-file': 'own.sarif' } })).toMatchObject({ exitCode: 0 });
});
