import { firstEnvironment } from '../../workflows/release/environments.ts';
import type { PullDependencies } from '../../workflows/release/pull/pull.ts';
import type { PushDependencies } from '../../workflows/release/push/push.ts';
import { lockedVersions } from '../../workflows/versions/locked-versions.ts';
import { registryVersions } from '../../workflows/versions/registry-versions.ts';
import { treeOf, treeVersions } from '../../workflows/versions/tree.ts';
import { firstOf } from '../../workflows/versions/version-source.ts';
import { listSources } from '../../workspace/files/list-sources.ts';
import type { Session } from './session.ts';

/** What pulling needs, out of the session of one command. */
export async function pullDependencies(session: Session): Promise<PullDependencies> {
  const registry = await session.registry();
  const { root } = await session.workspace();
  return { root, sources: await session.sources(), lockfile: await session.lockfile(), registry, blobIds: session.blobIds };
}

/** What pushing needs. Tree and lockfile are read anew: a pull of the same command may have changed them. */
export async function pushDependencies(session: Session): Promise<PushDependencies> {
  const registry = await session.registry();
  const tree = treeOf(await listSources(await session.workspace()));
  const lockfile = await session.lockfile();
  const lock = await lockfile.read();
  const environment = firstEnvironment((await session.workspace()).config.environments);
  const versions = firstOf([treeVersions(tree), lockedVersions(lock, session.texts), registryVersions(registry)]);
  return { tree, lock, registry, versions, blobIds: session.blobIds, git: await session.git(), lockfile: lockfile.fileOf(environment) };
}
