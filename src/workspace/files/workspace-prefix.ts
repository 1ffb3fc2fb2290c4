import { relative } from 'node:path';
import type { Workspace } from '../config/workspace.ts';

/** The way from the top of the repository down to the workspace, with a `/` at its end; empty at the top, and outside a repository. */
export function workspacePrefix({ root, gitRoot }: Pick<Workspace, 'root' | 'gitRoot'>): string {
  const down = gitRoot === undefined ? '' : relative(gitRoot, root).replaceAll('\\', '/');
  return down === '' ? '' : `${down}/`;
}
