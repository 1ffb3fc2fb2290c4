import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from '../../base/failure.ts';
import type { ModelAccess } from '../../models/open-model.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { refuseStrayLink } from '../../workspace/files/stray-link.ts';
import type { CliContext } from '../context.ts';

/**
 * What models are reached with from here: providers and prices of the config, keys and proxies of this machine.
 *
 * Modules of the repository run only when a model of theirs is really asked: never for a stranger's change, which is
 * judged by recorded answers alone.
 */
export function modelAccess(
  { root, config }: Pick<Workspace, 'root' | 'config'>,
  { variables }: Pick<CliContext, 'variables'>,
): ModelAccess {
  return {
    providers: Object.fromEntries(config.models.providers),
    prices: Object.fromEntries(config.models.prices),
    environment: variables,
    loadModule: (path) => loadModule(root, path),
  };
}

/** The config keeps the path below the root; a link could still lead out of it. */
async function loadModule(root: string, path: string): Promise<unknown> {
  const file = resolve(root, path);
  refuseStrayLink(root, file);
  try {
    const { default: exported } = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
    return exported;
  } catch (cause) {
    throw new Failure('config-invalid', `The module ${path} cannot be loaded: ${(cause as Error).message}`, {
      hint: 'It is run by Node as it stands; install what it imports where it can find it.',
      cause,
    });
  }
}
