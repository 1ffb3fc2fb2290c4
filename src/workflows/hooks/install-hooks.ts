import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { workspacePrefix } from '../../workspace/files/workspace-prefix.ts';
import type { RunGit } from '../../workspace/git/run-git.ts';
import { addToHook, type HooksFolder, hookState, hooksFolder, removeFromHook } from '../../workspace/hooks/hook-files.ts';
import { hookManager, mentionsHook } from '../../workspace/hooks/hook-manager.ts';
import type { HookName } from '../../workspace/hooks/hook-script.ts';

export interface InstallRequest {
  readonly hooks: readonly HookName[];
  /** Install beside a hook manager, or into a folder that other repositories share. */
  readonly force: boolean;
}

interface HookDependencies {
  readonly workspace: Workspace;
  readonly git: RunGit;
}

/** One hook and what became of it. */
export interface InstalledHook {
  readonly hook: HookName;
  /** Absolute, or of a manager its file below the top of the repository. */
  readonly file: string;
  readonly result: 'installed' | 'chained' | 'unchanged' | 'managed' | 'removed' | 'restored' | 'absent';
  /** Who runs the hooks instead of git. */
  readonly manager?: string;
}

export interface HooksOutcome {
  readonly hooks: readonly InstalledHook[];
}

/**
 * Has git run our hooks in this clone; hooks that are there keep running.
 *
 * @throws Failure `git-missing`, `hooks-managed` with the lines to add where another program runs the hooks, `hooks-shared`, `hook-occupied`.
 */
export async function installHooks({ hooks, force }: InstallRequest, { workspace, git }: HookDependencies): Promise<HooksOutcome> {
  const top = topOf(workspace);
  const folder = folderOf(workspace);
  const place = await hooksFolder(git, top);
  const results: InstalledHook[] = [];
  for (const hook of hooks) {
    const manager = hookManager(top, hook);
    if (manager?.runsUs) results.push({ hook, file: manager.file, result: 'managed', manager: manager.name });
    else if (manager && !force) throw managed(manager.name, manager.file, manager.lines(hook, folder));
    else results.push(await install(hook, place, folder, force));
  }
  return { hooks: results };
}

async function install(hook: HookName, place: HooksFolder, folder: string, force: boolean): Promise<InstalledHook> {
  const file = `${place.path}/${hook}`;
  const before = hookState(place, hook).kind;
  if (!place.isOwn && !force)
    throw new Failure('hooks-shared', `git takes the hooks of this repository from ${place.path}, which is not its own (core.hooksPath).`);
  const isWritten = await addToHook(place, hook, folder);
  return { hook, file, result: isWritten ? (before === 'foreign' ? 'chained' : 'installed') : 'unchanged' };
}

/** Takes our hooks away; what stood there before comes back. @throws Failure `git-missing` */
export async function uninstallHooks({ workspace, git }: HookDependencies): Promise<HooksOutcome> {
  const place = await hooksFolder(git, topOf(workspace));
  const hooks: InstalledHook[] = [];
  for (const hook of ['pre-commit', 'pre-push'] as const) {
    const isRemoved = await removeFromHook(place, hook, folderOf(workspace));
    const isRestored = isRemoved && hookState(place, hook).kind === 'foreign';
    hooks.push({ hook, file: `${place.path}/${hook}`, result: isRestored ? 'restored' : isRemoved ? 'removed' : 'absent' });
  }
  return { hooks };
}

/** What runs our check before a commit of this clone, a hook that somebody wrote by hand included; nothing when nothing does. */
export async function hookInPlace({ workspace, git }: HookDependencies): Promise<string | undefined> {
  const top = topOf(workspace);
  const manager = hookManager(top, 'pre-commit');
  if (manager?.runsUs) return manager.file;
  const place = await hooksFolder(git, top);
  const state = hookState(place, 'pre-commit');
  const file = relative(top, join(place.path, 'pre-commit'));
  if (state.kind === 'ours') return state.folders.includes(folderOf(workspace)) ? file : undefined;
  return state.kind === 'foreign' && mentionsUs(join(place.path, 'pre-commit')) ? file : undefined;
}

function mentionsUs(file: string): boolean {
  try {
    return mentionsHook(readFileSync(file, 'utf8'), 'pre-commit');
  } catch {
    return false;
  }
}

function managed(name: string, file: string, lines: string): Failure {
  return new Failure('hooks-managed', `${name} runs the hooks of this repository.`, {
    hint: `Add to ${file}:\n\n${lines}\n\nOr install beside it: \`promptlane hook install --force\`.`,
  });
}

function topOf({ gitRoot }: Workspace): string {
  if (gitRoot === undefined) throw new Failure('git-missing', 'This is not a git repository, so it has no hooks.');
  return gitRoot;
}

/** The workspace as a hook calls it, which git starts at the top. */
function folderOf(workspace: Workspace): string {
  return workspacePrefix(workspace).replace(/\/$/, '') || '.';
}
