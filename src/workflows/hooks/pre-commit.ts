import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { pathInside } from '../../workspace/files/path-inside.ts';
import type { RunGit } from '../../workspace/git/run-git.ts';
import { type ProposedTree, stagedTree } from '../../workspace/hooks/proposed-tree.ts';
import { checkProposed, type ProposedOutcome } from './proposed/check-proposed.ts';
import { openProposed } from './proposed/open-proposed.ts';

export interface PreCommitRequest {
  /** Files as another tool names them, relative to its folder or to the top of the repository; none means all that is staged. */
  readonly files: readonly string[];
  /** Where the command runs, absolute. */
  readonly directory: string;
}

export interface PreCommitDependencies {
  readonly workspace: Workspace;
  readonly run: RunGit;
}

/** Checks what is staged, or the part of it that is named; the lockfile always. */
export async function preCommit(request: PreCommitRequest, { workspace, run }: PreCommitDependencies): Promise<ProposedOutcome> {
  const { config, tree } = await openProposed(workspace, (places) => stagedTree(run, places));
  const paths = request.files.length === 0 ? undefined : stagedPaths(request, workspace, tree);
  const isOnDisk = (path: string) => existsSync(join(workspace.root, path));
  return checkProposed({ proposal: 'staged', ...(paths && { paths }) }, { config, tree, isOnDisk });
}

/** Tools name files from the top of the repository, people from where they are; what is staged tells which was meant. */
function stagedPaths({ files, directory }: PreCommitRequest, { root, gitRoot = root }: Workspace, { entries }: ProposedTree): string[] {
  const known = new Set(entries.map(({ path }) => path));
  const bases = [existsSync(directory) ? realpathSync(directory) : directory, gitRoot];
  return files.flatMap((file) => {
    const candidates = bases.flatMap((base) => pathInside(root, resolve(base, file)) ?? []);
    return candidates.find((path) => known.has(path)) ?? [];
  });
}
