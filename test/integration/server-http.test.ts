import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import type { JsonObject } from '../../src/base/json/canonical-json.ts';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import { declaredEndpoints, foreignEndpoints } from '../support/declared-endpoints.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { promptVersion } from '../support/sample-versions.ts';

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

const versions = '/v1/projects/default/versions';

describe('requests', () => {
  test('with unknown members are refused by name', async () => {
    const body = { pins: {}, expected: { epoch: 1, revision: 0 }, cause: 'apply', force: true };
    const problem = await problemOf(await registry.request('/v1/projects/default/environments/production/apply', { method: 'POST', body }));
    expect([problem.status, problem.code]).toEqual([400, 'request-invalid']);
    expect(problem.detail).toContain('"force"');
    const query = await problemOf(await registry.request('/v1/projects/default/prompts?sort=id'));
    expect(query.detail).toContain('"sort"');
  });

  test.each([
    ['no body', undefined],
    ['a body that is not JSON', '{'],
    ['a poisoned prototype', '{"versions":[],"__proto__":{"admin":true}}'],
    ['nothing to do', { versions: [] }],
  ])('with %s are refused', async (_name, body) => {
    const reply = await registry.request(versions, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect((await problemOf(reply)).code).toBe('request-invalid');
  });

  test('attack 25: larger than the limit are refused unread', async () => {
    const large = await registry.request(versions, { method: 'POST', body: JSON.stringify('x'.repeat(10 * 1024 * 1024)) });
    expect([large.status, (await problemOf(large)).code]).toEqual([413, 'body-too-large']);
    const plan = '/v1/projects/default/environments/production/plan';
    const over = await registry.request(plan, { method: 'POST', body: JSON.stringify('x'.repeat(1024 * 1024)) });
    expect((await problemOf(over)).code).toBe('body-too-large');
  });

  test('to nowhere are answered as problems too', async () => {
    const problem = await problemOf(await registry.request('/v2/anything'));
    expect(problem).toMatchObject({ type: 'about:blank', title: 'not-found', status: 404, code: 'not-found' });
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(problem.hint).not.toBe('');
  });

  test('carry their id in every answer', async () => {
    const reply = await registry.request('/v2/anything');
    expect(reply.headers.get('x-request-id')).toBe((await problemOf(reply)).requestId);
    expect((await registry.request('/healthz')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('attack 21: ids in addresses', () => {
  test('are one percent-encoded segment', async () => {
    await registry.admin.upload({ versions: [promptVersion('support/triage', 'one')] });
    const reply = await registry.request('/v1/projects/default/prompts/support%2Ftriage');
    expect([reply.status, ((await reply.json()) as { id: string }).id]).toEqual([200, 'support/triage']);
    expect((await registry.request('/v1/projects/default/prompts/support%2Ftriage/versions')).status).toBe(200);
    expect((await registry.request('/v1/projects/default/prompts/support/triage')).status).toBe(404);
    const long = `${'a'.repeat(99)}/${'b'.repeat(100)}`;
    expect((await problemOf(await registry.request(`/v1/projects/default/prompts/${encodeURIComponent(long)}`))).code).toBe('not-found');
  });

  test.each([
    'support%2F..%2Ftriage',
    '%2Fetc%2Fpasswd',
    'support%2F',
    'a%00b',
    'a%0Ab',
    'suppo%E2%80%8Brt',
    '%D1%95upport',
    'a%E2%80%AEb',
    'a%20b',
    'a%255C',
    'e%CC%81',
    '__proto__',
    '%ED%A0%80',
  ])('with the trick %s are refused', async (segment) => {
    const reply = await registry.request(`/v1/projects/default/prompts/${segment}`);
    expect([reply.status, (await problemOf(reply)).code]).toEqual([400, 'request-invalid']);
  });

  test.each(['a\u200bb', '../x', 'ѕupport', 'a'.repeat(201), ''])('are refused in bodies too: %j', async (id) => {
    const reply = await registry.request(`${versions}/missing`, { method: 'POST', body: { versions: [{ id, digest: digestOf('x') }] } });
    expect((await problemOf(reply)).code).toBe('request-invalid');
  });

  test('that JavaScript objects have as members are ids like others', async () => {
    const odd = promptVersion('constructor', 'one');
    await registry.admin.upload({ versions: [odd] });
    const state = await registry.admin.state('development' as never);
    await registry.admin.apply('development' as never, { pins: new Map([[odd.id, odd.digest]]), expected: state, cause: 'apply' });
    expect((await registry.admin.state('development' as never)).pins.get(odd.id)).toBe(odd.digest);
  });
});

describe('the OpenAPI document', () => {
  test('is served without a token and lists every declared route with its errors', async () => {
    const reply = await registry.request('/v1/openapi.json', { token: null });
    const document = (await reply.json()) as { openapi: string; paths: Record<string, Record<string, JsonObject>> };
    expect(document.openapi).toBe('3.1.0');
    const listed = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => `${method.toUpperCase()} ${path} ${String(operation.operationId)}`),
    );
    const declared = [...declaredEndpoints, ...foreignEndpoints].map(
      ({ method, path, name }) => `${method} ${path.replace(/:([a-z]+)/g, '{$1}')} ${name}`,
    );
    expect(listed.sort()).toEqual(declared.sort());
    const foreign = new Set<unknown>(foreignEndpoints.map(({ name }) => name));
    for (const operations of Object.values(document.paths)) {
      for (const operation of Object.values(operations)) {
        const type = foreign.has(operation.operationId) ? 'application/json' : 'application/problem+json';
        expect(operation.responses).toMatchObject({ default: { content: { [type]: {} } } });
      }
    }
  });
});

describe('operations', () => {
  test('health and readiness need no token', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const reply = await registry.request(path, { token: null });
      expect([reply.status, await reply.json()]).toEqual([200, { status: 'ok' }]);
    }
  });
});

describe('the client', () => {
  test('says that nobody answers, and where it looked', async () => {
    const nobody = nativeRegistry({ url: 'http://127.0.0.1:9', token: 'x', project: 'default' });
    await expect(nobody.whoami()).rejects.toMatchObject({
      code: 'registry-unreachable',
      message: 'The registry at http://127.0.0.1:9 cannot be reached (ECONNREFUSED).',
    });
    await nobody.close();
  });

  test('gives a failure of the server back as it was', async () => {
    const expired = registry.client('plt_wrong');
    await expect(expired.whoami()).rejects.toMatchObject({
      name: 'Failure',
      code: 'not-signed-in',
      hint: expect.stringContaining('PROMPTLANE_TOKEN'),
    });
  });
});
