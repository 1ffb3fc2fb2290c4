import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { type Client, OpenFeature, type Provider, ProviderEvents } from '@openfeature/web-sdk';
import { EventSource } from 'undici';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';

const development = 'development' as EnvironmentName;
const greet = promptVersion('greet', 'One.');
const triage = promptVersion('support/triage', 'Sort it.');

let registry: RunningRegistry;
beforeAll(async () => {
  // What browsers have and Node 20 has not.
  vi.stubGlobal('EventSource', EventSource);
  registry = await runningRegistry();
  await serve(greet, triage);
});
afterEach(() => OpenFeature.clearProviders());
afterAll(async () => {
  vi.unstubAllGlobals();
  await registry.stop();
});

async function serve(...versions: (typeof greet)[]): Promise<void> {
  await registry.admin.upload({ versions });
  await registry.admin.apply(development, { pins: pins(...versions), expected: await registry.admin.state(development), cause: 'apply' });
}

/** A page whose provider asks with this token; `statuses` are those of its requests for all flags. */
async function page(token = registry.token, headers = true): Promise<{ client: Client; statuses: number[] }> {
  const statuses: number[] = [];
  const provider = new OFREPWebProvider({
    baseUrl: `${registry.url}/openfeature/default/development`,
    ...(headers && { headers: [['authorization', `Bearer ${token}`]] }),
    cacheMode: 'disabled',
    fetchImplementation: async (request: Parameters<typeof fetch>[0], init?: RequestInit) => {
      const reply = await fetch(request, init);
      statuses.push(reply.status);
      return reply;
    },
  });
  await OpenFeature.setProviderAndWait('page', provider as Provider, { targetingKey: 'user-1' });
  return { client: OpenFeature.getClient('page'), statuses };
}

const eventually = <Result>(look: () => Result) => vi.waitFor(look, { timeout: 30_000, interval: 10 });
const digestOf = (client: Client, key: string) => (client.getObjectValue(key, {}) as { digest?: string }).digest;

test('has every prompt by one request, and hears of changes', async () => {
  const { client, statuses } = await page();
  expect(digestOf(client, 'greet')).toBe(greet.digest);
  expect(client.getObjectDetails('support/triage', {})).toMatchObject({ value: { digest: triage.digest }, reason: 'STATIC' });
  expect(client.getObjectDetails('support/nothing', { none: true })).toMatchObject({ value: { none: true }, errorCode: 'FLAG_NOT_FOUND' });
  // The stream says once that it is open; nothing has changed by then.
  await eventually(() => expect(statuses).toEqual([200, 304]));

  const changed: (readonly string[] | undefined)[] = [];
  client.addHandler(ProviderEvents.ConfigurationChanged, (details) => void changed.push(details?.flagsChanged));
  const next = promptVersion('greet', 'Two.');
  await serve(next);
  await eventually(() => expect(digestOf(client, 'greet')).toBe(next.digest));
  expect(changed.flat()).toContain('greet');

  await registry.admin.kill(development, greet.id, 'It insults people.');
  await eventually(() =>
    expect(client.getObjectDetails('greet', { spare: true })).toMatchObject({ value: { spare: true }, reason: 'ERROR' }),
  );
  await registry.admin.unkill(development, greet.id, 'Mended.');
  await eventually(() => expect(digestOf(client, 'greet')).toBe(next.digest));
});

test('gets other answers for another user', async () => {
  const { client, statuses } = await page();
  await OpenFeature.setContext('page', { targetingKey: 'user-2' });
  expect(statuses.filter((status) => status === 200)).toHaveLength(2);
  expect(digestOf(client, 'support/triage')).toBe(triage.digest);
});

test('is refused without a token', async () => {
  await expect(page('', false)).rejects.toThrow();
});

test('hears nothing more when its token has ended', async () => {
  const token = await registry.tokenFor('page', {});
  const reply = await registry.request('/openfeature/default/development/ofrep/v1/evaluate/flags', { method: 'POST', token, body: {} });
  const { eventStreams } = (await reply.json()) as { eventStreams: { endpoint: { requestUri: string } }[] };
  const uri = eventStreams[0]?.endpoint.requestUri ?? '';
  const open = (path: string) => registry.request(path, { token: null });

  const stream = await open(uri);
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  const text = stream.text();
  expect((await open(uri.replace('development', 'production'))).status).toBe(401);
  expect((await open(`${uri.slice(0, -6)}AAAAAA`)).status).toBe(401);

  await registry.request('/v1/token', { method: 'DELETE', token }).then((revoked) => expect(revoked.status).toBeLessThan(300));
  expect(await text).toContain('event: message\ndata: {"type":"refetchEvaluation"}');
  expect((await open(uri)).status).toBe(401);
});

test('is given a stream that ends by itself after a day', async () => {
  const reply = await registry.request('/openfeature/default/development/ofrep/v1/evaluate/flags', { method: 'POST', body: {} });
  const etag = reply.headers.get('etag') ?? '';
  const { eventStreams } = (await reply.json()) as { eventStreams: { endpoint: { requestUri: string } }[] };
  registry.advance(24 * 3_600_000);
  expect((await registry.request(eventStreams[0]?.endpoint.requestUri ?? '', { token: null })).status).toBe(401);
  // So whoever asks by then is given a new one, though nothing has changed.
  const again = await registry.request('/openfeature/default/development/ofrep/v1/evaluate/flags', {
    method: 'POST',
    body: {},
    headers: { 'if-none-match': etag },
  });
  expect(again.status).toBe(200);
});
