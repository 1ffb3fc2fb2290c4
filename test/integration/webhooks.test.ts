import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WEBHOOK_EVENTS } from '../../src/protocol/webhooks.ts';
import { EVENT_KINDS } from '../../src/server/storage/events/registry-event.ts';
import { runHere } from '../support/command-line.ts';
import { closed, listening } from '../support/listening.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';

const webhooks = '/v1/projects/default/webhooks';
const development = 'development' as never;
const received: { url: string | undefined; headers: IncomingMessage['headers']; body: string }[] = [];
let status = 200;
const receiver = createServer((request, reply) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    received.push({ url: request.url, headers: request.headers, body });
    reply.writeHead(status, status < 400 && status >= 300 ? { location: `http://${request.headers.host}/elsewhere` } : {}).end();
  });
});

let registry: RunningRegistry;
let url: string;
beforeAll(async () => {
  const { origin } = await listening(receiver);
  url = `${origin}/hook`;
  registry = await runningRegistry(undefined, { privateWebhooks: new URL(origin).host });
});
afterAll(async () => {
  await registry.stop();
  await closed(receiver);
});

async function move(text: string) {
  const version = promptVersion('hooked', text);
  await registry.admin.upload({ versions: [version] });
  await registry.admin.apply(development, { pins: pins(version), expected: await registry.admin.state(development), cause: 'apply' });
}

test('can be told of every kind of event', () => {
  expect([...WEBHOOK_EVENTS].sort()).toEqual([...EVENT_KINDS].sort());
});

test('attack 37: a webhook is told in signed deliveries, again after a failure with the same id, and its secret is shown once', async () => {
  const reply = await registry.request(webhooks, { method: 'POST', body: { url, kind: 'json', events: ['pins.moved'] } });
  const { secret, webhook } = (await reply.json()) as { secret: string; webhook: { id: string } };
  status = 500;
  await move('one');
  await expect.poll(() => received.length, { timeout: 10_000 }).toBe(1);
  status = 200;
  await registry.restart();
  registry.advance(60_000);
  await expect.poll(() => received.length, { timeout: 10_000 }).toBe(2);
  const [first, second] = received;
  expect(second?.headers['promptlane-delivery']).toBe(first?.headers['promptlane-delivery']);
  const { headers, body } = second!;
  const mac = createHmac('sha256', secret)
    .update(`${String(headers['promptlane-timestamp'])}.${body}`)
    .digest('hex');
  expect(headers['promptlane-signature']).toBe(`sha256=${mac}`);
  expect(JSON.parse(body)).toMatchObject({ project: 'default', kind: 'pins.moved', environment: 'development' });

  const listed = await (await registry.request(webhooks)).text();
  expect(listed).toContain(webhook.id);
  expect(listed).not.toContain(secret);
  expect((await registry.request(`${webhooks}/${webhook.id}`, { method: 'DELETE' })).status).toBe(200);
});

test.each([302, 307])('attack 35: a webhook is not sent on by an answer of %i, and counts as not delivered', async (redirect) => {
  const reply = await registry.request(webhooks, { method: 'POST', body: { url, kind: 'json', events: ['pins.moved'] } });
  const { webhook } = (await reply.json()) as { webhook: { id: string } };
  const before = received.length;
  status = redirect;
  await move(`redirected with ${redirect}`);
  await expect.poll(() => received.length, { timeout: 10_000 }).toBe(before + 1);
  status = 200;
  // Sent again in its time, to the address that was given: what was told to go elsewhere never went there.
  await expect
    .poll(
      () => {
        registry.advance(60_000);
        return received.length;
      },
      { timeout: 10_000 },
    )
    .toBe(before + 2);
  expect(received.slice(before).map((delivery) => delivery.url)).toEqual(['/hook', '/hook']);
  expect((await registry.request(`${webhooks}/${webhook.id}`, { method: 'DELETE' })).status).toBe(200);
});

test('attack 34: a webhook to a place that is not public is refused', async () => {
  for (const refused of ['http://example.com/', 'https://127.0.0.1/', 'https://169.254.169.254/latest', 'https://[::ffff:10.0.0.1]/']) {
    const reply = await registry.request(webhooks, { method: 'POST', body: { url: refused, kind: 'json' } });
    expect((await problemOf(reply)).code).toBe('address-refused');
  }
});

test('webhooks are for admins', async () => {
  const token = await registry.tokenFor('editor', { role: 'editor' });
  expect((await problemOf(await registry.request(webhooks, { token }))).code).toBe('not-allowed');
});

describe('webhook on the command line', () => {
  const at = (token = registry.token) => ({ cwd: tmpdir(), env: { PROMPTLANE_REGISTRY_URL: registry.url, PROMPTLANE_TOKEN: token } });
  const run = (...args: string[]) => runHere(['webhook', ...args], at());

  test('adds one whose secret is printed once, tests it, lists what became of it, and removes it', async () => {
    received.length = 0;
    status = 200;
    const added = await run('add', url, '--event', 'pins.moved', '--event', 'version.revoked');
    expect(added).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^whsec_[0-9a-f]{64}$/) });
    const hook = /whk_[0-9a-f]{16}/.exec(added.stderr)?.[0] ?? '';
    expect((await run('test', hook)).stdout).toMatch(/^✓ The receiver answered 200 /);
    expect(received.map(({ headers }) => headers['promptlane-event'])).toEqual(['ping']);
    status = 500;
    expect(await run('test', hook)).toMatchObject({ exitCode: 9, stdout: expect.stringMatching(/^✗ The receiver answered 500 /) });
    status = 200;
    const listed = await run('ls');
    expect(listed.stdout).toContain(hook);
    expect(listed.stdout).not.toContain(added.stdout);
    expect(JSON.parse((await run('ls', '--json')).stdout)).toMatchObject({ schema: 'promptlane/webhooks/v1', webhooks: [{ id: hook }] });
    expect((await run('rm', hook)).stdout).toBe(`Removed webhook ${hook} to ${url}.`);
    expect((await run('ls')).stdout).toBe('There are no webhooks.');
  });

  test('takes the token of GitHub from stdin, and never shows it', async () => {
    const args = ['webhook', 'add', url, '--kind', 'github', '--token-stdin', '--json'];
    const { stdout } = await runHere(args, { ...at(), input: 'ghp_canary\n' });
    const { webhook } = JSON.parse(stdout);
    expect(webhook).toMatchObject({ kind: 'github', url });
    expect(stdout).not.toContain('ghp_canary');
    received.length = 0;
    await run('test', webhook.id);
    expect(received[0]?.headers.authorization).toBe('Bearer ghp_canary');
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ event_type: 'promptlane.ping', client_payload: { project: 'default' } });
    await run('rm', webhook.id);
  });

  test.each([
    [['add', 'nowhere'], 'is no address'],
    [['add', 'https://ci.example.com/', '--event', 'pins.lost'], 'There are no events "pins.lost"'],
    [['add', 'https://ci.example.com/', '--kind', 'github'], '--kind github and --token-stdin belong together'],
    [['add', 'https://ci.example.com/', '--token-stdin'], '--kind github and --token-stdin belong together'],
    [['add', 'https://ci.example.com/', '--kind', 'github', '--token-stdin'], 'There is no token on stdin'],
    [['rm', 'first'], 'is no id of a webhook'],
    [['test', 'whk_0000000000000000'], 'There is no webhook whk_0000000000000000'],
  ])('%j ends with 2', async (args, said) => {
    expect(await run(...args)).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(said) });
  });
});
