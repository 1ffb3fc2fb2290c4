import { afterEach, expect, test } from 'vitest';
import { type FakeOidcIssuer, fakeOidcIssuer } from '../../../../test/support/fake-oidc-issuer.ts';
import { checkIdToken } from './check-id-token.ts';
import { issuerKeys } from './issuer-keys.ts';

const AUDIENCE = 'https://prompts.example.com';

let issuer: FakeOidcIssuer;
afterEach(() => issuer.close());

const check = (keys: ReturnType<typeof issuerKeys>, claims: Record<string, unknown> = {}) =>
  checkIdToken(
    issuer.sign({ aud: AUDIENCE, ...claims }),
    { issuers: new Set([issuer.origin]), audience: AUDIENCE, time: Date.now() },
    keys,
  );

test('the keys of an issuer are asked for again when it took a new one', async () => {
  issuer = await fakeOidcIssuer();
  const keys = issuerKeys({ cooldownMs: 0 });
  await check(keys);
  issuer.rotate();
  await expect(check(keys)).resolves.toMatchObject({ repository_id: '74' });
});

test('unknown keys do not have the issuer asked each time', async () => {
  issuer = await fakeOidcIssuer();
  const keys = issuerKeys();
  await check(keys);
  issuer.rotate();
  await expect(check(keys)).rejects.toMatchObject({ code: 'id-token-refused', details: { reason: 'signature' } });
});

test.each([
  ['a minute late is in time', { exp: -50, nbf: -400, iat: -400 }, undefined],
  ['two minutes late is not', { exp: -120, nbf: -400, iat: -400 }, 'expired'],
  ['a minute early is in time', { exp: 300, nbf: 50, iat: 0 }, undefined],
  ['two minutes early is not', { exp: 300, nbf: 120, iat: 0 }, 'not-yet-valid'],
  ['one for a year is none of a job', { exp: 365 * 86_400, nbf: 0, iat: 0 }, 'expired'],
])('%s', async (_name, times, reason) => {
  issuer = await fakeOidcIssuer();
  const now = Math.floor(Date.now() / 1000);
  const claims = Object.fromEntries(Object.entries(times).map(([claim, seconds]) => [claim, now + seconds]));
  const refusal = await check(issuerKeys(), claims).then(
    () => undefined,
    (error: { details?: unknown }) => error.details,
  );
  expect(refusal).toEqual(reason && { reason });
});
