import { Failure } from '../../base/failure.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import type { CliContext } from '../context.ts';
import { registryAddress } from './registry-address.ts';
import { registryToken } from './registry-token.ts';

/**
 * Opens the registry of a workspace, signed in, or nothing when none is configured.
 *
 * @throws Failure those of `registryAddress` and `registryToken`; `config-invalid` for a kind that this version does not speak.
 */
export async function openRegistry(context: CliContext, workspace: Workspace): Promise<Registry | undefined> {
  const address = await registryAddress(context, workspace);
  if (!address) return undefined;
  if (workspace.config.registry.kind !== 'native') {
    throw new Failure('config-invalid', `The registry is of kind "${workspace.config.registry.kind}", which this version does not speak.`);
  }
  const token = await registryToken(context, address);
  const { nativeRegistry } = await import('../../registry/native/registry-client.ts');
  const registry = nativeRegistry({ url: address.url, project: address.project, token });
  context.defer(() => registry.close());
  return registry;
}
