import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { normalEmail } from '../../../access/email.ts';
import { ACCESS_ROLES } from '../../../access/role.ts';
import { Failure } from '../../../base/failure.ts';
import { isLoopback } from '../../../base/net/loopback.ts';
import type { DomainRole } from '../../../server/auth/oidc/domain-roles.ts';
import type { OidcSettings } from '../../../server/auth/oidc/oidc-access.ts';
import { saidText } from '../../program/flag-values.ts';

interface OidcFlags {
  readonly oidcIssuer?: string;
  readonly oidcClientId?: string;
  readonly oidcClientSecretFile?: string;
  readonly oidcRole: readonly string[];
}

/** The identity provider of the flags; nothing without them. @throws Failure `usage-invalid` */
export async function oidcOptions(flags: OidcFlags, directory: string): Promise<{ readonly oidc?: OidcSettings }> {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecretFile: file, oidcRole } = flags;
  if (issuer === undefined && clientId === undefined && file === undefined && oidcRole.length === 0) return {};
  if (issuer === undefined || clientId === undefined || file === undefined) {
    throw new Failure('usage-invalid', 'An identity provider needs all of --oidc-issuer, --oidc-client-id and --oidc-client-secret-file.');
  }
  return {
    oidc: {
      issuer: issuerAddress(issuer),
      clientId: saidText('--oidc-client-id', clientId, 'Give what the provider calls this client.'),
      clientSecret: await secretIn(resolve(directory, file), file),
      domainRoles: oidcRole.map(domainRole),
    },
  };
}

/** Over a plain line anyone could be the provider. */
function issuerAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return text;
  throw new Failure('usage-invalid', `--oidc-issuer takes an https address such as https://sso.example.com, not "${text}".`);
}

async function secretIn(path: string, file: string): Promise<string> {
  try {
    const secret = (await readFile(path, 'utf8')).trim();
    if (secret !== '') return secret;
  } catch (cause) {
    throw new Failure('usage-invalid', `The secret in ${file} cannot be read.`, { cause, hint: 'Name a file that you may read.' });
  }
  throw new Failure('usage-invalid', `There is no secret in ${file}.`);
}

function domainRole(text: string): DomainRole {
  const [domain = '', wanted = '', ...rest] = text.toLowerCase().split('=');
  const role = ACCESS_ROLES.find((each) => each === wanted);
  if (role === undefined || rest.length > 0 || normalEmail(`a@${domain}`) === undefined) {
    throw new Failure('usage-invalid', `--oidc-role takes a domain and a role, such as example.com=viewer, not "${text}".`);
  }
  if (role !== 'admin') return { domain, role };
  throw new Failure('usage-invalid', 'A whole domain cannot be admin.', { hint: 'Invite admins one by one: `promptlane member invite`.' });
}
