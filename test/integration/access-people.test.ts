import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';

const PASSWORD = 'correct horse battery';
const HOUR_MS = 3_600_000;

let registry: RunningRegistry;
let ada: SignedIn;

/** A browser that is signed in. */
interface SignedIn {
  readonly cookie: string;
  readonly csrf: string;
}

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  registry.request(path, { method: 'POST', token: null, body, headers });

async function signIn(email: string, headers: Record<string, string> = {}, password = PASSWORD): Promise<SignedIn> {
  const reply = await post('/v1/sessions', { email, password }, headers);
  expect(reply.status, await reply.clone().text()).toBe(200);
  const [cookie = ''] = (reply.headers.get('set-cookie') ?? '').split(';');
  return { cookie, csrf: ((await reply.json()) as { csrf: string }).csrf };
}

const asBrowser = (
  path: string,
  { cookie, csrf }: SignedIn,
  { method = 'GET', body, headers = {} }: { method?: string; body?: object; headers?: Record<string, string> } = {},
) => registry.request(path, { method, token: null, ...(body && { body }), headers: { cookie, 'x-csrf-token': csrf, ...headers } });

async function invited(email: string, ...grants: object[]): Promise<string> {
  const reply = await registry.request('/v1/projects/default/members', { method: 'POST', body: { email, grants } });
  return ((await reply.json()) as { code: string }).code;
}

beforeAll(async () => {
  registry = await runningRegistry();
  const setup = { code: registry.setupCode(), email: 'Ada@Example.com', name: 'Ada', password: PASSWORD };
  expect((await post('/v1/codes/redeem', setup)).status).toBe(200);
  ada = await signIn('ada@EXAMPLE.com');
});
afterAll(() => registry.stop());

describe('the first admin', () => {
  test('is whoever has the set-up code, once', async () => {
    const again = { code: registry.setupCode(), email: 'eve@example.com', name: 'Eve', password: PASSWORD };
    expect((await problemOf(await post('/v1/codes/redeem', again))).code).toBe('code-refused');
    const whoami = await asBrowser('/v1/whoami', ada);
    expect(await whoami.json()).toMatchObject({
      name: 'Ada',
      kind: 'user',
      email: 'ada@example.com',
      bindings: [{ role: 'admin', project: '*' }],
    });
  });

  test('needs a password of twelve characters', async () => {
    const short = { code: 'AAAAA-AAAAA-AAAAA-AAAAA', email: 'eve@example.com', name: 'Eve', password: 'elevenchars' };
    expect((await problemOf(await post('/v1/codes/redeem', short))).code).toBe('request-invalid');
  });
});

describe('a session', () => {
  test('has a cookie that no script reads and no other site sends', async () => {
    const reply = await post('/v1/sessions', { email: 'ada@example.com', password: PASSWORD });
    expect(reply.headers.get('set-cookie')).toMatch(/^promptlane=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  test('attack 8: cannot be planted: who signs in gets another', async () => {
    const planted = await signIn('ada@example.com');
    const own = await signIn('ada@example.com', { cookie: planted.cookie });
    expect(own.cookie).not.toBe(planted.cookie);
    expect((await asBrowser('/v1/whoami', planted)).status).toBe(401);
    expect((await asBrowser('/v1/whoami', { ...own, cookie: 'promptlane=madeup' })).status).toBe(401);
    expect((await asBrowser('/v1/whoami', { ...own, cookie: `${own.cookie}; ${ada.cookie}` })).status).toBe(401);
  });

  test.each<[string, Record<string, string>]>([
    ['without the token against forgery', { 'x-csrf-token': '' }],
    ['with the token of another session', { 'x-csrf-token': 'A'.repeat(43) }],
    ['from a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a page of a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from nowhere', { origin: 'null' }],
  ])('attack 9: changes nothing %s', async (_name, headers) => {
    const body = { name: 'stolen', grants: [{ role: 'admin' }] };
    const problem = await problemOf(await asBrowser('/v1/projects/default/tokens', ada, { method: 'POST', body, headers }));
    expect([problem.status, problem.code]).toEqual([403, 'request-forged']);
  });

  test('attack 10: cannot be opened by a page of another site', async () => {
    const reply = await post('/v1/sessions', { email: 'ada@example.com', password: PASSWORD }, { origin: 'https://evil.example' });
    expect((await problemOf(reply)).code).toBe('request-forged');
  });

  test('changes what its user may change, from a page of its own', async () => {
    const body = { name: 'mine', grants: [{ role: 'viewer' }], expiresInDays: 1 };
    const reply = await asBrowser('/v1/projects/default/own-tokens', ada, { method: 'POST', body, headers: { origin: registry.url } });
    expect(reply.status).toBe(200);
  });

  test('is listed, and ends when its user says so', async () => {
    const other = await signIn('ada@example.com', { 'user-agent': 'a phone' });
    const { sessions, csrf } = (await (await asBrowser('/v1/sessions', ada)).json()) as {
      csrf: string;
      sessions: { id: string; agent: string; isCurrent: boolean }[];
    };
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    expect(csrf).toBe(ada.csrf);
    const phone = sessions.find(({ agent }) => agent === 'a phone')?.id;
    expect((await asBrowser(`/v1/sessions/${phone}`, ada, { method: 'DELETE' })).status).toBe(200);
    expect((await asBrowser('/v1/whoami', other)).status).toBe(401);
  });

  test('ends after half a day without use, and after a week in any case', async () => {
    const idle = await signIn('ada@example.com');
    registry.advance(13 * HOUR_MS);
    expect((await asBrowser('/v1/whoami', idle)).status).toBe(401);
    ada = await signIn('ada@example.com');
    for (let hours = 0; hours < 7 * 24; hours += 11) {
      expect((await asBrowser('/v1/whoami', ada)).status).toBe(200);
      registry.advance(11 * HOUR_MS);
    }
    expect((await asBrowser('/v1/whoami', ada)).status).toBe(401);
    ada = await signIn('ada@example.com');
  });
});

describe('attack 12: an invitation', () => {
  test('works once, for the address that it was made for, and gives what the admin said', async () => {
    const code = await invited('Bo@example.com', { role: 'reviewer', environments: 'staging*' });
    const bo = { code: code.toLowerCase().replaceAll('-', ' '), email: 'eve@example.com', name: 'Bo', password: PASSWORD };
    const reply = await post('/v1/codes/redeem', bo);
    expect(await reply.json()).toMatchObject({ email: 'bo@example.com' });
    expect((await problemOf(await post('/v1/codes/redeem', { ...bo, password: 'another password' }))).code).toBe('code-refused');
    const session = await signIn('bo@example.com');
    expect(await (await asBrowser('/v1/whoami', session)).json()).toMatchObject({
      bindings: [{ role: 'reviewer', environments: 'staging*' }],
    });
  });

  test('ends after a week, and when it is taken back', async () => {
    const [late, taken] = [await invited('late@example.com', { role: 'viewer' }), await invited('taken@example.com', { role: 'viewer' })];
    await registry.request('/v1/projects/default/invitations/taken@example.com', { method: 'DELETE' });
    const redeem = (code: string) => post('/v1/codes/redeem', { code, name: 'L', password: PASSWORD });
    expect((await problemOf(await redeem(taken))).code).toBe('code-refused');
    registry.advance(7 * 24 * HOUR_MS);
    expect((await problemOf(await redeem(late))).code).toBe('code-refused');
  });
});

describe('removing a member', () => {
  test('signs them out and their tokens with them, at once', async () => {
    const code = await invited('cy@example.com', { role: 'editor' });
    const { user } = (await (await post('/v1/codes/redeem', { code, name: 'Cy', password: PASSWORD })).json()) as { user: { id: string } };
    const session = await signIn('cy@example.com');
    const { token } = (await (await post('/v1/login-tokens', { email: 'cy@example.com', password: PASSWORD, name: 'desk' })).json()) as {
      token: string;
    };
    expect((await registry.request('/v1/whoami', { token })).status).toBe(200);
    expect((await registry.request(`/v1/projects/default/members/${user.id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await asBrowser('/v1/whoami', session)).status).toBe(401);
    expect((await registry.request('/v1/whoami', { token })).status).toBe(401);
    expect((await problemOf(await post('/v1/sessions', { email: 'cy@example.com', password: PASSWORD }))).code).toBe('sign-in-refused');
    const again = await invited('cy@example.com', { role: 'viewer' });
    expect((await post('/v1/codes/redeem', { code: again, name: 'Cy', password: 'another password' })).status).toBe(200);
    expect((await registry.request('/v1/whoami', { token })).status).toBe(401);
    expect((await asBrowser('/v1/whoami', session)).status).toBe(401);
  });

  test('leaves the project an admin', async () => {
    const { members } = (await (await registry.request('/v1/projects/default/members')).json()) as {
      members: { id: string; name: string; kind: string }[];
    };
    const machine = members.find(({ name, kind }) => kind === 'machine' && name === 'admin');
    const own = members.find(({ name }) => name === 'Ada');
    ada = await signIn('ada@example.com');
    expect((await asBrowser(`/v1/projects/default/members/${machine?.id}`, ada, { method: 'DELETE' })).status).toBe(200);
    expect((await problemOf(await asBrowser(`/v1/projects/default/members/${own?.id}`, ada, { method: 'DELETE' }))).code).toBe(
      'last-admin',
    );
  });
});

describe('attack 11: guessing a password', () => {
  test('says the same of a wrong password and of an unknown account, and stops after ten tries', async () => {
    const refusals = [];
    for (const email of ['bo@example.com', 'nobody@example.com']) {
      const { status, code, detail } = await problemOf(await post('/v1/sessions', { email, password: 'a wrong password' }));
      refusals.push({ status, code, detail });
    }
    expect(refusals[0]).toEqual(refusals[1]);
    expect(refusals[0]).toMatchObject({ status: 401, code: 'sign-in-refused' });
    // All at once, with the case and the claimed address changed: neither makes another account or visitor of it.
    const guesses = Array.from({ length: 14 }, (_, index) =>
      post(
        '/v1/sessions',
        { email: index % 2 ? 'BO@example.com' : 'bo@Example.com', password: `guess number ${index}` },
        { 'x-forwarded-for': `10.0.0.${index}` },
      ),
    );
    const codes = (await Promise.all((await Promise.all(guesses)).map(problemOf))).map(({ code }) => code);
    expect(codes.filter((code) => code === 'sign-in-refused')).toHaveLength(9);
    const refused = await post('/v1/sessions', { email: 'bo@example.com', password: PASSWORD });
    expect((await problemOf(refused)).code).toBe('rate-limited');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    registry.advance(16 * 60_000);
    await signIn('bo@example.com');
  });

  test('leaves no password in the log', () => {
    const log = registry.logLines.join('\n');
    expect(log).not.toContain(PASSWORD);
    expect(log).not.toContain('guess number');
  });
});
