import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName } from '../../src/release/environment.ts';
import { type LockOutcome, lock } from '../../src/workflows/release/lock.ts';
import { type PromoteOutcome, promote } from '../../src/workflows/release/moves/promote.ts';
import { type PushOutcome, push } from '../../src/workflows/release/push/push.ts';
import { registryVersions } from '../../src/workflows/versions/registry-versions.ts';
import { type Tree, treeOf } from '../../src/workflows/versions/tree.ts';
import { DEFAULT_CONFIG } from '../../src/workspace/config/config.ts';
import { openWorkspace } from '../../src/workspace/config/open-workspace.ts';
import { listSources } from '../../src/workspace/files/list-sources.ts';
import { openGit } from '../../src/workspace/git/open-git.ts';
import { type LockfileStore, lockfileFile } from '../../src/workspace/lockfile-file/lockfile-file.ts';
import { isolatedGit } from './git-repository.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from './temporary-workspace.ts';

/** A workspace with what the release workflows need, wired as the command line does it. */
export interface ReleaseProject {
  readonly workspace: TemporaryWorkspace;
  tree(): Promise<Tree>;
  lockfile(): LockfileStore;
  /** Gives `greet` another text. */
  edit(text: string): void;
  lock(mode?: 'write' | 'check' | 'frozen'): Promise<LockOutcome>;
  push(): Promise<PushOutcome>;
  promote(to: EnvironmentName, from: EnvironmentName, registry?: Registry): Promise<PromoteOutcome>;
}

export function releaseProject(registry: Registry): ReleaseProject {
  const workspace = temporaryWorkspace();
  const root = workspace.path;
  const git = async () => {
    const opened = await openGit(root, { env: isolatedGit(), cwd: root });
    if (!opened) throw new Error('The temporary workspace is no repository.');
    return opened;
  };
  const project: ReleaseProject = {
    workspace,
    tree: async () => treeOf(await listSources(await openWorkspace({ cwd: root }))),
    lockfile: () => lockfileFile({ root, config: DEFAULT_CONFIG }),
    edit: (text) => writeFileSync(join(root, 'prompts/greet.prompt.yaml'), promptText(text)),
    async lock(mode = 'write') {
      const [tree, { blobIds }] = await Promise.all([project.tree(), git()]);
      return lock({ environment: DEFAULT_ENVIRONMENTS[0]?.name as EnvironmentName, mode }, { tree, lockfile: project.lockfile(), blobIds });
    },
    async push() {
      const [tree, { blobIds }] = await Promise.all([project.tree(), git()]);
      const dependencies = {
        tree,
        lock: await project.lockfile().read(),
        registry,
        versions: registryVersions(registry),
        blobIds,
        git: undefined,
        lockfile: 'promptlane.lock',
      };
      return push({ environment: 'development' as EnvironmentName, applies: true, provenance: {} }, dependencies);
    },
    promote: (to, from, through = registry) =>
      promote(
        { to, from, prompts: 'all', lockOnly: false },
        { lockfile: project.lockfile(), registry: through, versions: registryVersions(registry) },
      ),
  };
  return project;
}
