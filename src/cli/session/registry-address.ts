import { Failure } from '../../base/failure.ts';
import type { RegistryKind } from '../../registry/registry.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { isOwnAddress } from '../../workspace/local-registry/own-address.ts';
import { readServeFile } from '../../workspace/local-registry/serve-file.ts';
import type { CliContext } from '../context.ts';

/** Where the registry is, and what a token may be told by it. */
export interface RegistryAddress {
  readonly url: string;
  readonly project: string;
  readonly kind: RegistryKind;
  /** Where the local registry left its token. */
  readonly tokenFile?: string;
  /** The person who runs the command gave the address, or it is this machine's; a config alone can lead anywhere. */
  readonly isTrusted: boolean;
}

/**
 * Where the registry of a workspace is, without asking it anything.
 *
 * Looked for in this order: `--registry`, PROMPTLANE_REGISTRY_URL, the config, a registry that runs on this machine
 * for this workspace.
 * @throws Failure `usage-invalid` for what is no address.
 */
export async function registryAddress(
  { globals, variables }: Pick<CliContext, 'globals' | 'variables'>,
  { root, config }: Workspace,
): Promise<RegistryAddress | undefined> {
  const { project, kind } = config.registry;
  const isLangwatch = kind === 'langwatch';
  // A registry that runs here is one of our own kind.
  const local = isLangwatch ? undefined : await readServeFile(root);
  const given = globals.registry ?? (variables.PROMPTLANE_REGISTRY_URL || undefined);
  const url = given ?? config.registry.url ?? (isLangwatch ? LANGWATCH_CLOUD : undefined);
  if (url === undefined) return local && { ...local, kind, isTrusted: true };
  if (!/^https?:/i.test(url) || !URL.canParse(url)) throw new Failure('usage-invalid', `"${url}" is not the address of a registry.`);
  const tokenFile = local && sameOrigin(local.url, url) ? { tokenFile: local.tokenFile } : {};
  const isTheirOwn = isLangwatch && new URL(url).origin === LANGWATCH_CLOUD;
  return { url, project, kind, ...tokenFile, isTrusted: given !== undefined || isOwnAddress(url) || isTheirOwn };
}

/** Where LangWatch itself is: what a config of its kind means that names no address. A key of it may go there. */
const LANGWATCH_CLOUD = 'https://app.langwatch.ai';

function sameOrigin(left: string, right: string): boolean {
  return new URL(left).origin === new URL(right).origin;
}
