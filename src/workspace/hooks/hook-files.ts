import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { pathInside } from '../files/path-inside.ts';
import { gitOutput, type RunGit } from '../git/run-git.ts';
import { earlierName, foldersOf, type HookName, hookScript } from './hook-script.ts';

/** Where git looks for the hooks of a repository. */
export interface HooksFolder {
  /** Absolute: the repository's own, which all worktrees share, or what `core.hooksPath` says. */
  readonly path: string;
  /** False for a folder outside the repository: other repositories may obey it too. */
  readonly isOwn: boolean;
}

/** Asks git where it looks for hooks. */
export async function hooksFolder(run: RunGit, top: string): Promise<HooksFolder> {
  const args = ['rev-parse', '--git-common-dir', '--git-path', 'hooks'];
  const [common = '', hooks = ''] = (await gitOutput(run, args, { cwd: top })).toString('utf8').trimEnd().split('\n');
  const path = resolve(top, hooks);
  return { path, isOwn: pathInside(resolve(top, common), path) !== undefined || pathInside(top, path) !== undefined };
}

/** What stands in the place of a hook: nothing, a script of ours for some workspaces, or something else. */
export type HookState = { readonly kind: 'none' | 'foreign' } | { readonly kind: 'ours'; readonly folders: readonly string[] };

/** Looks at one hook. */
export function hookState({ path }: HooksFolder, hook: HookName): HookState {
  const file = join(path, hook);
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return { kind: 'none' };
  const folders = existsSync(file) ? foldersOf(readFileSync(file, 'utf8')) : undefined;
  return folders === undefined ? { kind: 'foreign' } : { kind: 'ours', folders };
}

/**
 * Has git check a workspace; what stood there before runs first from now on.
 *
 * @returns whether anything was written.
 * @throws Failure `hook-occupied` when something stands there that cannot be renamed, or what stood there before it is kept already.
 */
export async function addToHook(hooks: HooksFolder, hook: HookName, folder: string): Promise<boolean> {
  const state = hookState(hooks, hook);
  const [file, earlier] = [join(hooks.path, hook), join(hooks.path, earlierName(hook))];
  const folders = state.kind === 'ours' ? state.folders : [];
  const script = hookScript(hook, [...new Set([...folders, folder])]);
  if (state.kind === 'ours' && readFileSync(file, 'utf8') === script) return false;
  if (state.kind === 'foreign' && needsItsName(file)) {
    throw new Failure('hook-occupied', `${file} goes by its own name, and would do nothing under another.`, {
      hint: `Call promptlane from it: \`promptlane hook run ${hook}\`.`,
    });
  }
  await mkdir(hooks.path, { recursive: true });
  // Written whole before it takes its place: git never meets a part of it.
  const fresh = `${file}.promptlane-${process.pid}`;
  await writeFile(fresh, script);
  await chmod(fresh, 0o755);
  if (state.kind === 'foreign') {
    if (existsSync(earlier)) {
      await rm(fresh);
      throw new Failure('hook-occupied', `${file} is not ours, and ${earlierName(hook)} is taken as well.`);
    }
    await rename(file, earlier);
  }
  await rename(fresh, file);
  return true;
}

/**
 * True for a script that tells by the name of its file what to do, as one that all hooks link to does, or that hands itself to
 * a file beside it, as those of husky do.
 */
function needsItsName(file: string): boolean {
  const script = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /basename[^\n]{0,20}\$\{?(?:0|BASH_SOURCE)|\$\{0##|^\s*(?:\.|source)\s[^\n]{0,200}\$\{?0\b/m.test(script);
}

/** Takes a workspace out of a hook; with the last one goes the script, and what stood there before comes back. @returns whether anything changed. */
export async function removeFromHook(hooks: HooksFolder, hook: HookName, folder: string): Promise<boolean> {
  const state = hookState(hooks, hook);
  if (state.kind !== 'ours' || !state.folders.includes(folder)) return false;
  const [file, earlier] = [join(hooks.path, hook), join(hooks.path, earlierName(hook))];
  const left = state.folders.filter((other) => other !== folder);
  if (left.length > 0) await writeFile(file, hookScript(hook, left));
  else if (existsSync(earlier)) await rename(earlier, file);
  else await rm(file);
  return true;
}
