import { readFile } from 'node:fs/promises';
import { parseToken } from '../../access/token.ts';
import { Failure } from '../../base/failure.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { isOwnAddress } from '../../workspace/local-registry/own-address.ts';
import { readServeFile } from '../../workspace/local-registry/serve-file.ts';
import type { CliContext } from '../context.ts';

/** Where the registry is, and how to sign in. */
export interface RegistryAddress {
  readonly url: string;
  readonly project: string;
  readonly tokenFile?: string;
}

/**
 * Opens the registry of a workspace, or nothing when none is configured.
 *
 * Looked for in this order: `--registry`, PROMPTLANE_REGISTRY_URL, the config, a registry that runs
 * on this machine for this workspace. The token comes from PROMPTLANE_TOKEN, PROMPTLANE_TOKEN_FILE or,
 * for the local registry only, from the file that it wrote: a token never goes to another address than its own.
 */
export async function openRegistry(context: CliContext, workspace: Workspace): Promise<Registry | undefined> {
  const address = await registryAddress(context, workspace);
  if (!address) return undefined;
  if (workspace.config.registry.kind !== 'native') {
    throw new Failure('config-invalid', `The registry is of kind "${workspace.config.registry.kind}", which this version does not speak.`);
  }
  const token = await readToken(context, address);
  const { nativeRegistry } = await import('../../registry/native/registry-client.ts');
  const registry = nativeRegistry({ url: address.url, project: address.project, token });
  context.defer(() => registry.close());
  return registry;
}

/** Where the registry of a workspace is, without asking it anything. @throws Failure `usage-invalid` for what is no address. */
export async function registryAddress(context: CliContext, { root, config }: Workspace): Promise<RegistryAddress | undefined> {
  const { project } = config.registry;
  const local = await readServeFile(root);
  const given = context.globals.registry ?? (context.variables.PROMPTLANE_REGISTRY_URL || undefined);
  const url = given ?? config.registry.url;
  if (url === undefined) return local;
  if (!URL.canParse(url)) throw new Failure('usage-invalid', `"${url}" is not the address of a registry.`);
  if (given === undefined && url.startsWith('http:') && !isOwnAddress(url)) warnInTheClear(context, url);
  return { url, project, ...(local && sameOrigin(local.url, url) && { tokenFile: local.tokenFile }) };
}

/** Who writes `--registry` or the variable has seen the address; the config's may be new to whoever runs this. */
function warnInTheClear({ terminal }: CliContext, url: string): void {
  terminal.note(`${terminal.noteColor.yellow('warning')} the config sends the registry token to ${url} unencrypted; use https.`);
}

async function readToken({ variables }: CliContext, { url, tokenFile }: RegistryAddress): Promise<string> {
  if (variables.PROMPTLANE_TOKEN) return variables.PROMPTLANE_TOKEN.trim();
  const named = variables.PROMPTLANE_TOKEN_FILE || undefined;
  const file = named ?? tokenFile;
  if (file === undefined) throw new Failure('not-signed-in', `No token is given for ${url}.`);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Failure('not-signed-in', `The token file ${file} cannot be read.`, { cause });
  });
  const token = text.trim();
  // The local registry's file is named by a file of the workspace: what is no token must not be sent as one.
  if (named === undefined && parseToken(token) === undefined) {
    throw new Failure('not-signed-in', `${file} holds no token of a registry.`);
  }
  return token;
}

function sameOrigin(left: string, right: string): boolean {
  return new URL(left).origin === new URL(right).origin;
}
