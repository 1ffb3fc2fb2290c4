import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { storedText } from '../../release/lockfile/blob-id.ts';
import { LOCKFILE_NAME, splitLockfileName } from '../../release/lockfile/lockfile-name.ts';
import type { Config } from '../../workspace/config/config.ts';
import { readConfig } from '../../workspace/config/read-config.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { pathInside } from '../../workspace/files/path-inside.ts';
import type { RunGit } from '../../workspace/git/run-git.ts';
import { type ProposedTree, stagedTree } from '../../workspace/hooks/proposed-tree.ts';
import { scannedPlaces } from '../authoring/scanned-texts.ts';
import { checkProposed, type ProposedOutcome } from './check-proposed.ts';

export interface PreCommitRequest {
  /** Files as another tool names them, relative to its folder or to the top of the repository; none means all that is staged. */
  readonly files: readonly string[];
  /** Where the command runs, absolute. */
  readonly directory: string;
}

export interface PreCommitDependencies {
  readonly workspace: Workspace;
  readonly git: RunGit;
}

/** What a commit would hold, and the config that it holds. */
export interface Staged {
  readonly config: Config;
  readonly tree: ProposedTree;
}

/** Checks what is staged, or the part of it that is named; the lockfile always. */
export async function preCommit(request: PreCommitRequest, { workspace, git }: PreCommitDependencies): Promise<ProposedOutcome> {
  const { config, tree } = await openStaged(workspace, git);
  const paths = request.files.length === 0 ? undefined : stagedPaths(request, workspace, tree);
  const isOnDisk = (path: string) => existsSync(join(workspace.root, path));
  return checkProposed({ proposal: 'staged', ...(paths && { paths }) }, { config, tree, isOnDisk });
}

/**
 * Opens what is staged, by the config that is staged with it. One that git does not know holds as it lies on the disk.
 *
 * @throws Failure `config-invalid`
 */
export async function openStaged({ root, configFile, config }: Workspace, git: RunGit): Promise<Staged> {
  const tree = await stagedTree(git, placesOf(config, root, configFile));
  const path = configFile === undefined ? undefined : pathInside(root, configFile);
  const entry = tree.entries.find((candidate) => candidate.path === path);
  if (configFile === undefined || path === undefined || entry === undefined) return { config, tree };
  if (storedText(entry.blob, textOf(configFile)) !== undefined) return { config, tree };
  const bytes = (await tree.read([entry.blob])).get(entry.blob);
  const member = path === 'package.json' ? ({ member: 'promptlane' } as const) : {};
  const staged = readConfig({ file: path, text: Buffer.from(bytes ?? []).toString('utf8'), ...member }).config;
  // Its folders may be others.
  return { config: staged, tree: await stagedTree(git, placesOf(staged, root, configFile)) };
}

/** A file that was deleted after it was staged has no text here. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The files and folders of a project that a hook looks at. */
export function placesOf(config: Config, root: string, configFile: string | undefined): string[] {
  const places = scannedPlaces(config);
  if (places.includes('.')) return places;
  const own = configFile === undefined ? undefined : pathInside(root, configFile);
  const locks = [LOCKFILE_NAME, ...config.environments.map(({ name }) => splitLockfileName(name))];
  return [...new Set([...places, ...locks, ...(own === undefined ? [] : [own])])];
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
