import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { BrowserSession } from '../../../registry/areas/access.ts';
import type { Identity } from '../../../registry/registry.ts';
import type { PasswordChanged, SignedIn, SignedOut } from '../../../workflows/access/sign-in.ts';
import { jsonDocument } from '../../json.ts';
import { grantText, minuteText } from './grants.ts';

/** Renders who someone is to a registry, and where they are signed in when that was asked. */
export function identityText(
  { name, kind, email, bindings, expiresAt }: Identity,
  sessions: readonly BrowserSession[] | undefined,
  color: ChalkInstance,
): string {
  const who = `${color.bold(printable(name))}  ${kind}${email === undefined ? '' : `  ${printable(email)}`}`;
  const until = expiresAt === undefined ? [] : [color.dim(`until ${minuteText(expiresAt, '')}`)];
  const grants = bindings.length === 0 ? ['  may do nothing'] : bindings.map((binding) => `  ${grantText(binding)}`);
  return [who, ...grants, ...until, ...(sessions ? sessionLines(sessions, color) : [])].join('\n');
}

function sessionLines(sessions: readonly BrowserSession[], color: ChalkInstance): string[] {
  if (sessions.length === 0) return ['Signed in in no browser.'];
  return [
    'Signed in in these browsers:',
    ...sessions.map(({ id, seenAt, expiresAt, agent }) => {
      const times = color.dim(`seen ${minuteText(seenAt, '')}, until ${minuteText(expiresAt, '')}`);
      return `  ${id}  ${times}  ${printable(agent)}`;
    }),
  ];
}

export function identityJson(identity: Identity, sessions?: readonly BrowserSession[]): string {
  return jsonDocument('promptlane/identity/v1', { ...identity, ...(sessions && { sessions }) });
}

export function signedInText({ url, identity, file }: SignedIn, color: ChalkInstance): string {
  return `Signed in to ${printable(url)} as ${color.bold(printable(identity.name))}.\n${color.dim(`The token is kept in ${printable(file)}.`)}`;
}

export function signedInJson({ url, identity }: SignedIn): string {
  return jsonDocument('promptlane/login/v1', { url, identity });
}

export function signedOutText({ url, kind, wasSignedIn, isRevoked, ended }: SignedOut): string {
  if (!wasSignedIn) return `You were not signed in to ${printable(url)}.`;
  const ending =
    kind === 'langwatch'
      ? 'End the key in LangWatch when nobody needs it.'
      : 'The registry did not end the token; it ends by itself, or by `promptlane token revoke`.';
  const rest = isRevoked ? '' : ` ${ending}`;
  const others =
    ended === undefined ? '' : ` Ended ${counted(ended.browsers, 'browser session')} and ${counted(ended.tokens, 'other token')}.`;
  return `Signed out of ${printable(url)}.${others}${rest}`;
}

export function passwordChangedText({ browsers }: PasswordChanged): string {
  return `Changed your password, and signed out ${counted(browsers, 'browser')}. Tokens stay: \`promptlane logout --everywhere\` ends them.`;
}

export function passwordChangedJson(outcome: PasswordChanged): string {
  return jsonDocument('promptlane/password-change/v1', outcome);
}

export function signedOutJson(outcome: SignedOut): string {
  return jsonDocument('promptlane/logout/v1', outcome);
}
