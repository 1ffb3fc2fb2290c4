import { resolve } from 'node:path';
import type { Git } from './git.ts';
import { gitEnvironment } from './git-environment.ts';
import { readHeadInfo } from './head-info.ts';
import { everHeld } from './history/ever-held.ts';
import { reachesCommit } from './history/reaches-commit.ts';
import { readHistory } from './history/read-history.ts';
import { mainBranchBase } from './main-branch-base.ts';
import { beyondHistory, missingObjects } from './objects/explain-missing.ts';
import { objectFetcher } from './objects/fetch-objects.ts';
import { hashFiles, type Location } from './objects/hash-files.ts';
import { objectReader } from './objects/object-reader.ts';
import { blobReader } from './objects/read-blobs.ts';
import { resolveRevision } from './resolve-revision.ts';
import { gitFailure, gitRunner, type RunGit } from './run-git.ts';
import { readAttribute, readSettings, writeSettings } from './settings.ts';
import { conflictStages } from './tree/conflict-stages.ts';
import { listIndex, listSubmodules, listTree } from './tree/list-entries.ts';

/**
 * The repository around a workspace; nothing when there is none.
 *
 * @param inherited what git was told by its caller: hooks get their repository and index so.
 * @param fetches whether texts that a partial clone left out may be fetched; else they are missing.
 * @throws Failure `git-missing` when there is no git to ask, `git-failed` when git refuses the folder.
 */
export async function openGit(
  root: string,
  inherited = { env: process.env, cwd: process.cwd() },
  { fetches = false } = {},
): Promise<Git | undefined> {
  const env = gitEnvironment(inherited.env, inherited.cwd);
  const run = gitRunner(root, env);
  const location = await locate(run, root);
  if (location === undefined) return undefined;
  return {
    top: location.top,
    blobIds: (files, { write = false } = {}) => hashFiles(run, location, files, write),
    readBlobs: blobReader(run, objectReader(root, env), fetches ? objectFetcher(run) : undefined),
    explainMissing: (ids) => missingObjects(run, ids),
    listTree: (commit, folders = ['.']) => listTree(run, commit, folders),
    listIndex: (folders = ['.']) => listIndex(run, folders),
    submodules: (from, folders) => listSubmodules(run, location, from, folders),
    conflictStages: (paths, { undone = false } = {}) => conflictStages(run, paths, undone),
    settings: (sections) => readSettings(run, sections),
    attribute: (path, name) => readAttribute(run, path, name),
    writeSettings: (settings) => writeSettings(run, settings),
    resolveRevision: (text) => resolveRevision(run, text),
    mainBranchBase: (target) => mainBranchBase(run, target),
    everHeld: (text, path) => everHeld(run, text, path),
    reachesCommit: (commit) => reachesCommit(run, commit),
    history: (from, folders) => readHistory(run, root, from, folders),
    beyondHistory: () => beyondHistory(run),
    headInfo: () => readHeadInfo(root, env),
  };
}

async function locate(run: RunGit, root: string): Promise<Location | undefined> {
  const args = ['rev-parse', '--is-inside-work-tree', '--show-cdup', '--show-prefix'];
  const result = await run(args);
  // A bare repository around the folder is no repository of the folder; see GUARDS.
  if (/not a git repository|cannot use bare repository/.test(result.stderr)) return undefined;
  if (result.code !== 0) throw gitFailure(args, result);
  // The way up never holds a line end; the way down is a path and may. A bare repository says `false`.
  const [isInside, up = '', prefix = ''] = /^true\n(.*?)\n(.*)\n$/s.exec(result.stdout.toString('utf8')) ?? [];
  return isInside === undefined ? undefined : { top: resolve(root, up), prefix };
}
