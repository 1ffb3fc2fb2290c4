import { Failure } from '../../base/failure.ts';
import { loginStore } from '../../workspace/logins/login-store.ts';
import type { CliContext } from '../context.ts';
import type { RegistryAddress } from './registry-address.ts';

/**
 * The API key of a LangWatch project: LANGWATCH_API_KEY, or what `promptlane login` kept for this very address.
 *
 * It goes to LangWatch itself, to an address that the person gave or allowed, and to this machine; never to where a
 * config alone leads. Tokens of our own registries never go there.
 * @throws Failure `not-signed-in`, `token-withheld`
 */
export async function langwatchKey({ variables }: CliContext, { url, isTrusted }: RegistryAddress): Promise<string> {
  const given = variables.LANGWATCH_API_KEY?.trim();
  if (given) {
    if (!isTrusted) {
      const { requireTokenMayGo } = await import('../../registry/token-destination.ts');
      requireTokenMayGo(url, variables);
    }
    return given;
  }
  const kept = await loginStore(variables).token(url);
  if (kept !== undefined) return kept;
  throw new Failure('not-signed-in', `No API key is given for ${url}.`, {
    hint: 'Set LANGWATCH_API_KEY to a key of the LangWatch project, or keep it with `promptlane login --token-stdin`.',
  });
}
