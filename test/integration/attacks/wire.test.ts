import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saidTo } from '../../support/raw-request.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../../support/running-registry.ts';
import { promptVersion, sourceOf } from '../../support/sample-versions.ts';

const PROJECT = '/v1/projects/default';

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

const signedIn = () => `Host: here\r\nAuthorization: Bearer ${registry.token}\r\n`;
const statusesOf = (said: string) => [...said.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

describe('attack 19: an answer that a browser takes for a page', () => {
  test.each([
    ['stored bytes', `${PROJECT}/environments/staging/state`, 200],
    ['a refusal of stored bytes', `${PROJECT}/contents/%3Cscript%3Ealert(1)%3C%2Fscript%3E`, 400],
    ['a route that is none', '/%3Cscript%3Ealert(1)%3C%2Fscript%3E', 404],
    ['an address that is none', '/v1/%E0%A4%A', 400],
    ['an answer', '/v1/whoami', 200],
    ['a page', '/docs', 200],
  ])('is JSON, or a page without scripts, and nothing is guessed of it: %s', async (_what, path, status) => {
    const reply = await registry.request(path, { headers: { origin: 'https://evil.example' } });
    expect(reply.status).toBe(status);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('content-type')).toMatch(path === '/docs' ? /^text\/html/ : /^application\/(?:problem\+)?json/);
    // What is stored is no page, and goes out before anything else is set.
    const policy = reply.headers.get('content-security-policy') ?? "default-src 'none'";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-|\*/);
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('is never kept for others by a proxy', async () => {
    const { digest, ...version } = promptVersion('kept', 'x');
    await registry.admin.upload({ versions: [{ ...version, digest }] });
    for (const path of [`${PROJECT}/contents/${digest}`, `${PROJECT}/environments/staging/state`]) {
      expect((await registry.request(path)).headers.get('cache-control')).toMatch(/^private,/);
    }
  });
});

describe('attack 20: markup in the texts that the registry keeps', () => {
  const CORPUS = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    '</style><svg/onload=alert(1)>',
    '{{7*7}}',
    '\u2028alert(1)',
  ];

  test.each(CORPUS)('comes back as the text that it is, in JSON, and stands in no page: %j', async (evil) => {
    const version = { ...promptVersion('markup', evil), about: { name: evil, description: evil, tags: [evil], owners: [evil] } };
    const uploaded = { versions: [version], message: evil, branch: evil, author: { name: evil, email: evil } };
    expect((await registry.request(`${PROJECT}/versions`, { method: 'POST', body: uploaded })).status).toBe(200);
    const told = await registry.request(`${PROJECT}/prompts/markup`);
    expect(told.headers.get('content-type')).toContain('application/json');
    expect(await told.json()).toMatchObject({ name: evil, description: evil, tags: [evil], owners: [evil] });
    expect(await (await registry.request('/docs')).text()).not.toContain(evil);
  });
});

describe('attack 23: JSON that two readers read in two ways', () => {
  test.each(['{"__proto__":{"x":1}}', '{"versions":[{"constructor":{"prototype":{"x":1}}}]}', '{"\\u005f\\u005fproto__":{"x":1}}'])(
    'reaches no prototype: %s',
    async (body) => {
      const reply = await registry.request(`${PROJECT}/versions`, { method: 'POST', body });
      expect((await problemOf(reply)).code).toBe('request-invalid');
      expect(({} as { x?: number }).x).toBeUndefined();
    },
  );

  test('of two members of a name the last is judged, done and recorded, and no other', async () => {
    const narrow = await registry.tokenFor('narrow', { role: 'admin', environments: 'staging' });
    const body = (...roles: string[]) => `{"name":"twice","expiresInDays":1,${roles.map((role) => `"grants":[${role}]`).join(',')}}`;
    const [mine, wide] = ['{"role":"viewer","environments":"staging"}', '{"role":"admin"}'];
    const refused = await registry.request(`${PROJECT}/tokens`, { method: 'POST', token: narrow, body: body(mine, wide) });
    expect((await problemOf(refused)).code).toBe('grant-exceeded');
    const taken = await registry.request(`${PROJECT}/tokens`, { method: 'POST', token: narrow, body: body(wide, mine) });
    const { token } = (await taken.json()) as { token: string };
    expect(await (await registry.request('/v1/whoami', { token })).json()).toMatchObject({ bindings: [{ role: 'viewer' }] });
  });
});

describe('attack 27: two servers that cut a request in two ways', () => {
  const smuggled = () => `DELETE /v1/token HTTP/1.1\r\n${signedIn()}\r\n`;
  const post = (framing: string, body: string) =>
    `POST ${PROJECT}/versions/missing HTTP/1.1\r\n${signedIn()}Content-Type: application/json\r\n${framing}\r\n\r\n${body}`;

  test.each<[string, string, string]>([
    ['length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked', '0\r\n\r\n'],
    ['chunks and length', 'Transfer-Encoding: chunked\r\nContent-Length: 4', '0\r\n\r\n'],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 4', '{}'],
    ['a length with a sign', 'Content-Length: +2', '{}'],
    ['a length of two numbers', 'Content-Length: 2, 2', '{}'],
    ['chunks that are something else', 'Transfer-Encoding: xchunked', '0\r\n\r\n'],
    ['a header over two lines', 'X-One: a\r\n Transfer-Encoding: chunked', '0\r\n\r\n'],
    ['a space before the colon', 'Transfer-Encoding : chunked', '0\r\n\r\n'],
    ['a chunk without a size', 'Transfer-Encoding: chunked', 'z\r\n{}\r\n0\r\n\r\n'],
  ])('are not heard with %s, nor what follows', async (_how, framing, body) => {
    const said = await saidTo(registry, post(framing, body) + smuggled());
    expect(statusesOf(said)).toHaveLength(1);
    expect(statusesOf(said)[0]).toBeGreaterThanOrEqual(400);
    expect((await registry.request('/v1/whoami')).status).toBe(200);
  });
});

describe('attack 28: heads of requests', () => {
  test('without end, or of megabytes, are cut off', async () => {
    const large = `GET /v1/whoami HTTP/1.1\r\n${signedIn()}X-Large: ${'a'.repeat(100_000)}\r\n\r\n`;
    const many = `GET /v1/whoami HTTP/1.1\r\n${signedIn()}${'A: b\r\n'.repeat(10_000)}\r\n`;
    const long = `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${signedIn()}\r\n`;
    for (const said of await Promise.all([large, many, long].map((request) => saidTo(registry, request)))) {
      expect(statusesOf(said)).toEqual([431]);
    }
  });

  test.each(['evil.example', 'evil.example:4590', '127.0.0.1@evil.example', '"><script>'])(
    'that name the host %s change no address that the registry gives',
    async (host) => {
      for (const path of ['/docs', '/v1/openapi.json', '/nowhere']) {
        const said = await saidTo(
          registry,
          `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-Host: ${host}\r\nConnection: close\r\n\r\n`,
        );
        expect(said).not.toContain('evil.example');
        expect(said).not.toContain('<script');
      }
    },
  );

  test('of a page that had its name lead here are those of another site', async () => {
    const body = { code: 'AAAAA-AAAAA-AAAAA-AAAAA', email: 'eve@example.com', name: 'Eve', password: 'correct horse battery' };
    const headers = { origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' };
    const reply = await registry.request('/v1/codes/redeem', { method: 'POST', token: null, body, headers });
    expect((await problemOf(reply)).code).toBe('request-forged');
  });
});

const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('\n');

describe('attack 33: files that grow when they are read', () => {
  const aliases = `a: &a [${'x,'.repeat(9)}x]\n${[...'bcdefghi'].map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}*a]\n`).join('')}`;
  test.each<[string, string]>([
    ['aliases of aliases', aliases],
    ['nesting', `a: ${'['.repeat(50_000)}`],
    ['10,000 keys', lines(10_000, (index) => `k${index}: ${index}`)],
    ['20,000 anchors', lines(20_000, (index) => `k${index}: &a${index} {<<: *a${index - 1}}`)],
    ['a megabyte of text', `model: openai/gpt-4o-mini\nmessages:\n  - role: user\n    content: "${'x'.repeat(1_000_000)}"\n`],
    ['a megabyte of empty lines', '\n'.repeat(1_000_000)],
    ['a template of tags', `model: openai/gpt-4o-mini\nmessages:\n  - role: user\n    content: "${'{% if a %}'.repeat(5000)}"\n`],
    ['one long word', `model: openai/gpt-4o-mini\nmessages:\n  - role: user\n    content: "${'{{ a | '.repeat(5000)}"\n`],
  ])('are refused and hold nobody up: %s', async (_what, text) => {
    const version = { ...promptVersion('bomb', 'x'), source: sourceOf(text) };
    const refused = registry.request(`${PROJECT}/versions`, { method: 'POST', body: { versions: [version] } });
    expect((await problemOf(await refused)).code).toBe('digest-mismatch');
    expect((await registry.request('/readyz')).status).toBe(200);
  });

  test('are refused where the limit is passed, and the answer says where', async () => {
    const version = { ...promptVersion('bomb', 'x'), source: sourceOf(lines(10_000, (index) => `k${index}: &a${index} v`)) };
    const refused = await registry.request(`${PROJECT}/versions`, { method: 'POST', body: { versions: [version] } });
    // Seven tokens a line: the rest of the file is never read.
    expect((await problemOf(refused)).detail).toContain('Line 1429, column 14: The file holds more than 10000 values, marks and lines.');
  });
});
