import type { Diagnostic } from '../../base/diagnostic.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import { type SourceFile, type SourceRoots, sourceFolders, sourcePath } from '../../workspace/files/source-file.ts';
import type { CommitId, Git, HistoryCommit } from '../../workspace/git/git.ts';
import { treeSide } from '../compare/sides/tree-side.ts';
import type { PastVersion } from '../versions/past-version.ts';
import { type ReadTree, treeReader } from '../versions/tree.ts';
import { type PastFiles, pastFiles } from './past-files.ts';

/** What a commit holds of a prompt. */
export type PastPrompt =
  | (PastVersion & { readonly kind: 'version'; readonly path: string })
  | { readonly kind: 'invalid'; readonly id: PromptId; readonly reason: string }
  | { readonly kind: 'none' };

/** A commit at which a prompt became another than it was in every parent. */
export interface PastChange {
  readonly commit: HistoryCommit;
  readonly now: PastPrompt;
  /** What it was in the first parent. */
  readonly before: PastPrompt;
}

/** The history of one prompt. */
export interface PromptHistory {
  /** Its id, and former ones. */
  readonly ids: readonly PromptId[];
  /** Newest first. */
  readonly changes: readonly PastChange[];
  /** The clone ends before the prompt began. */
  readonly isCut: boolean;
  readonly commits: readonly HistoryCommit[];
}

/** What a history is read from. */
export type HistorySource = Pick<Git, 'history' | 'readBlobs' | 'explainMissing'>;

const NONE: PastPrompt = { kind: 'none' };

/**
 * Every version that a prompt had, at the commits that brought it.
 *
 * A commit brings a version when none of its parents has it: one that was made on a branch stands at the commit of the
 * branch, and a merge stands only for what it made itself.
 * @throws Failure `git-object-missing`, `git-failed`
 */
export async function promptHistory(id: PromptId, from: CommitId | 'all', roots: SourceRoots, git: HistorySource): Promise<PromptHistory> {
  const commits = await git.history(from, sourceFolders(roots));
  const files = await pastFiles(id, commits, roots, git);
  const at = promptsAt(commits, files, roots);
  const changes = commits.flatMap((commit): PastChange[] => {
    const now = at(commit.id);
    const before = commit.parents.length === 0 ? [NONE] : commit.parents.map(at);
    return before.some((one) => nameOf(one) === nameOf(now)) ? [] : [{ commit, now, before: before[0] ?? NONE }];
  });
  const isCut = commits.some((commit) => commit.isCut && at(commit.id).kind !== 'none');
  return { ids: files.ids, changes, isCut, commits };
}

/** Equal for what is one version of one id. */
function nameOf(prompt: PastPrompt): string {
  if (prompt.kind === 'version') return `${prompt.version.id}@${prompt.version.digest}`;
  return prompt.kind === 'invalid' ? `${prompt.id} is invalid` : '';
}

/** The relevant files of a commit; commits that change none of them share one. */
type Snapshot = ReadonlyMap<string, BlobId>;

const EMPTY: Snapshot = new Map();

/** What each commit holds of a prompt; computed once for all that hold the same files. */
function promptsAt(commits: readonly HistoryCommit[], files: PastFiles, roots: SourceRoots): (commit: CommitId) => PastPrompt {
  const snapshots = new Map<CommitId, Snapshot>();
  // Parents first.
  for (const { id, parents, changes } of commits.toReversed()) {
    const base = (parents[0] !== undefined && snapshots.get(parents[0])) || EMPTY;
    snapshots.set(
      id,
      afterChanges(
        base,
        changes.filter(({ path }) => files.texts.has(path)),
      ),
    );
  }
  const read = treeReader(files.parse);
  const known = new Map<Snapshot, PastPrompt>();
  return (commit) => {
    const snapshot = snapshots.get(commit) ?? EMPTY;
    const prompt = known.get(snapshot) ?? promptOf(snapshot, files, roots, read);
    known.set(snapshot, prompt);
    return prompt;
  };
}

function afterChanges(base: Snapshot, changes: HistoryCommit['changes']): Snapshot {
  if (changes.length === 0) return base;
  // The first parent of a merge may have no history below these folders and is left out then; git compared with it all the same.
  const isBase = changes.every(({ path, before }) => base.get(path) === before);
  const after = new Map(isBase ? base : EMPTY);
  for (const { path, after: blob } of changes) {
    if (blob === undefined) after.delete(path);
    else after.set(path, blob);
  }
  return after;
}

function promptOf(snapshot: Snapshot, { ids, texts }: PastFiles, roots: SourceRoots, read: ReadTree): PastPrompt {
  const sources: SourceFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [path, blob] of snapshot) {
    const decoded = texts.get(path)?.get(blob);
    const source = sourcePath(path, roots);
    if (decoded && 'problem' in decoded) diagnostics.push(decoded.problem);
    if (source && decoded && 'text' in decoded) sources.push({ ...source, text: decoded.text, blob });
  }
  const tree = read({ files: sources, diagnostics });
  const { digests, unreadable, files: filesOf } = treeSide('', tree);
  for (const id of ids) {
    const reason = unreadable.get(id);
    if (reason !== undefined) return { kind: 'invalid', id, reason };
    const path = tree.library.prompts.get(id)?.source.path;
    if (digests.has(id) && path !== undefined) return { kind: 'version', version: tree.versions.of(id), path, files: () => filesOf([id]) };
  }
  const [problem] = diagnostics;
  const [id] = ids;
  return problem === undefined || id === undefined ? NONE : { kind: 'invalid', id, reason: `${problem.file}: ${problem.message}` };
}
