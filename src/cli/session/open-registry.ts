import type { Registry } from '../../registry/registry.ts';
import type { CliContext } from '../context.ts';
import type { LocalSession } from './local-session.ts';
import { type RegistryAddress, registryAddress } from './registry-address.ts';
import { registryToken } from './registry-token.ts';

/**
 * Opens the registry of a workspace, signed in, or nothing when none is configured.
 *
 * @throws Failure those of `registryAddress`, `registryToken` and `langwatchKey`
 */
export async function openRegistry(context: CliContext, local: LocalSession): Promise<Registry | undefined> {
  const workspace = await local.workspace();
  const address = await registryAddress(context, workspace);
  if (!address) return undefined;
  const registry = address.kind === 'langwatch' ? await openLangwatch(context, address, local) : await openNative(context, address);
  context.defer(() => registry.close());
  return registry;
}

async function openNative(context: CliContext, address: RegistryAddress): Promise<Registry> {
  const token = await registryToken(context, address);
  const { nativeRegistry } = await import('../../registry/native/registry-client.ts');
  return nativeRegistry({ url: address.url, project: address.project, token });
}

async function openLangwatch(context: CliContext, address: RegistryAddress, local: LocalSession): Promise<Registry> {
  const [{ langwatchKey }, { langwatchRegistry }, { localVersions }] = await Promise.all([
    import('./langwatch-key.ts'),
    import('../../registry/langwatch/langwatch-registry.ts'),
    import('./local-versions.ts'),
  ]);
  const apiKey = await langwatchKey(context, address);
  const { environments } = (await local.workspace()).config;
  return langwatchRegistry({ url: address.url, apiKey, environments, local: localVersions(local) });
}
