import { afterEach, expect, test } from 'vitest';
import { type FakeOidcIssuer, fakeOidcIssuer } from '../../../../test/support/fake-oidc-issuer.ts';
import { idTokenGrant, requestIdToken } from './request-id-token.ts';

let issuer: FakeOidcIssuer;
afterEach(() => issuer.close());

const grantOf = ({ variables }: FakeOidcIssuer) => idTokenGrant(variables) ?? expect.unreachable('the job has a grant');
const request = { audience: 'https://prompts.example.com/a b', pausesMs: [1, 1] };

test('a token for exactly one audience', async () => {
  issuer = await fakeOidcIssuer();
  const token = await requestIdToken(grantOf(issuer), request);
  expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ aud: request.audience });
});

test('trouble that lasts ends in a failure that holds nothing of the answer', async () => {
  issuer = await fakeOidcIssuer();
  issuer.trouble(...Array(3).fill({ status: 502, body: 'eyJh.secret.part' }));
  const failure = await requestIdToken(grantOf(issuer), request).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'id-token-unavailable', message: expect.not.stringContaining('secret') });
  expect(issuer.audiences.length).toBe(3);
});

test('a job without the permission has no grant', async () => {
  issuer = await fakeOidcIssuer();
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '' } = issuer.variables;
  expect(idTokenGrant({ ACTIONS_ID_TOKEN_REQUEST_URL: url })).toBeUndefined();
  expect(idTokenGrant({ ...issuer.variables, ACTIONS_ID_TOKEN_REQUEST_URL: '' })).toBeUndefined();
});
