import { Failure } from '../base/failure.ts';
import { listsHost } from '../base/net/host-list.ts';

/** The variable in which a person names the hosts, separated by commas, that a config may send a token of a registry to. */
const ALLOWED = 'PROMPTLANE_REGISTRY_HOSTS';

/**
 * Lets a token go to an address out of a config: to hosts that the person allows, over HTTPS.
 *
 * A config comes with a repository. Without this, a pull request could have the token of whoever
 * checks it out sent to any address.
 * @throws Failure `token-withheld`
 */
export function requireTokenMayGo(url: string, environment: Readonly<Record<string, string | undefined>>): void {
  const address = new URL(url);
  if (address.protocol === 'https:' && listsHost(environment[ALLOWED], address)) return;
  const byName = address.protocol === 'https:' ? ` or ${ALLOWED}=${address.host}` : '';
  throw new Failure('token-withheld', `The config asks to send your token to ${address.origin}, and nobody here has allowed that.`, {
    hint: `If you trust that address with the token, set PROMPTLANE_REGISTRY_URL=${url}${byName}.`,
  });
}
