import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '../../src/base/digest.ts';
import type { LeasedRemoteJob, RemoteRunUpload } from '../../src/registry/areas/remote-runs.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { closed, listening } from '../support/listening.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { suiteFiles, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const LEASE_MS = 60_000;
let server: FakeOpenAI;
let registry: RunningRegistry;
let workspace: TemporaryWorkspace;
let env: Record<string, string>;
let ci: Registry;

beforeAll(async () => {
  [server, registry] = await Promise.all([fakeOpenAI(), runningRegistry()]);
  workspace = temporaryWorkspace(suiteFiles(server.url, 4));
  const token = await registry.tokenFor('ci', { role: 'editor' });
  env = { PROMPTLANE_REGISTRY_URL: registry.url, PROMPTLANE_TOKEN: token };
  ci = registry.client(token);
});
afterAll(async () => {
  await registry.stop();
  await server.close();
});

const promptlane = (...args: string[]) => runHere(args, { cwd: workspace.path, env });

/** Starts a worker once there is work, and waits until there is none. */
async function workOnce(): Promise<void> {
  const { run, job } = await takeOne(ci);
  await ci.reportRemoteJob(run, job.number, { worker: 'w', fence: job.fence, leaseMs: LEASE_MS, results: [], ending: 'released' });
  await succeed(['worker', '--once'], { cwd: workspace.path, env });
}

/** The reports of a document but for what a clock measured, or nothing. */
function reportsIn(json: string): string {
  if (json === '') return '';
  return JSON.stringify(JSON.parse(json).reports, (name, value: unknown) => (name === 'latencyMs' || name === 'path' ? undefined : value));
}

function withoutTimes(text = ''): string {
  return text.replaceAll(/(?:time|timestamp)="[^"]*"/g, '');
}

/** Takes a job as a worker does, once there is one. */
async function takeOne(by: Registry, worker = 'w'): Promise<{ run: string; job: LeasedRemoteJob }> {
  for (;;) {
    const leased = await by.leaseRemoteJobs(worker, 1, LEASE_MS);
    if (leased?.jobs[0]) return { run: leased.run, job: leased.jobs[0] };
    await new Promise((soon) => setTimeout(soon, 20));
  }
}

test('what a worker says after its lease went to another is refused, and counts for nothing', async () => {
  const remote = promptlane('eval', '--remote', '--json');
  const { run, job } = await takeOne(ci, 'silent');
  registry.advance(LEASE_MS + 1);
  const next = await takeOne(ci, 'next');
  expect(next.job).toMatchObject({ number: job.number, fence: 2 });
  const said = { worker: 'silent', fence: job.fence, leaseMs: LEASE_MS, results: [], ending: 'done' as const };
  await expect(ci.reportRemoteJob(run, job.number, said)).rejects.toMatchObject({ code: 'lease-lost' });
  // Nor does an end without results pass for work, or one worker for another.
  await expect(ci.reportRemoteJob(run, job.number, { ...said, worker: 'next', fence: 2 })).rejects.toMatchObject({
    code: 'request-invalid',
  });
  await expect(ci.reportRemoteJob(run, job.number, { ...said, fence: 2 })).rejects.toMatchObject({ code: 'lease-lost' });
  await ci.reportRemoteJob(run, job.number, { ...said, worker: 'next', fence: 2, ending: 'released' });

  await succeed(['worker', '--once'], { cwd: workspace.path, env });
  const { exitCode, stdout } = await remote;
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).reports).toHaveLength(1);
  expect(server.requests).toHaveLength(4);
  await expect(ci.remoteResults(run, 0)).rejects.toMatchObject({ code: 'not-found' });
});

test('a run is offered to those only who may write runs of its prompt, and read and removed by nobody else', async () => {
  const remote = promptlane('eval', '--remote', '--json');
  const { run, job } = await takeOne(ci);
  const viewer = registry.client(await registry.tokenFor('viewer', { role: 'viewer' }));
  await expect(viewer.leaseRemoteJobs('w', 1, LEASE_MS)).rejects.toMatchObject({ code: 'not-allowed' });
  const elsewhere = registry.client(await registry.tokenFor('other', { role: 'editor', prompts: 'other/*' }));
  expect(await elsewhere.leaseRemoteJobs('w', 9, LEASE_MS)).toBeUndefined();
  await expect(elsewhere.remoteSpec(run)).rejects.toMatchObject({ code: 'not-found' });
  const colleague = registry.client(await registry.tokenFor('colleague', { role: 'editor' }));
  await expect(colleague.remoteResults(run, 0)).rejects.toMatchObject({ code: 'not-found' });
  await expect(colleague.removeRemoteRun(run)).rejects.toMatchObject({ code: 'not-found' });
  await ci.reportRemoteJob(run, job.number, { worker: 'w', fence: job.fence, leaseMs: LEASE_MS, results: [], ending: 'released' });
  await succeed(['worker', '--once'], { cwd: workspace.path, env });
  expect((await remote).exitCode).toBe(0);
});

test('what nobody can do ends the evaluation with the reason and exit code 9', async () => {
  const remote = promptlane('eval', '--remote', '--json');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { run, job } = await takeOne(ci);
    const said = { worker: 'w', fence: job.fence, leaseMs: LEASE_MS, results: [], ending: 'failed' as const, error: 'There is no key.' };
    await ci.reportRemoteJob(run, job.number, said);
    // The others of the run wait as well: only the first is tried.
    registry.advance(LEASE_MS);
  }
  const { exitCode, stderr } = await remote;
  expect(exitCode).toBe(9);
  expect(stderr).toContain('There is no key.');
});

test('attack 53: results of other cases are refused, and a case that stands in two jobs is kept once', async () => {
  const remote = promptlane('eval', '--remote', '--json');
  const { run, job } = await takeOne(ci);
  await ci.reportRemoteJob(run, job.number, { worker: 'w', fence: job.fence, leaseMs: LEASE_MS, results: [], ending: 'released' });
  const spec = (await ci.remoteSpec(run)) as unknown as RemoteRunUpload;
  await succeed(['worker', '--once'], { cwd: workspace.path, env });
  await remote;

  await ci.createRemoteRun('of-two-jobs', spec);
  await ci.addRemoteJobs(
    'of-two-jobs',
    [1, 2].map((number) => ({ number, rows: job.rows })),
  );
  const { job: held } = await takeOne(ci);
  const caseId = sha256Hex('another case') as never;
  const error = { code: 'made-up', message: 'Made up.' };
  const results = [{ caseId, sample: 0, tags: [], label: 'another case', scores: [], cached: false, error }];
  const lease = { worker: 'w', fence: held.fence, leaseMs: LEASE_MS };
  const stray = ci.reportRemoteJob('of-two-jobs', held.number, { ...lease, results });
  await expect(stray).rejects.toMatchObject({ code: 'request-invalid' });
  await ci.reportRemoteJob('of-two-jobs', held.number, { ...lease, results: [], ending: 'released' });
  await succeed(['worker', '--once'], { cwd: workspace.path, env });
  const { results: found } = await ci.remoteResults('of-two-jobs', 0);
  expect(found).toHaveLength(1);
  registry.advance(LEASE_MS + 1);
  await ci.remoteResults('of-two-jobs', 0);
  const { job: again } = await takeOne(ci);
  const said = { worker: 'w', fence: again.fence, leaseMs: LEASE_MS, results: found, ending: 'done' as const };
  await ci.reportRemoteJob('of-two-jobs', again.number, said);
  expect(await ci.remoteResults('of-two-jobs', 0)).toMatchObject({ results: [{}], jobs: { ready: 0, leased: 0, done: 2 } });
  await ci.removeRemoteRun('of-two-jobs');
});

test('a run that nobody asks for any more is not worked on, and deleted when it stays so', async () => {
  const remote = promptlane('eval', '--remote', '--json');
  const { run, job } = await takeOne(ci);
  await ci.reportRemoteJob(run, job.number, { worker: 'w', fence: job.fence, leaseMs: LEASE_MS, results: [], ending: 'released' });
  const spec = (await ci.remoteSpec(run)) as unknown as RemoteRunUpload;
  await succeed(['worker', '--once'], { cwd: workspace.path, env });
  await remote;

  await ci.createRemoteRun('of-one-who-left', spec);
  await ci.addRemoteJobs('of-one-who-left', [{ number: 1, rows: job.rows }]);
  registry.advance(60_001);
  expect(await ci.leaseRemoteJobs('w', 1, LEASE_MS)).toBeUndefined();
  expect(await ci.remoteResults('of-one-who-left', 0)).toMatchObject({ jobs: { ready: 1 } });
  expect(await ci.leaseRemoteJobs('w', 1, LEASE_MS)).toMatchObject({ run: 'of-one-who-left' });

  registry.advance(3_600_001);
  await registry.restart();
  env.PROMPTLANE_REGISTRY_URL = registry.url;
  ci = registry.client(env.PROMPTLANE_TOKEN ?? '');
  const isThere = () => ci.remoteSpec('of-one-who-left').then(Boolean, (error) => error.code !== 'not-found');
  while (await isThere()) await new Promise((soon) => setTimeout(soon, 20));
});

test('a run that workers gave up goes on from what they had found', async () => {
  const remote = promptlane('eval', '--remote', '--json', '--out', 'part');
  const first = await takeOne(ci);
  await succeed(['worker', '--once'], { cwd: workspace.path, env });
  for (let { job } = first; ; job = (await takeOne(ci)).job) {
    const said = { worker: 'w', fence: job.fence, leaseMs: LEASE_MS, results: [], ending: 'failed' as const, error: 'There is no key.' };
    await ci.reportRemoteJob(first.run, job.number, said);
    registry.advance(LEASE_MS);
    if (job.fence === 3) break;
  }
  expect((await remote).exitCode).toBe(9);
  server.requests.splice(0);

  const [{ exitCode, stdout }] = await Promise.all([promptlane('eval', '--remote', '--json', '--resume', 'part'), workOnce()]);
  expect(exitCode).toBe(0);
  expect(server.requests).toHaveLength(1);
  const here = await promptlane('eval', '--no-cache', '--json');
  expect(reportsIn(stdout)).toBe(reportsIn(here.stdout));
});

test('cases, baseline and reports are chosen as for a run here, and come out the same', async () => {
  await succeed(['eval', '--no-cache', '--out', 'before'], { cwd: workspace.path, env });
  for (const flags of [
    ['--limit', '2', '--baseline', 'before', '--accept', 'dataset'],
    ['--sample', '3', '--report', 'junit=report.xml', '--baseline', 'none'],
    ['--case', 'nothing-like-it'],
  ]) {
    const here = await promptlane('eval', '--no-cache', '--json', ...flags);
    const written = flags.includes('--report') ? workspace.text('report.xml') : '';
    const remote = promptlane('eval', '--remote', '--json', ...flags);
    const [there] = await Promise.all([remote, here.exitCode === 2 ? undefined : workOnce()]);
    expect({ ...there, stdout: reportsIn(there.stdout) }).toMatchObject({ exitCode: here.exitCode, stdout: reportsIn(here.stdout) });
    if (written !== '') expect(withoutTimes(workspace.text('report.xml'))).toBe(withoutTimes(written));
  }
});

test('a conversation with attachments is said as here', async () => {
  const attachments = [{ data: 'iVBORw0KGgo=', name: 'map.png' }];
  const row = { inputs: { question: 'Hello' }, turns: ['Where is Rome?', { assistant: 'In Italy.' }, 'And Oslo?'], attachments };
  workspace.write({
    'evals/talk.eval.yaml':
      'suite: talk\nprompts: [greet]\nmodel: fake/model\ndataset: talk.jsonl\nscorers: [{ id: polite, uses: contains, value: Answer }]\ngate: { polite: { mean: ">= 0.5" } }\n',
    'evals/talk.jsonl': `${JSON.stringify(row)}\n`,
  });
  server.requests.splice(0);
  const here = await promptlane('eval', 'talk', '--no-cache', '--json');
  const [there] = await Promise.all([promptlane('eval', 'talk', '--remote', '--json'), workOnce()]);
  expect(here.exitCode).toBe(0);
  expect(reportsIn(there.stdout)).toBe(reportsIn(here.stdout));
  const asked = server.requests.map(({ body }) => JSON.stringify(body));
  expect(asked.slice(asked.length / 2)).toEqual(asked.slice(0, asked.length / 2));
});

test('a slow answer does not keep a worker from its other jobs', async () => {
  workspace.write({
    'evals/slow.eval.yaml':
      'suite: slow\nprompts: [greet]\nmodel: slow/model\ndataset: greeting.jsonl\nscorers: [{ id: polite, uses: contains, value: Answer }]\ngate: { polite: { mean: ">= 0.5" } }\n',
  });
  let release: () => void = () => undefined;
  const others = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  const provider = createServer(async (request, reply) => {
    request.resume();
    asked += 1;
    if (asked === 1) await others;
    if (asked === 4) release();
    const message = { role: 'assistant', content: 'Answer' };
    reply.setHeader('content-type', 'application/json').end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }));
  });
  const { origin } = await listening(provider);
  workspace.write({
    'promptlane.config.yaml': `models: { providers: { slow: { kind: openai, baseUrl: "${origin}/v1" } } }\n`,
  });
  const remote = promptlane('eval', 'slow', '--remote', '--json');
  const { run, job } = await takeOne(ci);
  await ci.reportRemoteJob(run, job.number, { worker: 'w', fence: job.fence, leaseMs: LEASE_MS, results: [], ending: 'released' });
  // Two at once, of four jobs of one case each.
  await succeed(['worker', '--once', '--concurrency', '2'], { cwd: workspace.path, env });
  expect((await remote).exitCode).toBe(0);
  await closed(provider);
});

test('what workers do not have is refused before anything is sent', async () => {
  for (const [flags, hint] of [
    [['--max-cost', '1'], '--limit'],
    [['--shard', '1/2'], 'among themselves'],
    [['--cassette', 'c.jsonl'], 'leave out --remote'],
    [['--concurrency', '4'], 'promptlane worker'],
  ] as const) {
    const refused = await promptlane('eval', '--remote', ...flags);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain(hint);
  }
  workspace.write({
    'scorer.mjs': 'export default () => ({ score: 1 });\n',
    'evals/own.eval.yaml':
      'suite: own\nprompts: [greet]\nmodel: fake/model\ndataset: greeting.jsonl\nscorers: [{ id: mine, uses: js, module: scorer.mjs }]\ngate: { mine: { mean: ">= 0.5" } }\n',
  });
  expect(await promptlane('eval', 'own', '--remote')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('files of the repository'),
  });
});
