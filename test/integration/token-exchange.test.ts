import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../src/base/failure.ts';
import { openContext } from '../../src/cli/context.ts';
import { openLocalSession } from '../../src/cli/session/local-session.ts';
import { openRegistry } from '../../src/cli/session/open-registry.ts';
import { type FakeOidcIssuer, fakeOidcIssuer } from '../support/fake-oidc-issuer.ts';
import { type FakeTrustingRegistry, fakeTrustingRegistry, type TrustingRegistryOptions } from '../support/fake-trusting-registry.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { runningRegistry } from '../support/running-registry.ts';

const MAIN = { repository_id: '74', ref: 'refs/heads/main', environment: 'production' };

let issuer: FakeOidcIssuer;
let registry: FakeTrustingRegistry;
let masked: string[];

async function start(trusting: TrustingRegistryOptions = {}, claims: Record<string, string> = {}): Promise<void> {
  issuer = await fakeOidcIssuer({ claims });
  registry = await fakeTrustingRegistry(issuer, { trusts: MAIN, ...trusting });
}

beforeEach(() => {
  masked = [];
});
afterEach(async () => {
  await Promise.all([issuer.close(), registry.close()]);
});

/** Asks for the environments as a job with these variables would; gives them, or what failed. */
async function environmentsOf(variables: Readonly<Record<string, string>> = issuer.variables, url = registry.origin): Promise<unknown> {
  const folder = temporaryFolder().path;
  const terminal = { note: () => {}, mask: (secret: string) => void masked.push(secret) } as never;
  const globals = { directory: folder, registry: url, debug: false, color: false, input: false };
  const context = openContext({ terminal, globals, variables });
  try {
    return await (await openRegistry(context, openLocalSession(context)))?.environments();
  } catch (error) {
    return error;
  } finally {
    await context.close();
  }
}

/** All that a failure could show somebody, and what a job's log would never show again. */
function withoutSecrets(failure: unknown): void {
  const { message, hint, details, stack } = failure as Failure;
  const shown = JSON.stringify({ message, hint, details, stack, text: String(failure) });
  for (const secret of [...issuer.tokens, ...registry.given, issuer.variables.ACTIONS_ID_TOKEN_REQUEST_TOKEN!]) {
    expect(shown).not.toContain(secret);
  }
}

describe('a job with `id-token: write` and no stored secret', () => {
  test('signs in with a token that the registry gives for its ID token, and has both masked', async () => {
    await start();
    expect(await environmentsOf()).toEqual([]);
    expect(issuer.audiences).toEqual([registry.origin]);
    expect(registry.authorizations).toEqual([undefined, `Bearer ${registry.given[0]}`]);
    expect(masked).toEqual([issuer.tokens[0], registry.given[0]]);
  });

  test('names the registry as the audience whatever the slashes of its address', async () => {
    await start();
    expect(await environmentsOf(issuer.variables, `${registry.origin}///`)).toEqual([]);
  });

  test('signs in after the keys of the issuer were rotated', async () => {
    await start();
    issuer.rotate();
    expect(await environmentsOf()).toEqual([]);
  });

  test('asks the issuer again when that is in trouble', async () => {
    await start();
    issuer.trouble({ status: 503 }, { status: 500 });
    expect(await environmentsOf()).toEqual([]);
    expect(issuer.tokens.length).toBe(1);
  });

  test('shows a registry in trouble a new ID token each time, because one is taken once', async () => {
    await start();
    registry.trouble(502, 1);
    expect(await environmentsOf()).toEqual([]);
    expect(issuer.tokens.length).toBe(2);
    expect(registry.shown).toEqual([issuer.tokens[1]]);
  });

  test('is given way to a token that the job was given', async () => {
    await start();
    await environmentsOf({ ...issuer.variables, PROMPTLANE_TOKEN: 'plt_mine' });
    expect(issuer.audiences).toEqual([]);
    expect(registry.authorizations).toEqual(['Bearer plt_mine']);
  });
});

describe('a refusal says what to change', () => {
  test.each<[string, string, TrustingRegistryOptions, Record<string, string>]>([
    ['audience', 'made for exactly http://127.0.0.1', { audience: 'https://prompts.example.com' }, {}],
    ['expired', 'clock of the runner or of the registry', { aheadSeconds: 3600 }, {}],
    ['not-yet-valid', 'promptlane doctor', { aheadSeconds: -3600 }, {}],
    ['untrusted', 'trust rule for this repository', {}, { repository_id: '75' }],
    ['untrusted', 'trust rule for this repository', {}, { ref: 'refs/pull/7/merge', event_name: 'pull_request' }],
    ['issuer', 'trust the CI service', {}, { iss: 'https://issuer.example.com' }],
  ])('%s: %s', async (reason, hint, trusting, claims) => {
    await start({ ...trusting, isIndiscreet: true }, claims);
    const failure = await environmentsOf();
    expect(failure).toMatchObject({ code: 'id-token-refused', details: { reason }, hint: expect.stringContaining(hint) });
    withoutSecrets(failure);
    expect(registry.shown.length).toBe(1);
  });

  test('an ID token that was forged', async () => {
    await start();
    const stranger = await fakeOidcIssuer();
    stranger.rotate();
    const failure = await environmentsOf(stranger.variables);
    await stranger.close();
    expect(failure).toMatchObject({ code: 'id-token-refused', details: { reason: 'signature' } });
  });

  test('a registry that knows no ID tokens', async () => {
    await start();
    const failure = await environmentsOf(issuer.variables, `${registry.origin}/elsewhere`);
    expect(failure).toMatchObject({ code: 'not-signed-in', message: expect.stringContaining('takes no ID tokens') });
  });

  test('a registry of ours that trusts no CI service yet', async () => {
    await start();
    const own = await runningRegistry();
    const failure = await environmentsOf(issuer.variables, own.url);
    await own.stop();
    expect(failure).toMatchObject({
      code: 'id-token-refused',
      hint: expect.stringContaining('trust the CI service'),
      details: { reason: 'issuer' },
    });
  });
});

describe('a job that gets no ID token', () => {
  test('is told which permission to add', async () => {
    await start();
    const failure = await environmentsOf({ GITHUB_ACTIONS: 'true' });
    expect(failure).toMatchObject({ code: 'not-signed-in', hint: expect.stringContaining('id-token: write') });
  });

  test.each<[string, { status: number; body?: string }[], number]>([
    ['refused at once', [{ status: 403 }], 1],
    ['answered without one', [{ status: 200, body: '{"value":7}' }], 1],
  ])('%s', async (_what, troubles, tries) => {
    await start();
    issuer.trouble(...troubles);
    const failure = await environmentsOf();
    expect(failure).toMatchObject({ code: 'id-token-unavailable' });
    withoutSecrets(failure);
    expect([issuer.audiences.length, registry.shown.length]).toEqual([tries, 0]);
  });
});

describe('PROMPTLANE_ID_TOKEN, as `id_tokens:` of GitLab sets it', () => {
  test('is exchanged in the same way, once', async () => {
    await start();
    await environmentsOf();
    issuer.tokens.length = 0;
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: request } = issuer.variables;
    const answer = await fetch(`${url}&audience=${registry.origin}`, { headers: { authorization: `Bearer ${request}` } });
    const { value } = (await answer.json()) as { value: string };
    expect(await environmentsOf({ PROMPTLANE_ID_TOKEN: value })).toEqual([]);
    expect(await environmentsOf({ PROMPTLANE_ID_TOKEN: value })).toMatchObject({ details: { reason: 'used' } });
  });

  test('that is no ID token is refused before it goes anywhere', async () => {
    await start();
    expect(await environmentsOf({ PROMPTLANE_ID_TOKEN: '$PROMPTLANE_ID_TOKEN' })).toMatchObject({ code: 'id-token-refused' });
    expect(registry.authorizations).toEqual([]);
  });
});
