import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { oidcOptions } from './oidc-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'promptlane-oidc-'));
writeFileSync(join(folder, 'secret.txt'), 'hush\n');
writeFileSync(join(folder, 'empty.txt'), '\n');
afterAll(() => rmSync(folder, { recursive: true }));

const ALL = {
  oidcIssuer: 'https://sso.example.com',
  oidcClientId: 'prompts',
  oidcClientSecretFile: 'secret.txt',
  oidcRole: [] as string[],
};

test('the flags of an identity provider name it, with its secret from a file', async () => {
  expect(await oidcOptions({ ...ALL, oidcRole: ['Example.com=viewer', 'example.org=editor'] }, folder)).toEqual({
    oidc: {
      issuer: 'https://sso.example.com',
      clientId: 'prompts',
      clientSecret: 'hush',
      domainRoles: [
        { domain: 'example.com', role: 'viewer' },
        { domain: 'example.org', role: 'editor' },
      ],
    },
  });
  expect(await oidcOptions({ oidcRole: [] }, folder)).toEqual({});
});

test.each<[string, object]>([
  ['no issuer', { oidcIssuer: undefined }],
  ['no client', { oidcClientId: undefined }],
  ['an empty client', { oidcClientId: ' ' }],
  ['no secret', { oidcClientSecretFile: undefined }],
  ['an empty secret', { oidcClientSecretFile: 'empty.txt' }],
  ['a secret that is not there', { oidcClientSecretFile: 'none.txt' }],
  ['a plain line to elsewhere', { oidcIssuer: 'http://sso.example.com' }],
  ['a host that begins like this machine', { oidcIssuer: 'http://localhost.evil.example' }],
  ['what is no address', { oidcIssuer: 'sso.example.com' }],
  ['a domain that is admin', { oidcRole: ['example.com=admin'] }],
  ['every domain', { oidcRole: ['*=viewer'] }],
  ['an address for a domain', { oidcRole: ['ada@example.com=viewer'] }],
  ['no such role', { oidcRole: ['example.com=owner'] }],
  ['two roles in one', { oidcRole: ['example.com=viewer=editor'] }],
])('refuses %s', async (_name, flags) => {
  await expect(oidcOptions({ ...ALL, ...flags } as never, folder)).rejects.toMatchObject({ code: 'usage-invalid' });
});
