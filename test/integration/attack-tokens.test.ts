import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CliContext, openContext } from '../../src/cli/context.ts';
import { openRegistry } from '../../src/cli/session/open-registry.ts';
import { openTerminal } from '../../src/cli/terminal/terminal.ts';
import { openWorkspace } from '../../src/workspace/config/open-workspace.ts';
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
let said: string[];
beforeEach(() => {
  folder = temporaryFolder();
  heard.length = 0;
  said = [];
});

/** Asks the registry that a workspace leads to; gives what failed. */
async function ask(variables: CliContext['variables'] = {}, registry?: string): Promise<unknown> {
  const terminal = { ...(await openTerminal({ color: false, input: false })), note: (text: string) => void said.push(text) };
  const globals = { directory: folder.path, registry, debug: false, color: false, input: false };
  const context = openContext({ terminal, globals, variables });
  try {
    return await (await openRegistry(context, await openWorkspace({ cwd: folder.path })))?.environments();
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

describe('an address out of the config', () => {
  const inTheClear = 'unencrypted';
  beforeEach(() => folder.write({ 'promptlane.config.yaml': 'registry: { url: "http://registry.invalid:1" }\n' }));

  test('that is plain HTTP to another machine is warned about', async () => {
    await ask({ PROMPTLANE_TOKEN: TOKEN });
    expect(said.join('\n')).toContain(inTheClear);
    expect(said.join('\n')).not.toContain(TOKEN);
  });

  test('gives way to the one that the person gives, who then gets the token alone and no warning', async () => {
    await ask({ PROMPTLANE_TOKEN: TOKEN, PROMPTLANE_REGISTRY_URL: url });
    await ask({ PROMPTLANE_TOKEN: TOKEN }, url);
    expect(heard).toEqual([`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]);
    expect(said).toEqual([]);
  });
});
