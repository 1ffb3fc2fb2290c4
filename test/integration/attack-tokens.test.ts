import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CliContext, openContext } from '../../src/cli/context.ts';
import { openLocalSession } from '../../src/cli/session/local-session.ts';
import { openRegistry } from '../../src/cli/session/open-registry.ts';
import { openTerminal } from '../../src/cli/terminal/terminal.ts';
import { writeServeFile } from '../../src/workspace/local-registry/serve-file.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/git-repository.ts';

const TOKEN = `plt_000000000000_${'0'.repeat(48)}a5a73be2`;

/** Answers nothing useful and remembers what it was told. */
const heard: string[] = [];
const listener = createServer((request, response) => {
  heard.push(request.headers.authorization ?? 'nothing');
  response.writeHead(404).end();
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
});
afterAll(() => listener.close());

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
  heard.length = 0;
});

/** Asks the registry that a workspace leads to; gives what failed. */
async function ask(variables: CliContext['variables'] = {}, registry?: string): Promise<unknown> {
  const terminal = await openTerminal({ color: false, input: false });
  const globals = { directory: folder.path, registry, debug: false, color: false, input: false };
  const context = openContext({ terminal, globals, variables });
  try {
    return await (await openRegistry(context, openLocalSession(context)))?.environments();
  } catch (error) {
    return error;
  } finally {
    await context.close();
  }
}

describe('a token file that the workspace names', () => {
  test('is sent when it holds a token', async () => {
    folder.write({ 'admin.token': `${TOKEN}\n` });
    await writeServeFile(folder.path, { url, project: 'default', tokenFile: join(folder.path, 'admin.token'), pid: process.pid });
    await ask();
    expect(heard).toEqual([`Bearer ${TOKEN}`]);
  });

  test('is not sent when it holds anything else', async () => {
    folder.write({ credentials: 'the password of something else' });
    await writeServeFile(folder.path, { url, project: 'default', tokenFile: join(folder.path, 'credentials'), pid: process.pid });
    const failure = await ask();
    expect(failure).toMatchObject({ code: 'not-signed-in' });
    expect(String(failure)).not.toContain('password');
    expect(heard).toEqual([]);
  });
});

describe('attack 48: an address out of the config', () => {
  const config = (address: string) => folder.write({ 'promptlane.config.yaml': `registry: { url: "${address}" }\n` });
  const withheld = expect.objectContaining({ code: 'token-withheld' });
  const ID_TOKENS = { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/token', ACTIONS_ID_TOKEN_REQUEST_TOKEN: TOKEN };

  test.each<[string, Record<string, string>]>([
    ['PROMPTLANE_TOKEN', { PROMPTLANE_TOKEN: TOKEN }],
    ['the file of PROMPTLANE_TOKEN_FILE', { PROMPTLANE_TOKEN_FILE: '/dev/null' }],
    ['an ID token of the job', ID_TOKENS],
    ['PROMPTLANE_ID_TOKEN', { PROMPTLANE_ID_TOKEN: 'a.b.c' }],
  ])('does not get %s', async (_what, variables) => {
    config('https://registry.invalid');
    const failure = await ask(variables);
    expect(failure).toEqual(withheld);
    expect(JSON.stringify([failure, String(failure)])).not.toContain(TOKEN);
  });

  test('gets the token when it is this machine', async () => {
    config(url);
    await ask({ PROMPTLANE_TOKEN: TOKEN });
    expect(heard).toEqual([`Bearer ${TOKEN}`]);
  });

  test('gives way to the one that the person gives, who then gets the token alone', async () => {
    config('https://registry.invalid');
    await ask({ PROMPTLANE_TOKEN: TOKEN, PROMPTLANE_REGISTRY_URL: url });
    await ask({ PROMPTLANE_TOKEN: TOKEN }, url);
    expect(heard).toEqual([`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]);
  });

  test('without any token is only named', async () => {
    config('https://registry.invalid');
    expect(await ask()).toMatchObject({ code: 'not-signed-in' });
  });
});
