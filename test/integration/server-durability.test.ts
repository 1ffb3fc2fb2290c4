import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName } from '../../src/release/environment.ts';
import { type RunningServer, startServer } from '../../src/server/start-server.ts';
import { closed, listening } from '../support/listening.ts';
import { runningRegistry } from '../support/running-registry.ts';
import { id, pins, promptVersion } from '../support/sample-versions.ts';

const development = 'development' as EnvironmentName;
const program = fileURLToPath(new URL('../support/serve-until-killed.ts', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptlane-durable-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (more: Partial<Parameters<typeof startServer>[0]> = {}): Promise<RunningServer> =>
  startServer({
    dataFolder: join(folder, 'data'),
    port: 0,
    environments: DEFAULT_ENVIRONMENTS,
    clock: Date.now,
    log: () => undefined,
    ...more,
  });

/** A registry in a process of its own, to be killed. */
async function startProcess(privateWebhooks = ''): Promise<{ child: ChildProcess; registry: Registry }> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, join(folder, 'data'), privateWebhooks], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((found, failed) => {
    child.stdout?.once('data', (data: Buffer) => found(data.toString().trim()));
    child.once('exit', (code) => failed(new Error(`the server process ended with ${code}`)));
  });
  const token = (await readFile(join(folder, 'data', 'admin.token'), 'utf8')).trim();
  return { child, registry: nativeRegistry({ url, token, project: 'default', fetchTimeoutMs: 5000 }) };
}

describe('a restart', () => {
  test('keeps versions, pins, history, quarantine, tokens and the trail', async () => {
    const registry = await runningRegistry();
    const [one, two] = [promptVersion('kept', 'one'), promptVersion('kept', 'two')];
    await registry.admin.upload({ versions: [one, two] });
    for (const version of [one, two]) {
      await registry.admin.apply(development, { pins: pins(version), expected: await registry.admin.state(development), cause: 'apply' });
    }
    await registry.admin.rollback(development, { prompt: id('kept'), reason: 'worse' });
    const everything = async () => ({
      prompts: await registry.admin.prompts(),
      versions: await registry.admin.versions(id('kept')),
      content: await registry.admin.content(two.digest),
      state: await registry.admin.state(development),
      history: await registry.admin.history(development),
      quarantine: await registry.admin.quarantine(development),
      audit: await registry.admin.audit(),
    });
    const before = await everything();
    expect(before.state.pins.get(id('kept'))).toBe(one.digest);
    await registry.restart();
    expect(await everything()).toEqual(before);
    await registry.stop();
  });

  test('keeps the environments that the registry has, whatever the config says then', async () => {
    const first = await start();
    await first.close();
    const second = await start({ environments: [{ name: 'lonely' as EnvironmentName, policy: {} }] });
    const token = (await readFile(join(folder, 'data', 'admin.token'), 'utf8')).trim();
    const registry = nativeRegistry({ url: second.url, token, project: 'default' });
    expect((await registry.environments()).length).toBe(3);
    await registry.close();
    await second.close();
  });
});

describe('a kill', () => {
  test('loses nothing that was answered, and leaves nothing half-written', async () => {
    const answered: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { child, registry } = await startProcess();
      const state = await registry.state(development);
      let at = { epoch: state.epoch, revision: state.revision };
      let kill: NodeJS.Timeout | undefined;
      try {
        for (;;) {
          const number = at.revision + 1;
          const version = promptVersion('walk', `version ${number}`);
          await registry.upload({ versions: [version] });
          at = await registry.apply(development, { pins: pins(version), expected: at, cause: 'apply', message: String(number) });
          answered.push(at.revision);
          kill ??= setTimeout(() => child.kill('SIGKILL'), 100 + round * 37);
        }
      } catch (error) {
        expect(error).toMatchObject({ code: 'registry-unreachable' });
      }
      clearTimeout(kill);
      await registry.close();
    }
    const { child, registry } = await startProcess();
    const { revision, pins: served } = await registry.state(development);
    const history = await registry.history(development);
    const trail = await registry.audit();
    child.kill('SIGKILL');
    await registry.close();

    expect(answered.length).toBeGreaterThanOrEqual(3);
    expect(revision).toBeGreaterThanOrEqual(Math.max(...answered));
    expect(history.map((entry) => entry.revision)).toEqual(Array.from({ length: revision }, (_, index) => revision - index));
    expect(history.every((entry) => entry.message === String(entry.revision))).toBe(true);
    expect(served.get(id('walk'))).toBe(promptVersion('walk', `version ${revision}`).digest);
    expect(trail.filter(({ action }) => action === 'applyPins').length).toBe(revision);
  });
});

describe('a start', () => {
  test('writes the first admin token once, for its owner only, where it is told to', async () => {
    const file = join(folder, 'handed', 'token');
    const first = await start({ bootstrapTokenFile: file });
    expect(first.createdToken).toBe(true);
    const token = await readFile(file, 'utf8');
    expect(token).toMatch(/^plt_[0-9a-f]{12}_[0-9a-f]{56}\n$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await first.close();
    const second = await start({ bootstrapTokenFile: file });
    expect(second.createdToken).toBe(false);
    expect(await readFile(file, 'utf8')).toBe(token);
    await second.close();
  });

  test('keeps the data folder and all in it for its owner', async () => {
    const server = await start();
    const data = join(folder, 'data');
    expect((await stat(data)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(data)) expect([name, (await stat(join(data, name))).mode & 0o777]).toEqual([name, 0o600]);
    const stored = Buffer.concat(
      await Promise.all((await readdir(data)).filter((name) => name.startsWith('registry')).map((name) => readFile(join(data, name)))),
    );
    const token = (await readFile(join(data, 'admin.token'), 'utf8')).trim();
    expect(stored.includes(token.split('_')[1] ?? '?')).toBe(true);
    expect(stored.includes(token.slice(-56, -8))).toBe(false);
    await server.close();
  });

  test('says that the port is taken, and creates no token then', async () => {
    const first = await start();
    const port = Number(new URL(first.url).port);
    await expect(start({ dataFolder: join(folder, 'other'), port })).rejects.toMatchObject({ code: 'port-taken' });
    expect(await readdir(join(folder, 'other'))).not.toContain('admin.token');
    await first.close();
  });

  test('refuses a damaged key instead of making a new one', async () => {
    await (await start()).close();
    await writeFile(join(folder, 'data', 'pepper.key'), 'short');
    await expect(start()).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  test.each(['pepper.key', 'master.key', 'signing.key'])(
    'refuses another %s than that of its database, and writes nothing then',
    async (name) => {
      await (await start()).close();
      const file = join(folder, 'data', name);
      const right = await readFile(file);
      await writeFile(file, Buffer.alloc(32, 7));
      await expect(start()).rejects.toMatchObject({ code: 'key-mismatch', message: expect.stringContaining(file) });
      await writeFile(file, right);
      await (await start()).close();
    },
  );

  test('closing answers what is under way', async () => {
    const server = await start();
    const token = (await readFile(join(folder, 'data', 'admin.token'), 'utf8')).trim();
    const registry = nativeRegistry({ url: server.url, token, project: 'default' });
    await registry.whoami();
    const version = promptVersion('drain/p', 'x');
    const body = JSON.stringify({ versions: [version] });
    const asked = request(`${server.url}/v1/projects/default/versions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
    asked.write(body.slice(0, 10));
    await once(asked, 'socket');
    // What is answered now came after the head of the request.
    await registry.whoami();
    const closing = server.close();
    asked.end(body.slice(10));
    expect((await answered)[0].statusCode).toBe(200);
    await closing;
    await registry.close();
  });
});

test('an event whose delivery a SIGKILL cut off is delivered by the next start, with the same delivery id', async () => {
  const deliveries: string[] = [];
  const receiver = createServer((request, reply) => {
    deliveries.push(String(request.headers['promptlane-delivery']));
    // The first one is never answered.
    if (deliveries.length > 1) reply.end();
  });
  const { origin } = await listening(receiver);
  const { host } = new URL(origin);
  const { child, registry } = await startProcess(host);
  const { webhook } = await registry.addWebhook({ url: origin, kind: 'json', events: ['pins.moved'] });
  const version = promptVersion('killed', 'one');
  await registry.upload({ versions: [version] });
  await registry.apply(development, { pins: pins(version), expected: await registry.state(development), cause: 'apply' });
  await expect.poll(() => deliveries.length, { timeout: 10_000 }).toBe(1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await registry.close();
  // The lease of whoever was killed has to end first.
  const next = await start({ privateWebhooks: host, clock: () => Date.now() + 60_000 });
  await expect.poll(() => deliveries.length, { timeout: 10_000 }).toBe(2);
  expect(deliveries[1]).toBe(deliveries[0]);
  expect(deliveries[0]).toContain(webhook.id);
  await next.close();
  await closed(receiver);
});
