import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WEBHOOK_EVENTS } from '../../src/protocol/webhooks.ts';
import { EVENT_KINDS } from '../../src/server/storage/events/registry-event.ts';
import { closed, listening } from '../support/listening.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';

const webhooks = '/v1/projects/default/webhooks';
const development = 'development' as never;
const received: { headers: IncomingMessage['headers']; body: string }[] = [];
let status = 200;
const receiver = createServer((request, reply) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    reply.writeHead(status).end();
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

test('a webhook is told in signed deliveries, again after a failure with the same id, and its secret is shown once', async () => {
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

test('a webhook to a place that is not public is refused', async () => {
  for (const refused of ['http://example.com/', 'https://127.0.0.1/', 'https://169.254.169.254/latest', 'https://[::ffff:10.0.0.1]/']) {
    const reply = await registry.request(webhooks, { method: 'POST', body: { url: refused, kind: 'json' } });
    expect((await problemOf(reply)).code).toBe('address-refused');
  }
});

test('webhooks are for admins', async () => {
  const token = await registry.tokenFor('editor', { role: 'editor' });
  expect((await problemOf(await registry.request(webhooks, { token }))).code).toBe('not-allowed');
});
