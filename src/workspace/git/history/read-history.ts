import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import type { CommitId, FileChange, HistoryCommit } from '../git.ts';
import { beyondClone } from '../objects/explain-missing.ts';
import { gitFailure, gitOutput, type RunGit } from '../run-git.ts';

/** Parted by NUL, which neither a name, a subject nor a path can hold. */
const FORMAT = ['%H', '%P', '%an', '%ae', '%at', '%s'].join('%x00');
const FIELDS = 6;

/** What the user's own settings must not change. */
const SETTINGS = ['-c', 'log.showRoot=true', '-c', 'log.follow=false', '-c', 'diff.ignoreSubmodules=none'];

const LOG = [
  'log',
  '--topo-order',
  // Every commit that changes the folders, on whatever branch it was made, and every merge: their parents are those that the pass tells.
  '--full-history',
  '--parents',
  '--diff-merges=first-parent',
  '--raw',
  '-z',
  '--relative',
  '--no-renames',
  '--no-abbrev',
  '--no-color',
  '--no-notes',
  '--no-show-signature',
  '--encoding=UTF-8',
  `--format=${FORMAT}`,
];

/** The commits that change files below some folders, and all merges, by one pass of `git log`; the newest first, each before its parents. */
export async function readHistory(
  run: RunGit,
  folder: string,
  from: CommitId | 'all',
  folders: readonly string[],
): Promise<HistoryCommit[]> {
  const tips = from === 'all' ? ['--all', 'HEAD'] : [from];
  const args = [...SETTINGS, ...LOG, '--end-of-options', ...tips, '--', ...folders];
  const [result, ends] = await Promise.all([
    run(from === 'all' ? args.filter((argument) => argument !== '--end-of-options') : args),
    shallowCommits(run, folder),
  ]);
  if (result.code !== 0) throw gitFailure(args, result, await beyondClone(run));
  return [...commits(result.stdout.toString('utf8').split('\0'), ends)];
}

/** The commits whose parents a shallow clone left out. */
async function shallowCommits(run: RunGit, folder: string): Promise<ReadonlySet<string>> {
  const path = (await gitOutput(run, ['rev-parse', '--git-path', 'shallow'])).toString('utf8').trimEnd();
  const list = await readFile(resolve(folder, path), 'utf8').catch(() => '');
  return new Set(list.split('\n'));
}

function* commits(tokens: readonly string[], ends: ReadonlySet<string>): Generator<HistoryCommit> {
  for (let at = 0; at + FIELDS <= tokens.length; ) {
    const [id = '', parents = '', name = '', email = '', time = '', subject = ''] = tokens.slice(at, at + FIELDS);
    at += FIELDS;
    const changes: FileChange[] = [];
    for (let change = fileChange(tokens, at); change !== undefined; change = fileChange(tokens, at)) {
      changes.push(change);
      at += 2;
    }
    yield {
      id: id as CommitId,
      parents: (parents === '' ? [] : parents.split(' ')) as CommitId[],
      author: { name, email },
      time: Number(time) * 1_000,
      subject,
      changes,
      isCut: ends.has(id),
    };
  }
}

/** `:<mode> <mode> <blob> <blob> <letter>`, the first of a commit on a line of its own, then the path. */
const CHANGE = /^\n?:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) [A-Z]$/;
/** Of a link the blob is a path, and a submodule has none. */
const TEXT_MODE = /^100/;

function fileChange(tokens: readonly string[], at: number): FileChange | undefined {
  const [, oldMode = '', mode = '', before, after] = CHANGE.exec(tokens[at] ?? '') ?? [];
  const path = tokens[at + 1];
  if (before === undefined || path === undefined) return undefined;
  return {
    path,
    ...(TEXT_MODE.test(oldMode) && { before: before as BlobId }),
    ...(TEXT_MODE.test(mode) && { after: after as BlobId }),
  };
}
