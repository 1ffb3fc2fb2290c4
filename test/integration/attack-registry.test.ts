import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shortDigest } from '../../src/base/digest.ts';
import type { VersionUpload } from '../../src/registry/registry.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { saidTo } from '../support/raw-request.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id, partialVersion, pins, promptVersion } from '../support/sample-versions.ts';

const PROJECT = '/v1/projects/default';
const development = 'development' as EnvironmentName;
const staging = 'staging' as EnvironmentName;

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

describe('attack 2: a grant for some prompts', () => {
  const own = [promptVersion('support/one', 'a'), promptVersion('support/two', 'b')];
  const hidden = [promptVersion('billing/refund', 'hidden'), promptVersion('support-vip/case', 'hidden too')];
  let token: string;
  beforeAll(async () => {
    await registry.admin.upload({ versions: [...hidden, ...own] });
    const expected = await registry.admin.state(development);
    await registry.admin.apply(development, { pins: pins(...hidden), expected, cause: 'apply' });
    token = await registry.tokenFor('support', { role: 'deployer', prompts: 'support/*' });
  });

  test('reads pages whose cursors name no hidden prompt, and still reaches every own one', async () => {
    const seen: string[] = [];
    let next = '';
    do {
      const reply = await registry.request(`${PROJECT}/prompts?limit=1${next && `&cursor=${next}`}`, { token });
      const page = (await reply.json()) as { prompts: { id: string }[]; next?: string };
      seen.push(...page.prompts.map((prompt) => prompt.id));
      next = page.next ?? '';
      if (next !== '') expect(Buffer.from(next, 'base64url').toString()).toMatch(/^support\//);
    } while (next !== '');
    expect(seen).toEqual(['support/one', 'support/two']);
  });

  test('gets no answer out of a search for what hidden prompts hold', async () => {
    const [some, none] = await Promise.all(
      ['billing', 'nothing-at-all'].map(async (word) =>
        (await registry.request(`${PROJECT}/prompts?limit=1&search=${word}`, { token })).json(),
      ),
    );
    expect(some).toEqual(none);
  });

  test.each([
    ['a version that is pinned there', { to: hidden[0]?.digest }],
    ['a version that never was', { to: own[0]?.digest }],
    ['whatever was there before', {}],
  ])('hears of a hidden prompt only that there is none when it rolls it back to %s', async (_name, more) => {
    const rollback = async (prompt: string) => {
      const body = { prompt, reason: 'to see what happens', ...more };
      const reply = await registry.request(`${PROJECT}/environments/development/rollback`, { method: 'POST', token, body });
      const { detail, ...problem } = await problemOf(reply);
      return { ...problem, detail: detail.replace(prompt, '…'), requestId: '' };
    };
    expect(await rollback('billing/refund')).toEqual(await rollback('billing/unheard-of'));
    expect(await rollback('billing/refund')).toMatchObject({ status: 404 });
  });

  test('learns by naming a hidden partial in an upload only that there is none, whether its digest is right or not', async () => {
    const [stored, unheardOf] = [partialVersion('billing/tone', 'Be kind.'), partialVersion('billing/tone', 'Never stored.')];
    await registry.admin.upload({ versions: [stored] });
    const editor = await registry.tokenFor('support-editor', { role: 'editor', prompts: 'support/*' });
    const naming = async (partial: VersionUpload) => {
      const versions = [promptVersion('support/three', '{% render "billing/tone" %}', { partials: [partial] })];
      const reply = await registry.request(`${PROJECT}/versions`, { method: 'POST', token: editor, body: { versions } });
      const { detail, ...problem } = await problemOf(reply);
      return { ...problem, detail: detail.replace(shortDigest(partial.digest), '…'), requestId: '' };
    };
    expect(await naming(stored)).toEqual(await naming(unheardOf));
    expect(await naming(stored)).toMatchObject({ code: 'content-invalid' });
  });
});

describe('attack 24: what JSON can say and a database or a hash cannot', () => {
  const bodyOf = (text: string) => text.replaceAll('LONE', '\\ud800').replaceAll('NUL', '\\u0000');
  const environments = (policy: string) => `{"environments":[{"name":"development","policy":${policy}}]}`;

  test.each([
    ['a lone surrogate in a reason', 'POST', '/environments/development/rollback', '{"prompt":"a","reason":"LONE"}'],
    [
      'a lone surrogate in a message',
      'POST',
      '/environments/development/apply',
      '{"pins":{},"prune":true,"cause":"apply","expected":{"epoch":1,"revision":1},"message":"x LONE"}',
    ],
    ['NUL in a reason', 'POST', '/environments/development/rollback', '{"prompt":"a","reason":"x NUL"}'],
    ['a lone surrogate in a policy', 'PUT', '/environments', environments('{"require":"LONE"}')],
    ['a number beyond numbers in a policy', 'PUT', '/environments', environments('{"x":1e999}')],
    ['a policy without a bottom', 'PUT', '/environments', environments(`{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)],
  ])('%s is refused as a request', async (_name, method, path, body) => {
    const problem = await problemOf(await registry.request(PROJECT + path, { method, body: bodyOf(body) }));
    expect(problem).toMatchObject({ status: 400, code: 'request-invalid' });
  });
});

describe('attack 1: who has no token', () => {
  test('is told that there is no such route before the body is read', async () => {
    const { hostname, port } = new URL(registry.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write('POST /nowhere HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n[');
      });
      socket.setTimeout(5000, () => socket.destroy());
      socket.once('data', (chunk) => {
        socket.destroy();
        resolve(chunk.toString());
      });
      socket.once('close', () => resolve('no answer'));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toMatch(/x-request-id: /);
  });
});

describe('attack 26: who sends slowly', () => {
  let impatient: RunningRegistry;
  beforeAll(async () => {
    impatient = await runningRegistry(undefined, { requestMs: 200 });
  });
  afterAll(() => impatient.stop());

  const head = (token: string) =>
    `POST ${PROJECT}/versions HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;

  test.each([
    ['headers without end', (token: string) => head(token)],
    ['a body that never comes', (token: string) => `${head(token)}Content-Length: 1000\r\n\r\n`],
    ['a body that stops', (token: string) => `${head(token)}Content-Length: 1000\r\n\r\n{"versions"`],
    ['chunks that stop', (token: string) => `${head(token)}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`],
    ['gzip that stops', (token: string) => `${head(token)}Content-Encoding: gzip\r\nContent-Length: 1000\r\n\r\n\u001f`],
  ])('is told that it took too long, and let go, for %s', async (_what, request) => {
    const answer = await saidTo(impatient, request(impatient.token));
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 408, code: 'request-invalid' });
    expect((await impatient.request('/readyz')).status).toBe(200);
  });
});

describe('attack 45: a version that was rolled back in one environment', () => {
  test('does not go on to the next one, though it was pinned there', async () => {
    const [good, bad] = [promptVersion('relay', 'good'), promptVersion('relay', 'bad')];
    await registry.admin.upload({ versions: [good, bad] });
    const production = 'production' as EnvironmentName;
    const pin = async (environment: EnvironmentName, version: typeof good) =>
      registry.admin.apply(environment, { pins: pins(version), expected: await registry.admin.state(environment), cause: 'apply' });
    for (const version of [good, bad]) for (const environment of [development, staging]) await pin(environment, version);
    await registry.admin.rollback(staging, { prompt: id('relay'), reason: 'answers in French' });

    const { refusals } = await registry.admin.plan(production, { pins: pins(bad) });
    expect(refusals).toMatchObject([{ code: 'quarantined', message: expect.stringContaining('rolled back in staging') }]);
    await expect(pin(production, bad)).rejects.toMatchObject({ code: 'policy-refused' });

    await registry.admin.unquarantine(staging, { prompt: id('relay'), digest: bad.digest, reason: 'it was the provider' });
    expect((await pin(production, bad)).moves).toHaveLength(1);
  });
});
