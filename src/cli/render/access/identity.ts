import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { Identity } from '../../../registry/registry.ts';
import type { SignedIn, SignedOut } from '../../../workflows/access/sign-in.ts';
import { jsonDocument } from '../../json.ts';
import { grantText, minuteText } from './grants.ts';

/** Renders who someone is to a registry. */
export function identityText({ name, kind, email, bindings, expiresAt }: Identity, color: ChalkInstance): string {
  const who = `${color.bold(printable(name))}  ${kind}${email === undefined ? '' : `  ${printable(email)}`}`;
  const until = expiresAt === undefined ? [] : [color.dim(`until ${minuteText(expiresAt, '')}`)];
  const grants = bindings.length === 0 ? ['  may do nothing'] : bindings.map((binding) => `  ${grantText(binding)}`);
  return [who, ...grants, ...until].join('\n');
}

export function identityJson(identity: Identity): string {
  return jsonDocument('promptlane/identity/v1', identity);
}

export function signedInText({ url, identity, file }: SignedIn, color: ChalkInstance): string {
  return `Signed in to ${printable(url)} as ${color.bold(printable(identity.name))}.\n${color.dim(`The token is kept in ${printable(file)}.`)}`;
}

export function signedInJson({ url, identity }: SignedIn): string {
  return jsonDocument('promptlane/login/v1', { url, identity });
}

export function signedOutText({ url, kind, wasSignedIn, isRevoked }: SignedOut): string {
  if (!wasSignedIn) return `You were not signed in to ${printable(url)}.`;
  const ending =
    kind === 'langwatch'
      ? 'End the key in LangWatch when nobody needs it.'
      : 'The registry did not end the token; it ends by itself, or by `promptlane token revoke`.';
  const rest = isRevoked ? '' : ` ${ending}`;
  return `Signed out of ${printable(url)}.${rest}`;
}

export function signedOutJson(outcome: SignedOut): string {
  return jsonDocument('promptlane/logout/v1', outcome);
}
