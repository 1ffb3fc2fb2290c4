import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeOidcIssuer, fakeOidcIssuer } from '../../test/support/fake-oidc-issuer.ts';
import { idTokenVariables } from './id-token.ts';
import { readInputs } from './runner/inputs.ts';
import { runnerLog } from './runner/runner-log.ts';

let issuer: FakeOidcIssuer;
beforeAll(async () => {
  issuer = await fakeOidcIssuer();
});
afterAll(() => issuer.close());

const REGISTRY = 'https://prompts.acme.dev';

async function signIn(given: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const inputs = Object.entries(given).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]);
  let log = '';
  const writing = runnerLog((text) => {
    log += text;
  });
  const variables = await idTokenVariables(readInputs(Object.fromEntries(inputs)), { ...issuer.variables, ...env }, writing);
  return { variables, log };
}

describe('idTokenVariables', () => {
  test('are an ID token for exactly the registry that the workflow names, masked, and nothing to ask for more with', async () => {
    const { variables, log } = await signIn({ 'registry-url': `${REGISTRY}/` });
    expect(variables).toEqual({ PROMPTLANE_ID_TOKEN: issuer.tokens.at(-1) });
    expect(issuer.audiences.at(-1)).toBe(REGISTRY);
    expect(log).toBe(`::add-mask::${issuer.tokens.at(-1)}\n`);
  });

  test('name the audience that is given, and the registry of the variable', async () => {
    await signIn({ 'oidc-audience': 'https://elsewhere.acme.dev' }, { PROMPTLANE_REGISTRY_URL: REGISTRY });
    expect(issuer.audiences.at(-1)).toBe('https://elsewhere.acme.dev');
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['the job was given a token', { 'registry-url': REGISTRY }, { PROMPTLANE_TOKEN: 'plt_1' }],
    ['the workflow names no registry', {}, {}],
    ['it is turned off', { 'registry-url': REGISTRY, oidc: 'never' }, {}],
    ['the job may not ask', { 'registry-url': REGISTRY }, { ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }],
  ])('are none when %s', async (_when, given, env) => {
    const asked = issuer.audiences.length;
    expect(await signIn(given, env)).toEqual({ variables: {}, log: '' });
    expect(issuer.audiences.length).toBe(asked);
  });
});
