import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../support/git-repository.ts';
import { promptlaneOnTerminal } from '../support/pseudo-terminal.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';

const PASSWORD = 'correct horse battery';

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

test('the first admin signs in with what the registry printed, and nothing secret is shown', async () => {
  const folder = temporaryFolder();
  const env = { HOME: folder.path, XDG_CONFIG_HOME: join(folder.path, 'config') };
  const terminal = promptlaneOnTerminal(['login', '--code', '--registry', registry.url], { cwd: folder.path, env, columns: 120 });
  const code = registry.setupCode() ?? expect.unreachable();
  for (const [question, answer] of [
    ['Code:', code],
    ['Mail address:', 'ada@example.com'],
    ['Your name:', 'Ada'],
    ['12 characters', PASSWORD],
    ['The same again:', PASSWORD],
  ] as const) {
    await terminal.shows(question);
    terminal.type(`${answer}\r`);
  }
  expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
  await terminal.shows('as Ada.');
  for (const secret of [code, PASSWORD]) expect(terminal.sent()).not.toContain(secret);
  const file = join(folder.path, 'config', 'promptlane', 'logins.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { logins } = JSON.parse(readFileSync(file, 'utf8')) as { logins: Record<string, { token: string }> };
  const [[url, { token }] = ['', { token: '' }]] = Object.entries(logins);
  expect(url).toBe(registry.url);
  expect(terminal.sent()).not.toContain(token);
  expect((await registry.request('/v1/whoami', { token })).status).toBe(200);
});
