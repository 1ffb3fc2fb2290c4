import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { diffVersions } from '../../prompt/diff/diff-versions.ts';
import type { PromptDiff } from '../../prompt/diff/prompt-diff.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { parseReference, revisionText } from '../../prompt/reference.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { sourceFolders, sourcePath } from '../../workspace/files/source-file.ts';
import type { Git, HistoryCommit } from '../../workspace/git/git.ts';
import { refuseSubmodules } from '../../workspace/git/tree/read-tree-sources.ts';
import { type HistorySource, type PastChange, type PromptHistory, promptHistory } from './past-prompts.ts';
import { successorOf } from './successor.ts';

/** Which history is asked for. */
export interface LogRequest {
  /** The id of a prompt, also of one that is gone; with `@git:<revision>` as it was there. */
  readonly reference: string;
  /** Absent: all. */
  readonly limit?: number;
}

export interface LogDependencies {
  readonly workspace: () => Promise<Pick<Workspace, 'config'>>;
  readonly git: () => Promise<(HistorySource & Pick<Git, 'resolveRevision' | 'beyondHistory' | 'submodules'>) | undefined>;
  readonly lock: () => Promise<Lockfile>;
}

/** One line of a history: what a commit made of a prompt. */
export interface LogEntry {
  /** `renamed`: under a new id that names the former one as its alias, whatever else changed. */
  readonly kind: 'added' | 'changed' | 'renamed' | 'removed' | 'invalid';
  readonly id: PromptId;
  /** Absent when there is no version: the prompt was removed, or its files are invalid. */
  readonly digest?: Digest;
  /** Of what the first parent holds, when that is a version. */
  readonly previous?: Digest;
  /** The id before or after a rename. */
  readonly other?: PromptId;
  readonly path?: string;
  /** Why it is invalid. */
  readonly reason?: string;
  readonly commit: HistoryCommit;
  /** What differs from the first parent. */
  readonly diff?: PromptDiff;
  /** Whose lockfile block pins this version now; each environment stands at the newest commit that brought it. */
  readonly environments: readonly EnvironmentName[];
  /** An older commit brought the same version. */
  readonly isBack: boolean;
}

export interface LogOutcome {
  readonly id: PromptId;
  /** Newest first. */
  readonly entries: readonly LogEntry[];
  /** How many there are without a limit. */
  readonly total: number;
  /** Pins of the lockfile that are no version of this history. */
  readonly elsewhere: ReadonlyMap<EnvironmentName, Digest>;
  /** The clone ends before the history does: the fetch that brings the rest. */
  readonly missing?: string;
}

/**
 * Every version that a prompt had, newest first.
 *
 * @throws Failure `git-missing`, `reference-invalid`, `reference-unknown`, `git-object-missing`
 */
export async function log({ reference, limit }: LogRequest, { workspace, git, lock }: LogDependencies): Promise<LogOutcome> {
  const { id, revision } = parseReference(reference);
  if (revision.kind !== 'tree' && revision.kind !== 'git') {
    throw new Failure('reference-invalid', `"${reference}" is one version; a history ends at a commit.`, {
      hint: `Run \`promptlane log ${id}\`, or name a commit as \`${id}@git:<revision>\`.`,
    });
  }
  const repository = await git();
  if (!repository) throw new Failure('git-missing', 'This is not a git repository, so it has no history.');
  const { config } = await workspace();
  const from = await repository.resolveRevision(revision.kind === 'git' ? revision.revision : 'HEAD');
  const history = await promptHistory(id, from, config, repository);
  if (history.changes.length === 0) await refuseSubmodules(repository, from, sourceFolders(config));
  const missing = history.isCut || history.changes.length === 0 ? await repository.beyondHistory() : undefined;
  if (history.changes.length === 0) throw neverThere(id, revisionText(revision), history, config, missing);
  const pins = pinsOf(await lock(), history.ids);
  const shown = history.changes.slice(0, limit);
  const tags = environmentTags(history, pins);
  const entries = shown.map((change, index): LogEntry => {
    const older = history.changes.slice(index + 1);
    const digest = digestOf(change.now);
    const isBack = digest !== undefined && digest !== digestOf(change.before) && older.some(({ now }) => digestOf(now) === digest);
    return { ...entryOf(change), environments: tags.get(change) ?? [], isBack };
  });
  return {
    id,
    entries: await withSuccessors(entries, config, repository),
    total: history.changes.length,
    elsewhere: new Map([...pins].filter(([, digest]) => !history.changes.some(({ now }) => digestOf(now) === digest))),
    ...(missing !== undefined && { missing }),
  };
}

function entryOf({ commit, now, before }: PastChange): Omit<LogEntry, 'environments' | 'isBack'> {
  const previous = before.kind === 'version' ? { previous: before.version.digest } : {};
  if (now.kind === 'none') return { kind: 'removed', id: idOf(before), ...previous, commit };
  if (now.kind === 'invalid') return { kind: 'invalid', id: now.id, ...previous, reason: now.reason, commit };
  const { version, path } = now;
  const former = before.kind === 'version' ? before.version : undefined;
  const isRenamed = former !== undefined && former.id !== version.id;
  return {
    kind: isRenamed ? 'renamed' : before.kind === 'none' ? 'added' : 'changed',
    id: version.id,
    digest: version.digest,
    ...previous,
    ...(isRenamed && { other: former.id }),
    path,
    commit,
    diff: diffVersions(former, version),
  };
}

function idOf(prompt: PastChange['before']): PromptId {
  if (prompt.kind === 'version') return prompt.version.id;
  return prompt.kind === 'invalid' ? prompt.id : ('' as PromptId);
}

function digestOf(prompt: PastChange['now']): Digest | undefined {
  return prompt.kind === 'version' ? prompt.version.digest : undefined;
}

/** Under its id, or the former id that it was pinned under. */
function pinsOf({ environments }: Lockfile, ids: readonly PromptId[]): ReadonlyMap<EnvironmentName, Digest> {
  return new Map(
    [...environments].flatMap(([name, pins]): [EnvironmentName, Digest][] => {
      const pinned = ids.map((id) => pins.get(id)?.digest).find((digest) => digest !== undefined);
      return pinned === undefined ? [] : [[name, pinned]];
    }),
  );
}

function environmentTags(
  { changes }: PromptHistory,
  pins: ReadonlyMap<EnvironmentName, Digest>,
): ReadonlyMap<PastChange, EnvironmentName[]> {
  const tags = new Map<PastChange, EnvironmentName[]>();
  for (const [name, digest] of pins) {
    const change = changes.find(({ now }) => digestOf(now) === digest);
    if (change) tags.set(change, [...(tags.get(change) ?? []), name]);
  }
  return tags;
}

/** Says of a prompt that went under which id it went on. */
function withSuccessors(entries: readonly LogEntry[], config: Parameters<typeof successorOf>[2], git: HistorySource): Promise<LogEntry[]> {
  return Promise.all(
    entries.map(async (entry) => {
      const other = entry.kind === 'removed' ? await successorOf(entry.id, entry.commit, config, git) : undefined;
      return other === undefined ? entry : { ...entry, other };
    }),
  );
}

function neverThere(
  id: PromptId,
  revision: string,
  { commits }: PromptHistory,
  config: Parameters<typeof sourcePath>[1],
  missing: string | undefined,
): Failure {
  const known = commits.flatMap(({ changes }) => changes).flatMap(({ path }) => sourcePath(path, config) ?? []);
  const ids = new Set(known.filter(({ kind }) => kind === 'prompt').map((source) => source.id));
  const hint = missing ?? 'A prompt has a history once it is committed.';
  return new Failure(
    'reference-unknown',
    `No commit${revision && ` of ${revision.slice(1)}`} holds a prompt "${id}".${didYouMean(id, ids)}`,
    { hint },
  );
}
