import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Notification } from '../../src/protocol/events.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import type { Call } from '../../src/server/actions/call.ts';
import { openEventStream } from '../../src/server/http/events/event-stream.ts';
import { runOnce } from '../../src/server/http/idempotency/run-once.ts';
import { secretBox } from '../../src/server/secrets/secret-box.ts';
import { openDatabase } from '../../src/server/storage/open-database.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';

const development = 'development' as EnvironmentName;
const apply = '/v1/projects/default/environments/development/apply';

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

async function applying(text: string) {
  const version = promptVersion('keyed', text);
  await registry.admin.upload({ versions: [version] });
  const { epoch, revision } = await registry.admin.state(development);
  return { pins: { [version.id]: version.digest }, expected: { epoch, revision }, cause: 'apply' };
}

describe('a request with an Idempotency-Key', () => {
  test('runs once, however often and at however many places it is sent', async () => {
    const body = await applying('once');
    const headers = { 'idempotency-key': randomUUID() };
    const send = () => registry.request(apply, { method: 'POST', body, headers });
    const replies = await Promise.all(Array.from({ length: 5 }, send));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const texts = new Set(await Promise.all(replies.map((reply) => reply.text())));
    expect(texts.size).toBe(1);
    expect(replies.filter(({ headers: own }) => own.get('idempotency-replayed') === 'true')).toHaveLength(4);
    expect((await registry.admin.state(development)).revision).toBe(body.expected.revision + 1);
    await registry.restart();
    expect(await (await send()).text()).toBe([...texts][0]);
  });

  test('attack 31: is refused when the key came with something else', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = await applying('first');
    expect((await registry.request(apply, { method: 'POST', body, headers })).status).toBe(200);
    const other = { ...body, message: 'another' };
    const problem = await problemOf(await registry.request(apply, { method: 'POST', body: other, headers }));
    expect([problem.status, problem.code]).toEqual([422, 'idempotency-key-reused']);
  });

  test('may be sent again after it failed, and by someone else with the same key', async () => {
    const headers = { 'idempotency-key': 'shared-by-chance' };
    const body = await applying('again');
    const stale = { ...body, expected: { ...body.expected, revision: body.expected.revision + 7 } };
    expect((await problemOf(await registry.request(apply, { method: 'POST', body: stale, headers }))).code).toBe('revision-moved');
    expect((await registry.request(apply, { method: 'POST', body, headers })).status).toBe(200);
    const token = await registry.tokenFor('other', { role: 'deployer' });
    const reply = await registry.request(apply, { method: 'POST', body, headers, token });
    expect((await problemOf(reply)).code).toBe('revision-moved');
  });

  test('refuses what is no key', async () => {
    const body = await applying('bad key');
    const reply = await registry.request(apply, { method: 'POST', body, headers: { 'idempotency-key': 'a b' } });
    expect((await problemOf(reply)).code).toBe('request-invalid');
  });

  test('is told to come again while the first one runs, and that its answer is lost when the server died after it acted', async () => {
    const { db } = await openDatabase(registry.place);
    const secrets = secretBox(Buffer.alloc(32));
    const call = { db, principal: { id: 'someone' }, action: 'test', time: Date.now() } as Call;
    const again = (time: number) =>
      runOnce({ ...call, time }, 'taken', { params: {}, query: {}, body: {} }, { secrets, act: async () => 'ran', patienceMs: 0 });
    try {
      const first = await runOnce(
        call,
        'taken',
        { params: {}, query: {}, body: {} },
        {
          secrets,
          act: async () => {
            await expect(again(call.time)).rejects.toMatchObject({ code: 'request-running' });
            return 'first';
          },
        },
      );
      expect(first).toEqual({ reply: 'first', replayed: false });
      expect(await again(call.time)).toEqual({ reply: 'first', replayed: true });
      await db.updateTable('idempotency_keys').where('key', '=', 'taken').set({ reply: null }).execute();
      await expect(again(call.time + 61_000)).rejects.toMatchObject({ code: 'reply-lost' });
    } finally {
      await db.destroy();
    }
  });
});

describe('the stream of events', () => {
  async function listen(stop: AbortController, count: number, from = registry.admin): Promise<Notification[]> {
    const heard: Notification[] = [];
    for await (const notification of from.events(development, { signal: stop.signal })) {
      heard.push(notification);
      if (heard.length === count) break;
    }
    stop.abort();
    return heard;
  }

  async function move(text: string) {
    const version = promptVersion('heard', text);
    await registry.admin.upload({ versions: [version] });
    const expected = await registry.admin.state(development);
    return await registry.admin.apply(development, { pins: pins(version), expected, cause: 'apply' });
  }

  test('says first that it listens, then that pins moved and to which revision', async () => {
    const heard = listen(new AbortController(), 2);
    const until = setInterval(() => void 0, 1000);
    await expect.poll(async () => (await (await registry.request('/metrics')).text()).includes('promptlane_event_streams 1')).toBe(true);
    const { revision } = await move('listened');
    clearInterval(until);
    expect((await heard).map((each) => [each.kind, each.revision])).toEqual([
      ['ready', undefined],
      ['pins.moved', revision],
    ]);
  });

  test('brings what was missed to whoever names the last event it heard', async () => {
    const before = await lines(await registry.request('/v1/projects/default/environments/development/events'), 'event: ready');
    const id = /id: (\d+)/.exec(before)?.[1] ?? '';
    const moved = await move('missed');
    const path = '/v1/projects/default/environments/development/events';
    const after = await lines(await registry.request(path, { headers: { 'last-event-id': id } }), '"revision"');
    expect(after).toContain(`"revision":${moved.revision}`);
    expect(after).not.toContain('event: ready');
  });

  test('ends with a hint to come back when the server stops, and goes on with the next one', async () => {
    const reply = await registry.request('/v1/projects/default/environments/development/events');
    const ended = reply.text();
    await registry.restart();
    expect(await ended).toMatch(/retry: \d+\nevent: closing\n/);
  });

  test('ends when its token is revoked', async () => {
    const path = '/v1/projects/default/environments/development/events';
    const token = await registry.tokenFor('leaves', { role: 'viewer' });
    const [leaving, staying] = [await registry.request(path, { token }), await registry.request(path)];
    expect([leaving.status, staying.status]).toEqual([200, 200]);
    const ended = leaving.text();
    const id = token.slice(4, 16);
    expect((await registry.request(`/v1/projects/default/tokens/${id}`, { method: 'DELETE' })).status).toBe(200);
    expect(await ended).toContain('event: ready');
    expect(await lines(staying, 'event: ready')).toContain('event: ready');
    expect((await problemOf(await registry.request(path, { token }))).code).toBe('not-signed-in');
  });

  test('cuts who does not read', async () => {
    const { db } = await openDatabase(registry.place);
    const out = Object.assign(new PassThrough({ highWaterMark: 1 }), { writeHead: () => undefined });
    const subscription = { db, project: 'default', environment: development, after: undefined, principal: {} as never };
    const stream = await openEventStream(() => out as never, { ...subscription, readmit: async () => undefined });
    for (let beats = 0; beats < 1000; beats += 1) stream.beat();
    expect(out.destroyed).toBe(false);
    for (let beats = 0; beats < 5000; beats += 1) stream.beat();
    expect(out.destroyed).toBe(true);
    await stream.ended;
    await db.destroy();
  });

  test('is not for those who may not see the environment', async () => {
    const token = await registry.tokenFor('elsewhere', { environments: 'production' });
    const reply = await registry.request('/v1/projects/default/environments/development/events', { token });
    expect((await problemOf(reply)).code).toBe('not-found');
  });

  /** What a stream says until it says something. */
  async function lines(reply: Response, until: string): Promise<string> {
    let text = '';
    for await (const chunk of reply.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes(until) && text.endsWith('\n\n')) break;
    }
    return text;
  }
});

describe('what a request may take', () => {
  const missing = '/v1/projects/default/versions/missing';

  test('attack 25: counts compressed bodies by what they become', async () => {
    const send = (body: Buffer | string) =>
      fetch(registry.url + missing, {
        method: 'POST',
        headers: { authorization: `Bearer ${registry.token}`, 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: body as string,
      });
    const one = JSON.stringify({ versions: [{ id: 'greet', digest: promptVersion('greet', 'x').digest }] });
    expect((await send(gzipSync(one))).status).toBe(200);
    const bomb = await problemOf(await send(gzipSync(Buffer.alloc(50_000_000, ' '))));
    expect([bomb.status, bomb.code]).toEqual([413, 'body-too-large']);
    expect((await problemOf(await send('no gzip'))).code).toBe('request-invalid');
  });

  test('attack 32: is limited by who asks, and says when to come again', async () => {
    const small = await runningRegistry(undefined, { limits: { perAddress: 1000, perPrincipal: 3 } });
    const other = await small.tokenFor('other');
    const replies = [];
    for (let count = 0; count < 4; count += 1) replies.push(await small.request('/v1/whoami'));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(Number(replies[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await small.request('/v1/whoami', { token: other })).status).toBe(200);
    await small.stop();
  });
});

describe('operations', () => {
  test('take over the id of a request when it is one', async () => {
    const idOf = async (given: string) =>
      (await registry.request('/healthz', { headers: { 'x-request-id': given } })).headers.get('x-request-id');
    expect(await idOf('trace-0123456789')).toBe('trace-0123456789');
    expect(await idOf('a"b\\c{}<script>')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf('short')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('send nobody to a server that is being stopped, and answer who still comes', async () => {
    const leaving = await runningRegistry(undefined, { graceMs: 500 });
    const stopped = leaving.stop();
    const reply = await leaving.request('/readyz', { token: null });
    expect(reply.headers.get('retry-after')).toBe('2');
    expect(await problemOf(reply)).toMatchObject({ status: 503, code: 'server-stopping' });
    expect((await leaving.request('/v1/whoami')).status).toBe(200);
    await stopped;
  });

  test('say what was counted', async () => {
    await registry.request('/healthz');
    await registry.request('/nowhere');
    const text = await (await registry.request('/metrics', { token: null })).text();
    expect(text).toMatch(/promptlane_http_requests_total\{route="health",method="GET",status="200"\} \d/);
    expect(text).toMatch(/promptlane_failures_total\{code="not-found"\} \d/);
    expect(text).toMatch(/promptlane_http_request_seconds_bucket\{le="0.05",route="health"\} \d/);
  });

  test('show the API to people without a script or anything from elsewhere', async () => {
    const reply = await registry.request('/docs', { token: null });
    const html = await reply.text();
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(reply.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
    expect(html).toContain('/v1/projects/{project}/environments/{environment}/apply');
    expect(html).not.toMatch(/<script|https?:\/\/|<link|<img/);
  });

  test('attack 38: keep secrets out of every line of the log', async () => {
    const canary = `canary-${randomUUID()}`;
    const headers = { cookie: `session=${canary}`, 'x-canary': canary, 'last-event-id': canary, 'idempotency-key': canary };
    await registry.request(`/v1/projects/default/prompts?search=${canary}`, { headers });
    await registry.request(apply, { method: 'POST', body: { token: canary }, headers });
    await registry.request(apply, { method: 'POST', body: `{"${canary}`, headers });
    await registry.request('/v1/whoami', { token: canary });
    expect(registry.logLines.length).toBeGreaterThan(0);
    expect(registry.logLines.filter((line) => line.includes(canary) || line.includes(registry.token))).toEqual([]);
    const answers = registry.logLines.map((line) => JSON.parse(line) as object).filter((line) => 'path' in line);
    for (const line of answers) expect(line).toHaveProperty('requestId');
  });
});
