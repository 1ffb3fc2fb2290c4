import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliResult, type RunningCli, runCli, startCli, startRegistry } from '../support/cli.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { hasPostgres } from '../support/postgres-cluster.ts';
import { temporaryPlace } from '../support/temporary-database.ts';
import { suiteFiles, temporaryWorkspace } from '../support/temporary-workspace.ts';

const CASES = 40;
let server: FakeOpenAI;
beforeAll(async () => {
  // Questions whose number ends with 3 are answered without the wanted word.
  server = await fakeOpenAI({
    latencyMs: 60,
    treat: ({ body }) => ({ kind: 'answer', text: /3$/.test(body.messages.at(-1)?.content ?? '') ? 'no' : 'Answer' }),
  });
});
afterAll(() => server?.close());

const worker = (cwd: string, { env, flags = [] }: { env?: Record<string, string>; flags?: string[] } = {}): RunningCli =>
  startCli(['worker', '--concurrency', '2', ...flags], { cwd, ...(env && { env }) });

/** Waits until so many questions were asked. */
async function asked(count: number): Promise<void> {
  while (server.requests.length < count) await wait(10);
}

/** The reports of a document, byte for byte but for what a clock measured. */
function reportsIn(json: string): string {
  const { reports } = JSON.parse(json) as { reports: unknown };
  return JSON.stringify(reports, (name, value: unknown) => (name === 'latencyMs' ? undefined : value));
}

function casesIn(cwd: string, folder: string): string[] {
  const [name = ''] = readdirSync(join(cwd, folder));
  const lines = readFileSync(join(cwd, folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  return lines.map((line) => (JSON.parse(line) as { caseId: string }).caseId);
}

/** Runs an evaluation here, then by workers to which something happens in the middle, and expects the same of both. */
async function expectSame(cwd: string, happens: () => Promise<void>): Promise<void> {
  const here = await runCli(['eval', '--json', '--no-cache'], { cwd });
  expect(here.exitCode).toBe(0);
  server.requests.splice(0);
  const remote = startCli(['eval', '--json', '--remote', '--out', 'far'], { cwd });
  await happens();
  const { exitCode, stdout, stderr } = await cliResult(remote);
  expect(stderr).not.toContain('error');
  expect(exitCode).toBe(0);
  expect(reportsIn(stdout)).toBe(reportsIn(here.stdout));
  expect(new Set(casesIn(cwd, 'far')).size).toBe(CASES);
  expect(casesIn(cwd, 'far')).toHaveLength(CASES);
}

async function expectStops(running: RunningCli): Promise<void> {
  running.kill('SIGTERM');
  expect(await cliResult(running)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Did \d+ jobs?/) });
}

test('three workers, one killed and one stopped in the middle: every case once, and the report of a run here', async () => {
  const workspace = temporaryWorkspace(suiteFiles(server.url, CASES));
  const registry = await startRegistry(workspace);
  const workers: RunningCli[] = [];
  await expectSame(workspace.path, async () => {
    workers.push(worker(workspace.path, { flags: ['--lease', '2s'] }), worker(workspace.path), worker(workspace.path));
    await asked(8);
    workers[0]?.kill('SIGKILL');
    workers[1]?.kill('SIGTERM');
  });
  const [killed, ...others] = workers;
  expect(await killed).toMatchObject({ signal: 'SIGKILL' });
  for (const one of others) await expectStops(one);
  await registry.stop();
});

test.skipIf(!hasPostgres())('two servers on one PostgreSQL, and a worker and a server killed in the middle: the same', async () => {
  const { place, remove } = await temporaryPlace('PostgreSQL', 'migrated');
  const workspace = temporaryWorkspace(suiteFiles(server.url, CASES));
  const serve = () => startRegistry(workspace, ['--database', place.url ?? '']);
  const first = await serve();
  // Whoever runs in the workspace asks the server that was started last.
  const second = await serve();
  const atFirst = { PROMPTLANE_REGISTRY_URL: first.url, PROMPTLANE_TOKEN: workspace.text('.promptlane/admin.token')?.trim() ?? '' };
  const workers: RunningCli[] = [];
  await expectSame(workspace.path, async () => {
    const flags = ['--lease', '2s'];
    workers.push(worker(workspace.path, { flags, env: atFirst }), worker(workspace.path, { flags }), worker(workspace.path));
    await asked(8);
    await first.kill();
    workers[1]?.kill('SIGKILL');
  });
  const [left, killed, last] = workers as [RunningCli, RunningCli, RunningCli];
  expect(await killed).toMatchObject({ signal: 'SIGKILL' });
  // Its server never came back, and it waits for it until it is stopped.
  await expectStops(left);
  await expectStops(last);
  await second.stop();
  await remove();
});
