import { hostname, userInfo } from 'node:os';
import { text } from 'node:stream/consumers';
import { normalEmail } from '../../../access/email.ts';
import { Failure } from '../../../base/failure.ts';
import { langwatchRegistry } from '../../../registry/langwatch/langwatch-registry.ts';
import { signInByBrowser } from '../../../registry/native/browser-sign-in.ts';
import { nativeRegistry } from '../../../registry/native/registry-client.ts';
import { redeem, signIn } from '../../../registry/native/sign-in.ts';
import type { Registry } from '../../../registry/registry.ts';
import { requireTokenMayGo } from '../../../registry/token-destination.ts';
import { endOtherLogins, keepLogin, type SignedIn, type SignedOut, signOut } from '../../../workflows/access/sign-in.ts';
import { loginStore } from '../../../workspace/logins/login-store.ts';
import type { CliContext } from '../../context.ts';
import { type RegistryAddress, registryAddress } from '../../session/registry-address.ts';
import { openSession } from '../../session/session.ts';
import { askSecret, askText } from '../../terminal/ask-text.ts';
import { askNewPassword } from './ask-new-password.ts';

export interface LoginFlags {
  readonly tokenStdin: boolean;
  readonly code: boolean;
  readonly browser: boolean;
  readonly email?: string;
}

/** Signs a person in by what they type, or by a token from stdin. */
export async function logIn(flags: LoginFlags, context: CliContext): Promise<SignedIn> {
  const address = await addressToSignInAt(context);
  const token = await tokenBy(flags, address, context);
  return keepLogin(token, {
    url: address.url,
    kind: address.kind,
    store: loginStore(context.variables),
    identify: (own) => asking(address, own, (registry) => registry.whoami()),
  });
}

function tokenBy(flags: LoginFlags, address: RegistryAddress, context: CliContext): Promise<string> {
  if ([flags.tokenStdin, flags.code, flags.browser].filter(Boolean).length > 1) {
    throw new Failure('usage-invalid', 'Of --token-stdin, --code and --browser only one can be meant.');
  }
  if (flags.tokenStdin) return text(context.host.stdin).then((typed) => typed.trim());
  requireTerminal(context);
  if (address.kind === 'langwatch') return askSecret('API key of the LangWatch project', context.host);
  return flags.browser ? tokenByBrowser(address, context) : tokenByPassword(flags, address, context);
}

/** Forgets the login of the registry that commands talk to here. */
export async function logOut({ everywhere }: { readonly everywhere: boolean }, context: CliContext): Promise<SignedOut> {
  const address = await requireAddress(context);
  const store = loginStore(context.variables);
  const own = everywhere ? await store.token(address.url) : undefined;
  if (everywhere && own === undefined) {
    throw new Failure('not-signed-in', `You are not signed in to ${address.url} on this machine, so nothing was ended anywhere.`, {
      hint: 'Sign in with `promptlane login`, then run it again.',
    });
  }
  // First the others: without its own token the program could end none of them.
  const ended = own === undefined ? undefined : await asking(address, own, (registry) => endOtherLogins(registry, own));
  const outcome = await signOut(address, store, (token) => asking(address, token, (registry) => registry.revokeThisToken()));
  return { ...outcome, ...(ended && { ended }) };
}

async function requireAddress(context: CliContext): Promise<RegistryAddress> {
  const address = await registryAddress(context, await openSession(context).workspace());
  if (address !== undefined) return address;
  throw new Failure('registry-not-configured', 'No registry is configured.');
}

/** A password goes where a token may go: not to where a config alone leads. */
async function addressToSignInAt(context: CliContext): Promise<RegistryAddress> {
  const address = await requireAddress(context);
  if (!address.isTrusted) requireTokenMayGo(address.url, context.variables);
  return address;
}

async function asking<Result>(
  { url, project, kind }: RegistryAddress,
  token: string,
  use: (registry: Registry) => Promise<Result>,
): Promise<Result> {
  const registry = kind === 'langwatch' ? langwatchRegistry({ url, apiKey: token }) : nativeRegistry({ url, project, token });
  try {
    return await use(registry);
  } finally {
    await registry.close();
  }
}

function requireTerminal({ terminal }: CliContext): void {
  if (terminal.isInteractive) return;
  throw new Failure('usage-invalid', 'There is no terminal to sign in on.', {
    hint: 'Give a token with `--token-stdin`, or set PROMPTLANE_TOKEN.',
  });
}

async function tokenByBrowser(address: RegistryAddress, context: CliContext): Promise<string> {
  const show = (url: string) => context.terminal.note(`Open this address in a browser on this machine, and sign in there:\n${url}`);
  return (await signInByBrowser(address, { name: programName(), show, signal: context.interruption() })).token;
}

function programName(): string {
  return `${userInfo().username} on ${hostname()}`.slice(0, 80);
}

async function tokenByPassword(
  { code, email: given }: LoginFlags,
  address: RegistryAddress,
  { terminal, host }: CliContext,
): Promise<string> {
  terminal.note(`Signing in to ${address.url}`);
  if (given !== undefined) requireEmail(given);
  const joined = code ? await join(given, address, host) : undefined;
  const email = joined?.email ?? requireEmail(given ?? (await askText('Mail address', host)));
  const password = joined?.password ?? (await askSecret('Password', host));
  return (await signIn(address, { email, password }, programName())).token;
}

/** Makes a member of who holds a code, with a password of their choice. */
async function join(
  given: string | undefined,
  address: RegistryAddress,
  host: CliContext['host'],
): Promise<{ email: string; password: string }> {
  const code = await askSecret('Code', host);
  const email = requireEmail(given ?? (await askText('Mail address', host)));
  const name = await askText('Your name', host);
  const question = 'A password of at least 12 characters (or yours, if you have one here)';
  const password = await askNewPassword(question, host, 'Run the command again; the code is still good.');
  // An invitation has its own address, and the registry says it.
  return { email: await redeem(address, { code, email, name, password }), password };
}

function requireEmail(text: string): string {
  const email = normalEmail(text);
  if (email !== undefined) return email;
  throw new Failure('usage-invalid', `"${text}" is no mail address.`, { hint: 'Give the address that you were invited by.' });
}
