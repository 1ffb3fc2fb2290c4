import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliResult, type RunningCli, runCli, type ServedRegistry, startCli, startRegistry } from '../support/cli.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { suiteFiles, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const CASES = 60;
let server: FakeOpenAI;
let workspace: TemporaryWorkspace;
let registry: ServedRegistry;

beforeAll(async () => {
  // Questions whose number ends with 3 are answered without the wanted word.
  server = await fakeOpenAI({
    latencyMs: 60,
    treat: ({ body }) => ({ kind: 'answer', text: /3$/.test(body.messages.at(-1)?.content ?? '') ? 'no' : 'Answer' }),
  });
  workspace = temporaryWorkspace(suiteFiles(server.url, CASES));
  registry = await startRegistry(workspace);
});
afterAll(async () => {
  await registry?.stop();
  await server?.close();
});

const at = () => ({ cwd: workspace.path });
const worker = (...flags: string[]): RunningCli => startCli(['worker', '--concurrency', '2', ...flags], at());

/** Waits until so many questions were asked. */
async function asked(count: number): Promise<void> {
  while (server.requests.length < count) await wait(10);
}

/** The reports of a document, byte for byte but for what a clock measured. */
function reportsIn(json: string): string {
  const { reports } = JSON.parse(json) as { reports: unknown };
  return JSON.stringify(reports, (name, value: unknown) => (name === 'latencyMs' ? undefined : value));
}

function casesIn(folder: string): string[] {
  const [name = ''] = readdirSync(join(workspace.path, folder));
  const lines = readFileSync(join(workspace.path, folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  return lines.map((line) => (JSON.parse(line) as { caseId: string }).caseId);
}

test('three workers, one killed and one stopped in the middle: every case once, and the report of a run here', async () => {
  const here = await runCli(['eval', '--json', '--no-cache'], at());
  expect(here.exitCode).toBe(0);
  server.requests.splice(0);

  const remote = startCli(['eval', '--json', '--remote', '--out', 'far'], at());
  const [killed, stopped, last] = [worker('--lease', '2s'), worker(), worker()];
  await asked(8);
  killed.kill('SIGKILL');
  stopped.kill('SIGTERM');
  const { exitCode, stdout, stderr } = await cliResult(remote);
  expect(stderr).not.toContain('error');
  expect(exitCode).toBe(0);
  expect(reportsIn(stdout)).toBe(reportsIn(here.stdout));
  expect(new Set(casesIn('far')).size).toBe(CASES);
  expect(casesIn('far')).toHaveLength(CASES);
  last.kill('SIGTERM');
  expect(await cliResult(killed)).toMatchObject({ signal: 'SIGKILL' });
  for (const one of [stopped, last]) {
    expect(await cliResult(one)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Did \d+ jobs?/) });
  }
});
