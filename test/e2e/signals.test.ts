import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliResult, runCli, startCli, startRegistry } from '../support/cli.ts';
import { fakeOpenAI } from '../support/fake-openai.ts';
import { suiteFiles, temporaryWorkspace } from '../support/temporary-workspace.ts';

const CASES = 40;

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends eval at once with 130; its answers are kept', async (signal) => {
  const model = await fakeOpenAI({ latencyMs: 50 });
  const workspace = temporaryWorkspace(suiteFiles(model.url, CASES));
  const running = startCli(['eval', '--concurrency', '2'], { cwd: workspace.path });
  await expect.poll(() => model.requests.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(10);
  running.kill(signal);
  const asked = model.requests.length;

  expect(await cliResult(running)).toMatchObject({ exitCode: 130, stdout: '', stderr: expect.stringContaining('[interrupted]') });
  // At most what was being asked when the signal came, and what started before it was heard.
  expect(model.requests.length).toBeLessThan(asked + 6);
  const answered = model.requests.splice(0).length;
  expect(await runCli(['eval'], { cwd: workspace.path })).toMatchObject({ exitCode: 0 });
  expect(model.requests.length).toBeGreaterThanOrEqual(CASES - answered);
  expect(model.requests.length).toBeLessThanOrEqual(CASES - answered + 4);
  await model.close();
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends serve with 0, also while a client keeps its connection', async (signal) => {
  const workspace = temporaryWorkspace();
  const served = await startRegistry(workspace);
  expect(existsSync(join(workspace.path, '.promptlane/serve.json'))).toBe(true);
  // The connection stays open for more.
  await fetch(`${served.url}/v1/openapi.json`).then((response) => response.text());

  expect(await served.stop(signal)).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Stopping') });
  expect(existsSync(join(workspace.path, '.promptlane/serve.json'))).toBe(false);
});

test('a connection that never asked anything does not keep serve from ending', async () => {
  const served = await startRegistry(temporaryWorkspace());
  const silent = connect(Number(new URL(served.url).port), '127.0.0.1').on('error', () => {});
  await once(silent, 'connect');

  expect(await served.stop('SIGTERM')).toMatchObject({ exitCode: 0 });
  silent.destroy();
});
