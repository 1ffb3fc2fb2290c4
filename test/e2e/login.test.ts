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

test('a person sees where they are signed in, changes the password, and ends it all', async () => {
  const folder = temporaryFolder();
  const env = { HOME: folder.path, XDG_CONFIG_HOME: join(folder.path, 'config') };
  const browser = () =>
    registry.request('/v1/sessions', { method: 'POST', token: null, body: { email: 'ada@example.com', password: PASSWORD } });
  const onTerminal = async (args: string[], answers: [string, string][] = []) => {
    const terminal = promptlaneOnTerminal([...args, '--registry', registry.url], { cwd: folder.path, env, columns: 120 });
    for (const [question, answer] of answers) {
      await terminal.shows(question);
      terminal.type(`${answer}\r`);
    }
    const { exitCode } = await terminal.ended();
    return { exitCode, text: (await terminal.lines()).join('\n'), sent: terminal.sent() };
  };
  await onTerminal(['login', '--email', 'ada@example.com'], [['Password:', PASSWORD]]);
  expect((await browser()).status).toBe(200);
  expect((await onTerminal(['whoami', '--sessions'])).text).toMatch(/in these browsers:\n {2}[0-9a-f]{12} {2}seen /);

  const next = 'another horse battery';
  const wrong = await onTerminal(
    ['login', '--change-password'],
    [
      ['password now:', next],
      ['characters:', next],
      ['same again:', next],
    ],
  );
  expect(wrong).toMatchObject({ exitCode: 8, text: expect.stringContaining('[sign-in-refused]') });
  const changed = await onTerminal(
    ['login', '--change-password'],
    [
      ['password now:', PASSWORD],
      ['characters:', next],
      ['same again:', next],
    ],
  );
  expect(changed).toMatchObject({ exitCode: 0, text: expect.stringContaining('Changed your password, and signed out 1 browser.') });
  for (const secret of [PASSWORD, next]) expect(changed.sent).not.toContain(secret);
  expect((await browser()).status).toBe(401);

  // The token of the first test is left, and so is the one that asks.
  const out = await onTerminal(['logout', '--everywhere']);
  expect(out.text).toContain('Ended 0 browser sessions and 1 other token.');
  expect((await onTerminal(['whoami'])).text).toContain('[not-signed-in]');
  expect(await onTerminal(['logout', '--everywhere'])).toMatchObject({ exitCode: 8, text: expect.stringContaining('nothing was ended') });
});
