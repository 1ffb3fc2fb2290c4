import type { CliContext } from '../context.ts';

/** What installing hooks works on. */
export async function hookDependencies(context: CliContext) {
  const [{ openLocalSession }, { hookGit }] = await Promise.all([
    import('./local-session.ts'),
    import('../../workspace/hooks/proposed-tree.ts'),
  ]);
  const workspace = await openLocalSession(context).workspace();
  return { workspace, git: hookGit(workspace.root) };
}
