import { Failure } from '../../base/failure.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import type { CommitId, TreeEntry } from '../git/git.ts';
import { gitEnvironment } from '../git/git-environment.ts';
import { readBlobs } from '../git/objects/read-blobs.ts';
import { gitFailure, gitOutput, gitRunner, type RunGit } from '../git/run-git.ts';
import { listIndex, listTree } from '../git/tree/list-entries.ts';
import { type PathChange, parseRawChanges } from './raw-changes.ts';

/** What a commit would hold, or what a push would bring, beside what was there before. Paths are relative to the workspace. */
export interface ProposedTree {
  readonly entries: readonly TreeEntry[];
  readonly changes: readonly PathChange[];
  /** Paths in which a merge is not settled: they have no text. */
  readonly unmerged: readonly string[];
  /** The contents of blobs by one process; what the clone does not hold is not in the map. */
  read(blobs: Iterable<BlobId>): Promise<ReadonlyMap<BlobId, Uint8Array>>;
}

/** What git tells a hook about its repository and index. */
export interface HookCaller {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** Runs git as the caller's git would run, so that a commit with an index of its own (`git commit -- file`) shows that one. */
export function hookGit(root: string, { env, cwd }: HookCaller = { env: process.env, cwd: process.cwd() }): RunGit {
  return gitRunner(root, gitEnvironment(env, cwd));
}

/** An object that is nowhere: git's `00…0`. */
const NOTHING = /^0+$/;
const DIFF = ['diff', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--relative', '--ignore-submodules=all'];

/**
 * What is staged, beside HEAD; everything is new before the first commit.
 *
 * @param places the files and folders that matter: the rest of a large repository costs nothing.
 * @throws Failure `git-missing` without git or outside a repository.
 */
export async function stagedTree(run: RunGit, places: readonly string[]): Promise<ProposedTree> {
  // Neither waits for the other.
  const [entries, output] = await Promise.all([listIndex(run, places), stagedChanges(run, places)]);
  const changes = parseRawChanges(output);
  const changed = new Set(changes.map(({ path }) => path));
  return {
    // A file that is only meant to be added (`git add -N`) stands in the index as an empty one, and is no change.
    entries: entries.filter(({ blob, path }) => !EMPTY_BLOBS.has(blob) || changed.has(path)),
    changes: changes.filter(({ isUnmerged }) => !isUnmerged),
    unmerged: changes.filter(({ isUnmerged }) => isUnmerged).map(({ path }) => path),
    read: (blobs) => readBlobs(run, blobs),
  };
}

/** The empty text in repositories of either kind. */
const EMPTY_BLOBS: ReadonlySet<string> = new Set([
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
]);

async function stagedChanges(run: RunGit, places: readonly string[]): Promise<Buffer> {
  const result = await run([...DIFF, '--', ...places]);
  if (result.code === 0) return result.stdout;
  // Outside a repository `git diff` is another command, with other options.
  if (/not a git repository|cannot use bare repository|unknown option|--no-index/.test(result.stderr))
    throw new Failure('git-missing', 'This is not a git repository, so there is nothing staged.');
  throw gitFailure(DIFF, result);
}

/** The tree of a commit, beside that of an earlier one; without that everything is new. */
export async function committedTree(
  run: RunGit,
  places: readonly string[],
  commit: CommitId,
  before: CommitId | undefined,
): Promise<ProposedTree> {
  const args = ['diff-tree', '-r', '--raw', '-z', '--no-renames', '--no-abbrev', '--relative', '--no-commit-id', '--ignore-submodules=all'];
  const [entries, output] = await Promise.all([
    listTree(run, commit, places),
    before === undefined ? undefined : gitOutput(run, [...args, before, commit, '--', ...places]),
  ]);
  return {
    entries,
    changes: output ? parseRawChanges(output) : entries.map(({ path, blob }) => ({ path, after: blob })),
    unmerged: [],
    read: (blobs) => readBlobs(run, blobs),
  };
}

/** True for the id by which git says that there is no object. */
export function isNoObject(id: string): boolean {
  return NOTHING.test(id);
}
