import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from '../support/command-line.ts';
import type { FakeOidcIssuer } from '../support/fake-oidc-issuer.ts';
import { fakeOidcIssuer } from '../support/fake-oidc-issuer.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';

const DAY_MS = 24 * 3_600_000;
const project = '/v1/projects/default';

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

interface Issued {
  readonly token: string;
  readonly id: string;
  readonly expiresAt?: number;
}

const send = (method: string, path: string, token: string, body?: object) =>
  registry.request(project + path, { method, token, ...(body && { body }) });
const codeOf = async (reply: Promise<Response>) => (await problemOf(await reply)).code;
const created = async (body: object, token = registry.token): Promise<Issued> => {
  const reply = await send('POST', '/tokens', token, { name: 'ci', ...body });
  expect(reply.status, await reply.clone().text()).toBe(200);
  return (await reply.json()) as Issued;
};

describe('attack 4: a token', () => {
  test('lives ninety days unless it is made otherwise, and may what it was made with', async () => {
    const { token, expiresAt = 0 } = await created({ grants: [{ role: 'deployer', environments: 'staging*', prompts: 'support/*' }] });
    expect(Math.abs(expiresAt - Date.now() - 90 * DAY_MS)).toBeLessThan(60_000);
    expect(await (await registry.request('/v1/whoami', { token })).json()).toMatchObject({
      name: 'ci',
      kind: 'machine',
      bindings: [{ role: 'deployer', project: 'default', environments: 'staging*', prompts: 'support/*' }],
    });
  });

  test('ends at once when it is revoked, and is listed with when it was used', async () => {
    const { token, id } = await created({ grants: [{ role: 'viewer' }] });
    expect((await send('GET', '/prompts', token)).status).toBe(200);
    expect((await send('DELETE', `/tokens/${id}`, registry.token)).status).toBe(200);
    expect(await codeOf(send('GET', '/prompts', token))).toBe('not-signed-in');
    const { tokens } = (await (await send('GET', '/tokens', registry.token)).json()) as { tokens: Record<string, unknown>[] };
    expect(tokens.find((listed) => listed.id === id)).toMatchObject({
      createdBy: 'admin',
      revokedAt: expect.any(Number),
      lastUsedAt: expect.any(Number),
    });
    expect(JSON.stringify(tokens)).not.toContain(token.slice(17));
  });

  test('takes along what is open by it', async () => {
    const { token, id } = await created({ grants: [{ role: 'viewer' }] });
    const stream = await send('GET', '/environments/staging/events', token);
    expect(stream.status).toBe(200);
    const ended = stream.text();
    await send('DELETE', `/tokens/${id}`, registry.token);
    expect(await ended).not.toContain('not-signed-in');
  });

  test('is replaced by one that may the same', async () => {
    const old = await created({ grants: [{ role: 'editor' }], branch: 'main' });
    const fresh = (await (await send('POST', `/tokens/${old.id}/rotate`, registry.token)).json()) as Issued;
    expect(await codeOf(send('GET', '/prompts', old.token))).toBe('not-signed-in');
    expect((await send('GET', '/prompts', fresh.token)).status).toBe(200);
    expect(await codeOf(send('POST', `/tokens/${old.id}/rotate`, registry.token))).toBe('request-invalid');
  });

  test('ends by itself', async () => {
    const { token } = await created({ grants: [{ role: 'viewer' }], expiresInDays: 1 });
    registry.advance(DAY_MS + 1000);
    expect(await codeOf(send('GET', '/prompts', token))).toBe('not-signed-in');
  });
});

test('lists of tokens and members come in pages, and following them misses none', async () => {
  for (const name of ['one', 'two', 'three']) await created({ name, grants: [{ role: 'viewer' }] });
  const paged = async (path: string, member: string, cursor = ''): Promise<string[]> => {
    const query = `?limit=2${cursor && `&cursor=${cursor}`}`;
    const page = (await (await send('GET', path + query, registry.token)).json()) as { next?: string } & Record<string, { id: string }[]>;
    const ids = (page[member] ?? []).map(({ id }) => id);
    expect(ids.length).toBeLessThanOrEqual(2);
    return [...ids, ...(page.next === undefined ? [] : await paged(path, member, page.next))];
  };
  const tokens = (await registry.admin.tokens()).map(({ id }) => id);
  expect(tokens.length).toBeGreaterThan(2);
  expect(await paged('/tokens', 'tokens')).toEqual(tokens);
  expect((await paged('/members', 'members')).toSorted()).toEqual((await registry.admin.members()).members.map(({ id }) => id).toSorted());
  const forged = Buffer.from('user-1 or 1=1').toString('base64url');
  expect(await codeOf(send('GET', `/tokens?cursor=${forged}`, registry.token))).toBe('request-invalid');
  expect(await codeOf(send('GET', `/members?cursor=${forged}`, registry.token))).toBe('request-invalid');
});

describe('attack 6: who may give what', () => {
  test.each<[string, object]>([
    ['production', { role: 'viewer', environments: 'production' }],
    ['everything', { role: 'viewer' }],
    ['what only looks like staging', { role: 'admin', environments: '*staging' }],
  ])('an admin of staging* gives nobody %s', async (_name, grant) => {
    const { token } = await created({ grants: [{ role: 'admin', environments: 'staging*' }] });
    expect(await codeOf(send('POST', '/tokens', token, { name: 'more', grants: [grant], expiresInDays: 1 }))).toBe('grant-exceeded');
    expect(await codeOf(send('POST', '/members', token, { email: 'eve@example.com', grants: [grant] }))).toBe('grant-exceeded');
    const rule = { issuer: 'https://ci.example', repositoryId: '1', ref: 'refs/heads/main', ...grant };
    expect(await codeOf(send('POST', '/trust-rules', token, rule))).toBe('grant-exceeded');
  });

  test('an admin of staging* gives staging-eu, and takes nothing from an admin of everything', async () => {
    const { token } = await created({ grants: [{ role: 'admin', environments: 'staging*' }] });
    const given = { name: 'eu', grants: [{ role: 'deployer', environments: 'staging-eu' }], expiresInDays: 1 };
    expect((await send('POST', '/tokens', token, given)).status).toBe(200);
    const { members } = (await (await send('GET', '/members', registry.token)).json()) as { members: { id: string; name: string }[] };
    const admin = members.find(({ name }) => name === 'admin')?.id;
    expect(await codeOf(send('DELETE', `/members/${admin}`, token))).toBe('grant-exceeded');
    expect(await codeOf(send('POST', `/members/${admin}/revocations`, token, { role: 'admin' }))).toBe('grant-exceeded');
    const { tokens } = (await (await send('GET', '/tokens', registry.token)).json()) as { tokens: { id: string; name: string }[] };
    const bootstrap = tokens.find(({ name }) => name === 'admin')?.id;
    expect(await codeOf(send('DELETE', `/tokens/${bootstrap}`, token))).toBe('grant-exceeded');
    expect(await codeOf(send('POST', `/tokens/${bootstrap}/rotate`, token))).toBe('grant-exceeded');
  });

  test('nothing that ends gives what outlives it', async () => {
    const { token, expiresAt } = await created({ grants: [{ role: 'admin' }], expiresInDays: 2 });
    expect(await codeOf(send('POST', '/tokens', token, { name: 'stay', grants: [{ role: 'admin' }], expiresInDays: 0 }))).toBe(
      'grant-exceeded',
    );
    const same = await send('POST', '/tokens', token, { name: 'as long', grants: [{ role: 'admin' }] });
    expect(((await same.json()) as { expiresAt: number }).expiresAt).toBe(expiresAt);
    expect((await send('POST', '/tokens', token, { name: 'go', grants: [{ role: 'admin' }], expiresInDays: 1 })).status).toBe(200);
  });

  test.each(['ｓtaging', 'staging\u200b', 'sta ging', '../staging', 'staging;drop', ''])(
    'a grant for %j is refused',
    async (environments) => {
      const body = { name: 'odd', grants: [{ role: 'viewer', environments }] };
      expect(await codeOf(send('POST', '/tokens', registry.token, body))).toBe('request-invalid');
    },
  );

  test.each(['editor', 'reviewer', 'deployer', 'auditor', 'viewer'] as const)('a %s makes no token and no member', async (role) => {
    const { token } = await created({ grants: [{ role }] });
    const grants = [{ role: 'viewer' }];
    expect(await codeOf(send('POST', '/tokens', token, { name: 'x', grants }))).toBe('not-allowed');
    expect(await codeOf(send('POST', '/own-tokens', token, { name: 'x', grants }))).toBe('not-allowed');
    expect(await codeOf(send('POST', '/members', token, { email: 'eve@example.com', grants }))).toBe('not-allowed');
    expect(((await (await send('GET', '/tokens', token)).json()) as { tokens: object[] }).tokens).toHaveLength(1);
  });
});

describe('a job of a CI service', () => {
  let issuer: FakeOidcIssuer;
  let rule: { id: string };
  beforeAll(async () => {
    issuer = await fakeOidcIssuer();
    rule = await trusting({});
  });
  afterAll(() => issuer.close());

  const trusting = async (changed: object) => {
    const wanted = { issuer: issuer.origin, repositoryId: '74', ref: 'refs/heads/main', role: 'editor', ...changed };
    const reply = await send('POST', '/trust-rules', registry.token, wanted);
    expect(reply.status, await reply.clone().text()).toBe(200);
    return (await reply.json()) as { id: string };
  };
  const exchange = (idToken: string) => registry.request(`${project}/token-exchange`, { method: 'POST', token: null, body: { idToken } });
  const reasonFor = async (claims: Record<string, unknown>, head?: Record<string, unknown>) =>
    (await problemOf(await exchange(idToken(claims, head)))).details as { reason: string };
  const idToken = (claims: Record<string, unknown> = {}, head: Record<string, unknown> = {}) =>
    issuer.sign({ aud: registry.url, ...claims }, { time: registry.now(), head });

  test('gets a token of ten minutes that says which job it is', async () => {
    const { token, expiresIn } = (await (await exchange(idToken())).json()) as { token: string; expiresIn: number };
    expect(expiresIn).toBe(600);
    expect(await (await registry.request('/v1/whoami', { token })).json()).toMatchObject({
      kind: 'machine',
      name: 'acme/prompts@refs/heads/main',
      bindings: [{ role: 'editor', project: 'default' }],
    });
    registry.advance(601_000);
    expect(await codeOf(send('GET', '/prompts', token))).toBe('not-signed-in');
  });

  test('attack 16: is refused when its ID token was shown before', async () => {
    const once = idToken();
    expect((await exchange(once)).status).toBe(200);
    expect((await problemOf(await exchange(once))).details).toEqual({ reason: 'used' });
    const nameless = idToken({ jti: undefined });
    expect((await exchange(nameless)).status).toBe(200);
    expect((await problemOf(await exchange(nameless))).details).toEqual({ reason: 'used' });
  });

  test.each<[string, Record<string, unknown>]>([
    ['audience', { aud: 'https://other.example' }],
    ['audience', { aud: ['https://other.example', 'https://and.example'] }],
    ['issuer', { iss: 'https://token.actions.githubusercontent.com' }],
    ['issuer', { iss: 7 }],
    ['expired', { exp: 1000 }],
    ['not-yet-valid', { nbf: 4_000_000_000 }],
    ['not-yet-valid', { iat: 4_000_000_000, exp: 4_000_000_100 }],
    ['malformed', { exp: undefined }],
    ['untrusted', { repository_id: '75' }],
    ['untrusted', { ref: 'refs/heads/other' }],
    ['untrusted', { ref: 'refs/pull/3/merge', event_name: 'pull_request' }],
    ['untrusted', { event_name: 'pull_request_target' }],
    ['untrusted', { event_name: 'issue_comment' }],
  ])('attack 18: is refused as %s with %j', async (reason, claims) => {
    expect(await reasonFor(claims)).toEqual({ reason });
  });

  test('is refused when its ID token is for others too', async () => {
    expect(await reasonFor({ aud: [registry.url, 'https://other.example'] })).toEqual({ reason: 'audience' });
  });

  test.each<[string, Record<string, unknown>]>([
    ['without a signature', { alg: 'none' }],
    ['signed with the public key as a secret', { alg: 'HS256' }],
    ['signed in a way that nobody asked for', { alg: 'RS512' }],
    ['with a key that is not its issuer’s', { kid: 'made-up' }],
  ])('attack 17: is refused %s', async (_name, head) => {
    expect(await reasonFor({}, head)).toEqual({ reason: 'signature' });
  });

  test('loses its token when the trust ends', async () => {
    const { token } = (await (await exchange(idToken())).json()) as { token: string };
    expect((await send('DELETE', `/trust-rules/${rule.id}`, registry.token)).status).toBe(200);
    expect(await codeOf(send('GET', '/prompts', token))).toBe('not-signed-in');
    expect(await reasonFor({})).toEqual({ reason: 'issuer' });
  });

  test('that runs a rule for admins makes nothing that stays', async () => {
    await trusting({ role: 'admin' });
    const { token } = (await (await exchange(idToken())).json()) as { token: string };
    const same = await send('POST', '/tokens', token, { name: 'as short', grants: [{ role: 'admin' }] });
    expect(((await same.json()) as { expiresAt: number }).expiresAt).toBeLessThanOrEqual(registry.now() + 600_000);
  });
});

test('who names a repository instead of giving its number is told where the number is', async () => {
  const env = { PROMPTLANE_REGISTRY_URL: registry.url, PROMPTLANE_TOKEN: registry.token };
  const args = ['trust', 'add', '--repository-id', 'acme/prompts', '--ref', 'refs/heads/main', '--role', 'editor'];
  const { exitCode, stderr } = await runHere(args, { cwd: tmpdir(), env });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('gh api repos/OWNER/NAME --jq .id')]);
  expect(stderr).not.toContain('must match');
});
