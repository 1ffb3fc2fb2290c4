import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LeasedRemoteJob } from '../../src/registry/areas/remote-runs.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
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

test('what workers do not have is refused before anything is sent', async () => {
  for (const flags of [
    ['--max-cost', '1'],
    ['--shard', '1/2'],
    ['--cassette', 'c.jsonl'],
  ]) {
    expect(await promptlane('eval', '--remote', ...flags)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--remote') });
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
