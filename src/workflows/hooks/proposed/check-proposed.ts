import { byPlace, type Diagnostic, hasErrors } from '../../../base/diagnostic.ts';
import type { Library } from '../../../prompt/library/library.ts';
import { libraryVersions } from '../../../prompt/library/library-versions.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import { isLockfileName, LOCKFILE_NAME, splitLockfileName } from '../../../release/lockfile/lockfile-name.ts';
import type { Config } from '../../../workspace/config/config.ts';
import { sourcePath } from '../../../workspace/files/source-file.ts';
import type { TreeEntry } from '../../../workspace/git/git.ts';
import type { ProposedTree } from '../../../workspace/hooks/proposed-tree.ts';
import type { PathChange } from '../../../workspace/hooks/raw-changes.ts';
import { isScanned } from '../../authoring/secrets/scanned-texts.ts';
import { firstEnvironment } from '../../release/environments.ts';
import { type ChangedLibrary, changedLibrary } from './changed-library.ts';
import { lockCurrency, type Outdated } from './lock-currency.ts';
import { otherFindings } from './other-findings.ts';
import { proposedBreaking } from './proposed-breaking.ts';
import { lockLeftOut, outdatedLock, type ProposedLock, readProposedLock } from './proposed-lock.ts';
import { openProposedSources, type ProposedSources } from './proposed-sources.ts';
import { textFindings, unmergedFinding } from './text-findings.ts';

export interface ProposedRequest {
  /** Paths of the workspace that are looked at, beside the lockfile. Absent: everything that changed. */
  readonly paths?: readonly string[];
  /** How messages call what is checked. */
  readonly proposal: 'staged' | 'pushed';
}

export interface ProposedOutcome {
  /** By file, then by place; breaking changes are warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many files were looked at; 0 when nothing of the change is the project's. */
  readonly files: number;
}

export interface ProposedDependencies {
  readonly config: Config;
  readonly tree: ProposedTree;
  /** Whether the working tree holds a file: a lockfile that was forgotten is told from one that never was. */
  readonly isOnDisk: (path: string) => boolean;
}

/** Checks what a commit or a push would bring, out of git's own objects: no file of the working tree is read. */
export async function checkProposed({ paths, proposal }: ProposedRequest, dependencies: ProposedDependencies): Promise<ProposedOutcome> {
  const { config, tree, isOnDisk } = dependencies;
  const isOurs = (path: string) => isScanned(path, config) || isLockfileName(path);
  const changes = tree.changes.filter(({ path }) => isOurs(path));
  const wanted = new Set(paths ?? changes.map(({ path }) => path));
  const entries = tree.entries.filter(({ path }) => wanted.has(path) && isOurs(path));
  const unmerged = tree.unmerged.filter(isOurs);
  const files = entries.length + unmerged.length;
  if (files === 0 && changes.length === 0) return { diagnostics: [], files: 0 };

  const sources = openProposedSources(tree, config);
  await sources.prefetch(certainlyRead(tree, entries, changes, config));
  const lock = await readProposedLock(tree, sources, config);
  const { settled } = lockCurrency(sources.library, lock.pins);
  const change = { changed: new Set(entries.map(({ path }) => path)), removed: removedIds(changes, lock, config) };
  const read = await changedLibrary(sources, change, { settled, pins: lock.pins });
  const found = [
    ...read.diagnostics,
    ...unmerged.map(unmergedFinding),
    ...(await otherFindings({ sources, changed: change.changed, changes, pins: lock.pins, config })),
    ...(await textFindings(entries, sources)),
  ];
  // A tree with errors has no versions to compare.
  const breaking = hasErrors(found) ? [] : await proposedBreaking(read, tree, sources, config);
  const locking = lockFindings({ lock, sources, read, proposal, isOnDisk, config });
  return { diagnostics: withoutRepeats([...found, ...locking, ...breaking]).sort(byPlace), files };
}

/** What one process can read before anything is known of it. */
function certainlyRead(tree: ProposedTree, entries: readonly TreeEntry[], changes: readonly PathChange[], config: Config): BlobId[] {
  const locks = tree.entries.filter(({ path }) => isLockfileName(path));
  const earlier = changes.flatMap(({ path, before }) => (before !== undefined && sourcePath(path, config) ? [before] : []));
  return [...[...entries, ...locks].map(({ blob }) => blob), ...earlier];
}

/** The ids of what is gone: by its path, and, of what gave itself another, by the pin of its text. */
function removedIds(changes: readonly PathChange[], { pins }: ProposedLock, config: Config): string[] {
  const gone = changes.filter(({ after }) => after === undefined);
  const blobs = new Set(gone.map(({ before }) => before));
  const byPin = [...pins].flatMap(([id, { blob, uses }]) => [
    [id, blob] as const,
    ...[...uses].map(([used, content]) => [used, content.blob] as const),
  ]);
  return [
    ...gone.flatMap(({ path }) => sourcePath(path, config)?.id ?? []),
    ...byPin.flatMap(([id, blob]) => (blobs.has(blob) ? [id] : [])),
  ];
}

interface LockState extends Pick<ProposedDependencies, 'isOnDisk' | 'config'>, Pick<ProposedRequest, 'proposal'> {
  readonly lock: ProposedLock;
  readonly sources: ProposedSources;
  readonly read: ChangedLibrary;
}

/** Whether the lockfile pins the tree; a project that has none is not told to have one. */
function lockFindings({ lock, sources, read, proposal, isOnDisk, config }: LockState): Diagnostic[] {
  if (lock.broken) return [lock.broken];
  if (lock.file === undefined) {
    const forgotten = [LOCKFILE_NAME, splitLockfileName(firstEnvironment(config.environments))].find(isOnDisk);
    return sources.library.length > 0 && forgotten !== undefined ? [lockLeftOut(forgotten)] : [];
  }
  // Now the ids that files give themselves are known.
  const named = sources.library.map((source) => ({ ...source, id: read.ids.get(source.path) ?? source.id }));
  const { outdated } = lockCurrency(named, lock.pins);
  const wrong = wrongDigests(read.library, lock.pins).filter((id) => !outdated.some((one) => one.id === id));
  const all = [...outdated, ...wrong.map((id): Outdated => ({ id, how: 'changed' }))];
  return all.length === 0 ? [] : [outdatedLock(lock.file, all, proposal)];
}

/** Prompts that were read and whose pin names their texts, but not their digest: somebody wrote the lockfile by hand. */
function wrongDigests(library: Library, pins: ProposedLock['pins']): PromptId[] {
  if (hasErrors(library.diagnostics)) return [];
  const versions = libraryVersions(library);
  return [...library.prompts.keys()].filter((id) => pins.has(id) && pins.get(id)?.digest !== versions.of(id).digest);
}

/** A conflict in a prompt is found by its reader and by the search in all texts. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ file, rule, range }) => {
    const key = `${file}\0${rule}\0${rule === 'conflict-marker' ? '' : range.start}\0${range.line}`;
    return !seen.has(key) && seen.add(key);
  });
}
