import { Failure } from '../../base/failure.ts';
import type { Registry } from '../../registry/registry.ts';
import type { VersionSource } from '../../workflows/versions/version-source.ts';
import type { CliContext } from '../context.ts';
import { type LocalSession, openLocalSession } from './local-session.ts';
import { once } from './once.ts';

/** What commands work on, each opened when it is first asked for and closed with the context. */
export interface Session extends LocalSession {
  /** @throws Failure `registry-not-configured` */
  registry(): Promise<Registry>;
  registryIfConfigured(): Promise<Registry | undefined>;
  /** Contents by digest: the tree, then what the lockfile names, then the registry. */
  versions(): Promise<VersionSource>;
}

export interface SessionOptions {
  /** Asked when the registry is first wanted: then there is none, whatever is configured. */
  readonly isOffline?: () => boolean;
  /** Whether git may bring what a partial clone left out. */
  readonly fetches?: boolean;
}

/** Opens nothing yet. */
export function openSession(context: CliContext, { isOffline = () => false, fetches = false }: SessionOptions = {}): Session {
  const local = openLocalSession(context, { fetches });
  const registryIfConfigured = once(async () => {
    if (isOffline()) return undefined;
    const { openRegistry } = await import('./open-registry.ts');
    return openRegistry(context, local);
  });
  return {
    ...local,
    registryIfConfigured,
    async registry() {
      const registry = await registryIfConfigured();
      if (registry) return registry;
      throw new Failure('registry-not-configured', 'No registry is configured.');
    },
    versions: once(() => versionsOf(local, registryIfConfigured)),
  };
}

async function versionsOf({ tree, lock, texts }: LocalSession, registry: () => Promise<Registry | undefined>): Promise<VersionSource> {
  const [{ firstOf }, { treeVersions }, { lockedVersions }, { registryVersions }] = await Promise.all([
    import('../../workflows/versions/version-source.ts'),
    import('../../workflows/versions/tree.ts'),
    import('../../workflows/versions/locked-versions.ts'),
    import('../../workflows/versions/registry-versions.ts'),
  ]);
  // Opened on the first miss only: what is at hand needs neither a token nor the network.
  const remote: VersionSource = {
    async load(id, digest) {
      const opened = await registry();
      return opened && registryVersions(opened).load(id, digest);
    },
  };
  return firstOf([treeVersions(await tree()), lockedVersions(await lock(), texts), remote]);
}
