import { Failure } from '../base/failure.ts';
import { listsHost } from '../base/net/host-list.ts';
import { isLoopback } from '../base/net/loopback.ts';

/** Where the keys that many people have set belong. */
const HOMES: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: 'api.openai.com',
  ANTHROPIC_API_KEY: 'api.anthropic.com',
  GITHUB_TOKEN: 'models.github.ai',
  GEMINI_API_KEY: 'generativelanguage.googleapis.com',
  GOOGLE_API_KEY: 'generativelanguage.googleapis.com',
  MISTRAL_API_KEY: 'api.mistral.ai',
  DEEPSEEK_API_KEY: 'api.deepseek.com',
  XAI_API_KEY: 'api.x.ai',
  GROQ_API_KEY: 'api.groq.com',
  OPENROUTER_API_KEY: 'openrouter.ai',
  TOGETHER_API_KEY: 'api.together.xyz',
  FIREWORKS_API_KEY: 'api.fireworks.ai',
};

/** The variable in which a person names the hosts, separated by commas, that a config may send keys to. */
const ALLOWED = 'PROMPTLANE_KEY_HOSTS';

/**
 * Lets a key go to where it belongs, to this machine, and to hosts that the person at the keyboard allows.
 *
 * The config names both the variable and the address, and a config comes with a repository: without this,
 * a pull request could have any variable of whoever evaluates it sent to any address.
 * @throws Failure `key-withheld`
 */
export function requireKeyMayGo(variable: string, url: URL, environment: Readonly<Record<string, string | undefined>>): void {
  const { protocol, hostname, host } = url;
  const home = Object.hasOwn(HOMES, variable) ? HOMES[variable] : undefined;
  if (home === hostname && protocol === 'https:') return;
  if (isLoopback(hostname)) return;
  if (listsHost(environment[ALLOWED], url)) return;
  throw new Failure('key-withheld', `The config asks to send ${variable} to ${protocol}//${host}, and nobody here has allowed that.`, {
    hint: `If you trust that address with the key, set ${ALLOWED}=${host}.`,
  });
}
