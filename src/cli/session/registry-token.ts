import { readFile } from 'node:fs/promises';
import { parseToken } from '../../access/token.ts';
import { Failure } from '../../base/failure.ts';
import type { CliContext } from '../context.ts';
import type { RegistryAddress } from './registry-address.ts';

/**
 * The token for a registry: PROMPTLANE_TOKEN, the file that PROMPTLANE_TOKEN_FILE names, the one that `promptlane login`
 * kept for this very address, for the local registry the file that it wrote, and in a job of a CI service one that the
 * registry gives for the job's ID token.
 *
 * It goes to an address that the person gave or allowed, and to this machine; never to where a config alone leads.
 * @throws Failure `not-signed-in`, `token-withheld`, `id-token-refused`, `id-token-unavailable`
 */
export async function registryToken(context: CliContext, address: RegistryAddress): Promise<string> {
  const { variables } = context;
  if (!address.isTrusted && hasCredential(variables)) {
    const { requireTokenMayGo } = await import('../../registry/token-destination.ts');
    requireTokenMayGo(address.url, variables);
  }
  if (variables.PROMPTLANE_TOKEN) return variables.PROMPTLANE_TOKEN.trim();
  if (variables.PROMPTLANE_TOKEN_FILE) return fileToken(variables.PROMPTLANE_TOKEN_FILE);
  const { loginStore } = await import('../../workspace/logins/login-store.ts');
  // Came from this address, and goes nowhere else: no config can lead it away.
  const kept = await loginStore(variables).token(address.url);
  if (kept !== undefined) return kept;
  if (address.tokenFile !== undefined) return localToken(address.tokenFile);
  if (mayShowIdToken(variables)) return exchangedToken(context, address);
  throw new Failure(
    'not-signed-in',
    `No token is given for ${address.url}.`,
    variables.GITHUB_ACTIONS === 'true' ? { hint: JOB_HINT } : {},
  );
}

const JOB_HINT =
  'Give the job `permissions: { id-token: write }`, so that it can show the registry who it is, or set PROMPTLANE_TOKEN from a secret. ' +
  'GitHub gives pull requests from forks neither.';

type Variables = CliContext['variables'];

function mayShowIdToken(variables: Variables): boolean {
  return Boolean(variables.PROMPTLANE_ID_TOKEN || (variables.ACTIONS_ID_TOKEN_REQUEST_URL && variables.ACTIONS_ID_TOKEN_REQUEST_TOKEN));
}

function hasCredential(variables: Variables): boolean {
  return Boolean(variables.PROMPTLANE_TOKEN || variables.PROMPTLANE_TOKEN_FILE) || mayShowIdToken(variables);
}

async function exchangedToken({ variables, terminal }: CliContext, { url, project }: RegistryAddress): Promise<string> {
  const [{ idTokenGrant, requestIdToken }, { audienceOf, exchangeIdToken }] = await Promise.all([
    import('../../forge/github/oidc/request-id-token.ts'),
    import('../../registry/native/exchange-id-token.ts'),
  ]);
  const given = variables.PROMPTLANE_ID_TOKEN?.trim();
  const grant = idTokenGrant(variables);
  const idToken = async () => {
    if (given) return given;
    if (grant === undefined) throw new Failure('not-signed-in', `No token is given for ${url}.`);
    const requested = await requestIdToken(grant, { audience: audienceOf(url) });
    terminal.mask(requested);
    return requested;
  };
  const token = await exchangeIdToken({ url, project, idToken });
  terminal.mask(token);
  return token;
}

async function fileToken(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Failure('not-signed-in', `The token file ${file} cannot be read.`, { cause });
  });
  return text.trim();
}

/** The local registry's file is named by a file of the workspace: what is no token must not be sent as one. */
async function localToken(file: string): Promise<string> {
  const token = await fileToken(file);
  if (parseToken(token) === undefined) throw new Failure('not-signed-in', `${file} holds no token of a registry.`);
  return token;
}
