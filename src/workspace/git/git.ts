import type { Failure } from '../../base/failure.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import type { ConflictStages } from './tree/conflict-stages.ts';

/** Names a commit by its full id. */
export type CommitId = string & { readonly __brand: 'CommitId' };

/** One file of a commit or of the index. */
export interface TreeEntry {
  /** Relative to the workspace root, with forward slashes. */
  readonly path: string;
  /** `link`: the blob is the path that a symbolic link points to. */
  readonly kind: 'file' | 'link';
  readonly blob: BlobId;
}

/** The commit that is checked out, as an upload to a registry tells it. */
export interface HeadInfo {
  /** Absent before the first commit. */
  readonly commit?: CommitId;
  /** Absent when HEAD is detached. */
  readonly branch?: string;
  readonly author?: { readonly name: string; readonly email: string };
  readonly message?: string;
  /** The workspace holds changes, new files included, that are not in the commit. */
  readonly dirty: boolean;
}

/** A file that a commit has otherwise than the commit before it. */
export interface FileChange {
  readonly path: string;
  /** Absent for a file that is new, or was no text of this repository. */
  readonly before?: BlobId;
  /** Absent for a file that is gone, or is no text of this repository: a link, a submodule. */
  readonly after?: BlobId;
}

/** One commit of a history. */
export interface HistoryCommit {
  readonly id: CommitId;
  /** Those of them, or of their forebears, that are part of the history; the branch that was merged into comes first. */
  readonly parents: readonly CommitId[];
  readonly author: { readonly name: string; readonly email: string };
  /** When it was written, in milliseconds since 1970. */
  readonly time: number;
  /** The first line of its message. */
  readonly subject: string;
  /** Against the first parent; all files when there is none. */
  readonly changes: readonly FileChange[];
  /** A shallow clone ends here: the commit has parents that are not known. */
  readonly isCut: boolean;
}

/**
 * The repository around a workspace. Paths are relative to the workspace root; nothing here reaches the network,
 * but for the texts that a partial clone left out, where that was allowed.
 *
 * Every method throws Failure `git-failed` when git itself refuses.
 */
export interface Git {
  /** The top of the working tree, absolute. */
  readonly top: string;

  /**
   * The blob ids that git gives these files, after its filters: a CRLF checkout changes none.
   * With `write` the contents are stored too, so that a locked text resolves before it is committed.
   *
   * @throws Failure `write-raced` when a file is no longer the text that was read.
   */
  blobIds(files: readonly { readonly path: string; readonly text: string }[], options?: { write?: boolean }): Promise<BlobId[]>;

  /**
   * The contents of blobs, read by one process. What the clone does not hold is not in the map; `explainMissing` says why.
   *
   * @throws Failure `git-fetch-failed` when what a partial clone left out may be fetched and is not given.
   */
  readBlobs(ids: Iterable<BlobId>): Promise<ReadonlyMap<BlobId, Uint8Array>>;

  /** The failure for blobs that are not here: names them and the fetch that brings them. */
  explainMissing(ids: readonly BlobId[]): Promise<Failure>;

  /** The files of a commit, below these folders or all. */
  listTree(commit: CommitId, folders?: readonly string[]): Promise<TreeEntry[]>;

  /** The files of the index, below these folders or all; a file in conflict has no entry. */
  listIndex(folders?: readonly string[]): Promise<TreeEntry[]>;

  /** The texts of those of these files that are in conflict; with `undone` what is left of conflicts that `git add` has ended. */
  conflictStages(paths: readonly string[], options?: { undone?: boolean }): Promise<ReadonlyMap<string, ConflictStages>>;

  /** The settings below sections (`merge.promptlane`) as git sees them here, by key. */
  settings(sections: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** What .gitattributes says of a file: a value, `set`, `unset` or `unspecified`. */
  attribute(path: string, name: string): Promise<string>;

  /** Sets settings of this clone; commits carry none. */
  writeSettings(settings: ReadonlyMap<string, string>): Promise<void>;

  /** Which of these folders are repositories of their own, or have some below them: this one holds none of their files. */
  submodules(from: CommitId | 'index', folders: readonly string[]): Promise<string[]>;

  /** @throws Failure `reference-unknown` when it names no commit here, `reference-invalid` when it cannot name one. */
  resolveRevision(text: string): Promise<CommitId>;

  /**
   * The commit that what is checked out left the main branch at, or the branch that a pull request goes to; HEAD itself
   * where there is no such branch, nothing before the first commit.
   *
   * @throws Failure `git-object-missing` when a shallow clone does not reach back that far.
   */
  mainBranchBase(target?: string): Promise<CommitId | undefined>;

  /** Whether what is checked out has a commit in its history. A shallow clone knows only the end of it. */
  reachesCommit(commit: string): Promise<boolean>;

  /** Whether a commit in that history brought a text into a file. */
  everHeld(text: string, path: string): Promise<boolean>;

  /**
   * The commits that change files below these folders, and all merges; the newest first, each before its parents.
   * One pass of git, whatever the length.
   *
   * @param from where to start; `all`: every branch and tag.
   */
  history(from: CommitId | 'all', folders: readonly string[]): Promise<HistoryCommit[]>;

  /** The fetch that brings the commits which a shallow clone left out; nothing when it left out none. */
  beyondHistory(): Promise<string | undefined>;

  headInfo(): Promise<HeadInfo>;
}
