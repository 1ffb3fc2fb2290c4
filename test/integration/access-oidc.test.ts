import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signInByBrowser } from '../../src/registry/native/browser-sign-in.ts';
import { CLIENT, type FakeOidcIssuer, fakeOidcIssuer } from '../support/fake-oidc-issuer.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';

let issuer: FakeOidcIssuer;
let registry: RunningRegistry;
beforeAll(async () => {
  issuer = await fakeOidcIssuer();
  registry = await runningRegistry('SQLite', {
    oidc: {
      issuer: issuer.origin,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      domainRoles: [{ domain: 'acme.example', role: 'viewer' }],
    },
  });
});
afterAll(async () => {
  await registry.stop();
  await issuer.close();
});
beforeEach(() => {
  registry.advance(16 * 60_000);
  issuer.signsIn({ email: 'ada@acme.example', email_verified: true, name: 'Ada' });
});

const get = (url: string, cookie?: string) => fetch(url, { redirect: 'manual', ...(cookie && { headers: { cookie } }) });
const cookiesOf = (reply: Response) => reply.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
const locationOf = (reply: Response) => reply.headers.get('location') ?? '';

/** A browser up to the moment when the identity provider sends it back. */
async function begun(query = ''): Promise<{ cookie: string; back: string; asked: URL }> {
  const start = await get(`${registry.url}/v1/oidc/start${query}`);
  expect(start.status, await start.clone().text()).toBe(302);
  const asked = new URL(locationOf(start));
  return { cookie: cookiesOf(start)[0] ?? '', back: locationOf(await get(asked.href)), asked };
}

async function finished(query?: string): Promise<Response> {
  const { cookie, back } = await begun(query);
  return await get(back, cookie);
}

async function whoIs(reply: Response) {
  expect(reply.status, await reply.clone().text()).toBe(200);
  const session = cookiesOf(reply).find((cookie) => /^promptlane=[\w-]{43}$/.test(cookie)) ?? '';
  return (await (await get(`${registry.url}/v1/whoami`, session)).json()) as {
    id: string;
    name: string;
    email: string;
    bindings: object[];
  };
}

const invite = async (email: string, role = 'deployer') =>
  (await registry.request('/v1/projects/default/members', { method: 'POST', body: { email, grants: [{ role }] } })).status;

describe('signing in at an identity provider', () => {
  test('asks it with state, nonce and PKCE, and nothing that was used before', async () => {
    const [one, other] = [(await begun()).asked.searchParams, (await begun()).asked.searchParams];
    expect(Object.fromEntries(one)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: `${registry.url}/v1/oidc/callback`,
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(one.get(name)).not.toBe(other.get(name));
  });

  test('makes a member of whom a rule for the domain names, once, with the role of the rule', async () => {
    const ada = await whoIs(await finished());
    expect(ada).toMatchObject({ name: 'Ada', email: 'ada@acme.example' });
    expect(ada.bindings).toEqual([{ role: 'viewer', project: 'default', environments: '*', prompts: '*' }]);
    expect((await whoIs(await finished())).id).toBe(ada.id);
  });

  test('gives whoever is invited what the invitation gives, without its code', async () => {
    await invite('bo@elsewhere.example');
    issuer.signsIn({ email: 'Bo@Elsewhere.example', email_verified: true });
    expect(await whoIs(await finished())).toMatchObject({ email: 'bo@elsewhere.example', bindings: [{ role: 'deployer' }] });
    const { invitations } = (await (await registry.request('/v1/projects/default/members')).json()) as { invitations: object[] };
    expect(invitations).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['whose address is not verified', { email: 'ada@acme.example', email_verified: false }],
    ['whose address is verified by a word only', { email: 'ada@acme.example', email_verified: 'true' }],
    ['of whom that is not said', { email: 'ada@acme.example' }],
    ['without an address', { email_verified: true }],
    ['with letters that look like others', { email: 'a\u0501a@acme.example', email_verified: true }],
    ['whom nobody invited', { email: 'eve@elsewhere.example', email_verified: true }],
    ['of a domain below the one of the rule', { email: 'eve@sub.acme.example', email_verified: true }],
    ['of a domain that ends like it', { email: 'eve@evilacme.example', email_verified: true }],
    ['with the domain in another place', { email: 'eve@evil.example@acme.example', email_verified: true }],
    ['whose ID token is for another client', { email: 'ada@acme.example', email_verified: true, aud: 'another' }],
    ['whose ID token is of another sign-in', { email: 'ada@acme.example', email_verified: true, nonce: 'another' }],
    ['whose ID token is of another issuer', { email: 'ada@acme.example', email_verified: true, iss: 'https://evil.example' }],
    ['whose ID token is old', { email: 'ada@acme.example', email_verified: true, iat: 1, exp: 2 }],
  ])('lets in no one %s', async (_name, person) => {
    issuer.signsIn(person);
    const reply = await finished();
    expect(cookiesOf(reply).filter((cookie) => cookie.startsWith('promptlane='))).toEqual([]);
    expect((await problemOf(reply)).code).toBe('sign-in-refused');
  });

  test('does not bring back who was removed, until they are invited again', async () => {
    issuer.signsIn({ email: 'cy@acme.example', email_verified: true });
    const { id } = await whoIs(await finished());
    await registry.request(`/v1/projects/default/members/${id}`, { method: 'DELETE' });
    expect((await problemOf(await finished())).code).toBe('sign-in-refused');
    await invite('cy@acme.example');
    expect(await whoIs(await finished())).toMatchObject({ id, bindings: [{ role: 'deployer' }] });
  });

  test('attack 14: knows a person by the subject of the provider, not by an address that may be given to another', async () => {
    issuer.signsIn({ sub: 'dee-1', email: 'dee@acme.example', email_verified: true });
    const dee = await whoIs(await finished());
    issuer.signsIn({ sub: 'dee-2', email: 'dee@acme.example', email_verified: true });
    const problem = await problemOf(await finished());
    expect(problem).toMatchObject({ code: 'sign-in-refused', detail: expect.stringContaining('another person') });
    issuer.signsIn({ sub: 'dee-1', email: 'dee.married@acme.example', email_verified: true });
    expect((await whoIs(await finished())).id).toBe(dee.id);

    await registry.request(`/v1/projects/default/members/${dee.id}`, { method: 'DELETE' });
    await invite('dee@acme.example', 'viewer');
    issuer.signsIn({ sub: 'dee-2', email: 'dee@acme.example', email_verified: true });
    const successor = await whoIs(await finished());
    expect(successor).toMatchObject({ email: 'dee@acme.example', bindings: [{ role: 'viewer' }] });
    issuer.signsIn({ sub: 'dee-1', email: 'dee@acme.example', email_verified: true });
    expect((await problemOf(await finished())).code).toBe('sign-in-refused');
  });

  test('stands in the audit trail with the issuer', async () => {
    await finished();
    const trail = await (await registry.request('/v1/projects/default/audit')).text();
    expect(trail).toContain(issuer.origin);
  });
});

describe('attack 13: what comes back', () => {
  test('is taken only from the browser that began', async () => {
    const [mine, theirs] = [await begun(), await begun()];
    for (const cookie of ['', theirs.cookie, `${mine.cookie}; ${theirs.cookie}`, 'promptlane-oidc=v1.AAAA']) {
      expect((await problemOf(await get(mine.back, cookie))).code).toBe('sign-in-refused');
    }
  });

  test('is taken once, with its state, and for ten minutes', async () => {
    const { cookie, back } = await begun();
    expect((await problemOf(await get(back.replace(/state=[^&]+/, 'state=another'), cookie))).code).toBe('sign-in-refused');
    expect((await get(back, cookie)).status).toBe(200);
    expect((await problemOf(await get(back, cookie))).code).toBe('sign-in-refused');
    const late = await begun();
    registry.advance(10 * 60_000);
    expect((await problemOf(await get(late.back, late.cookie))).code).toBe('sign-in-refused');
  });

  test('may be a refusal of the provider, whose words go nowhere', async () => {
    const { cookie, asked } = await begun();
    const state = asked.searchParams.get('state');
    const reply = await get(
      `${registry.url}/v1/oidc/callback?error=access_denied&error_description=evil&state=${state}&iss=${issuer.origin}`,
      cookie,
    );
    const problem = await problemOf(reply);
    expect(problem.code).toBe('sign-in-refused');
    expect(JSON.stringify(problem)).not.toContain('evil');
  });
});

describe('a program', () => {
  const target = () => ({ url: registry.url, project: 'default' });
  const signal = new AbortController().signal;

  /** Follows the address as a browser does. */
  async function browse(address: string): Promise<void> {
    const { cookie, back } = await begun(new URL(address).search);
    await get(locationOf(await get(back, cookie)));
  }

  test('gets a token of whoever signs in in the browser', async () => {
    const shown: string[] = [];
    const { token, user } = await signInByBrowser(target(), {
      name: 'desk',
      signal,
      show: (url) => {
        shown.push(url);
        void browse(url);
      },
    });
    expect(user.name).toBe('Ada');
    expect((await registry.request('/v1/whoami', { token })).status).toBe(200);
    expect(shown.join()).not.toContain(token);
  });

  test('is told why nobody is let in', async () => {
    issuer.signsIn({ email: 'eve@elsewhere.example', email_verified: true });
    const outcome = signInByBrowser(target(), { name: 'desk', signal, show: (url) => void browse(url) });
    await expect(outcome).rejects.toMatchObject({ code: 'sign-in-refused', message: 'eve@elsewhere.example is no member here.' });
  });

  test('stops waiting when it is told to', async () => {
    const stop = new AbortController();
    const outcome = signInByBrowser(target(), { name: 'desk', signal: stop.signal, show: () => stop.abort() });
    await expect(outcome).rejects.toMatchObject({ code: 'interrupted' });
  });

  test('attack 15: that did not begin gets nothing by the code of another, and nobody gets something twice or late', async () => {
    const verifier = 'v'.repeat(43);
    const { createHash } = await import('node:crypto');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const codeOf = async () => {
      const reply = await finished(`?port=40000&state=${'s'.repeat(43)}&challenge=${challenge}`);
      const location = new URL(locationOf(reply));
      expect([location.origin, location.searchParams.get('state')]).toEqual(['http://127.0.0.1:40000', 's'.repeat(43)]);
      expect(cookiesOf(reply).filter((cookie) => cookie.startsWith('promptlane='))).toEqual([]);
      return location.searchParams.get('code') ?? '';
    };
    const redeem = (body: object) =>
      registry.request('/v1/oidc/login-tokens', { method: 'POST', token: null, body: { name: 'x', ...body } });
    const code = await codeOf();
    expect((await problemOf(await redeem({ code, verifier: 'w'.repeat(43) }))).code).toBe('code-refused');
    const replies = await Promise.all([redeem({ code, verifier }), redeem({ code, verifier })]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 403]);
    const late = await codeOf();
    registry.advance(60_000);
    expect((await problemOf(await redeem({ code: late, verifier }))).code).toBe('code-refused');
  });

  test.each(['?port=80', `?port=40000&state=${'s'.repeat(43)}`, '?next=https://evil.example'])(
    'cannot be anywhere else: %s',
    async (query) => {
      expect((await problemOf(await get(`${registry.url}/v1/oidc/start${query}`))).code).toBe('request-invalid');
    },
  );
});

test('a provider that does not answer is said to be the trouble, and asked again later', async () => {
  const gone = await fakeOidcIssuer();
  const oidc = { issuer: gone.origin, clientId: CLIENT.id, clientSecret: CLIENT.secret, domainRoles: [] };
  await gone.close();
  const other = await runningRegistry('SQLite', { oidc });
  try {
    expect((await problemOf(await get(`${other.url}/v1/oidc/start`))).code).toBe('issuer-unreachable');
    expect(other.logLines.join('\n')).toContain('The identity provider does not answer as it should.');
  } finally {
    await other.stop();
  }
});

test('a registry without one says so', async () => {
  const plain = await runningRegistry('SQLite');
  try {
    expect((await problemOf(await get(`${plain.url}/v1/oidc/start`))).code).toBe('not-found');
  } finally {
    await plain.stop();
  }
});
