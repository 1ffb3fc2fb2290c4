import { Failure } from '../../base/failure.ts';
import { joinLockfiles, type NamedLockfile, parseOwn } from '../../release/lockfile/join-lockfiles.ts';
import { type BlobId, EMPTY_LOCKFILE, type Lockfile } from '../../release/lockfile/lockfile.ts';
import { environmentOfLockfile } from '../../release/lockfile/lockfile-name.ts';
import { conflictSides } from '../../release/lockfile/merge/conflict-text.ts';
import type { HandWork } from '../../release/lockfile/merge/hand-decisions.ts';
import type { LockfileSides } from '../../release/lockfile/merge/merge-lockfiles.ts';
import { readBase } from '../../release/lockfile/merge/read-base.ts';
import { hasConflictMarkers } from '../../release/lockfile/parse-lockfile.ts';
import type { Git } from '../git/git.ts';
import type { ConflictStages } from '../git/tree/conflict-stages.ts';

/** The lockfiles of a project in the middle of a merge. */
export interface LockfileConflict {
  /** The files that are in conflict. */
  readonly files: readonly string[];
  readonly sides: LockfileSides;
  /** What was made of the files so far; absent when they cannot be read as one side or the other. */
  readonly work?: HandWork;
}

type ConflictGit = Pick<Git, 'conflictStages' | 'readBlobs' | 'attribute'>;

/**
 * The conflict that a merge left in lockfiles; nothing when there is none.
 *
 * The sides are read from the index, so that they are whole whatever was done to the file since. A file with
 * markers that the index knows nothing of (committed, or outside a repository) is taken apart at its markers.
 *
 * @throws Failure `lockfile-conflicted` when one side deleted the file or the markers are not whole.
 */
export async function readLockfileConflict(
  texts: ReadonlyMap<string, string>,
  candidates: readonly string[],
  git: ConflictGit | undefined,
): Promise<LockfileConflict | undefined> {
  const names = [...new Set([...texts.keys(), ...candidates])];
  const stages = new Map(await git?.conflictStages(names));
  const marked = [...texts].filter(([, text]) => hasConflictMarkers(text)).map(([name]) => name);
  const unknown = marked.filter((name) => !stages.has(name));
  for (const [name, found] of (await git?.conflictStages(unknown, { undone: true })) ?? []) stages.set(name, found);
  const files = [...new Set([...stages.keys(), ...marked])];
  if (files.length === 0) return undefined;

  const settled = joinLockfiles(
    [...texts].filter(([name]) => !files.includes(name)).map(([file, text]) => ({ file, lockfile: parseOwn({ file, text }) })),
  );
  const conflicts = await Promise.all(files.map((file) => fileConflict(file, texts.get(file), stages.get(file), settled, git)));
  const untouched = { file: 'the others', lockfile: withoutEnvironments(settled, conflicts) };
  const joined = (side: (conflict: FileConflict) => Lockfile | undefined) => {
    const parts = conflicts.map((conflict) => ({ file: conflict.file, lockfile: side(conflict) }));
    return parts.every(isThere) ? joinLockfiles([...parts, untouched]) : undefined;
  };
  const base = joined(({ sides }) => sides.base);
  const [ours, theirs] = [joined(({ sides }) => sides.ours), joined(({ sides }) => sides.theirs)];
  const [oursNow, theirsNow] = [joined(({ work }) => work?.ours), joined(({ work }) => work?.theirs)];
  return {
    files,
    sides: { ...(base && { base }), ours: ours ?? EMPTY_LOCKFILE, theirs: theirs ?? EMPTY_LOCKFILE },
    ...(oursNow && theirsNow && { work: { ours: oursNow, theirs: theirsNow } }),
  };
}

interface FileConflict {
  readonly file: string;
  readonly sides: LockfileSides;
  readonly work?: HandWork | undefined;
}

async function fileConflict(
  file: string,
  text: string | undefined,
  stages: ConflictStages | undefined,
  settled: Lockfile,
  git: ConflictGit | undefined,
): Promise<FileConflict> {
  const work = text === undefined ? undefined : workIn(file, text);
  if (stages === undefined || git === undefined) {
    if (work === undefined) throw new Failure('lockfile-conflicted', `The conflict markers in ${file} are not whole.`, RESTORE);
    return { file, sides: work };
  }
  const blobs = await git.readBlobs(Object.values(stages));
  const textOf = (blob: BlobId | undefined) => (blob === undefined ? '' : Buffer.from(blobs.get(blob) ?? []).toString('utf8'));
  const side = (blob: BlobId | undefined) => (blob === undefined ? movedPins(file, settled) : parseOwn({ file, text: textOf(blob) }));
  const sides = { ...readBase({ file, text: textOf(stages.base) }), ours: side(stages.ours), theirs: side(stages.theirs) };
  // A file that git is told not to merge (`*.lock binary`) it leaves as ours: nobody decided that.
  const isUntouched = text?.replaceAll('\r\n', '\n') === textOf(stages.ours) && (await git.attribute(file, 'merge')) === 'unset';
  return { file, sides, ...(work && !isUntouched && { work }) };
}

/**
 * What the side that deleted a file pins instead: it has moved its pins to files of the other kind.
 *
 * @throws Failure `lockfile-conflicted` when it has not.
 */
function movedPins(file: string, settled: Lockfile): Lockfile {
  const own = environmentOfLockfile(file);
  const moved = [...settled.environments].filter(([environment]) => own === undefined || environment === own);
  if (moved.length > 0) return { environments: new Map(moved) };
  throw new Failure('lockfile-conflicted', `One side of the merge deleted ${file}, the other changed it.`, {
    hint: `Keep it with \`git add ${file}\` or let it go with \`git rm ${file}\`, then run \`promptlane lock\`.`,
  });
}

function withoutEnvironments({ environments }: Lockfile, conflicts: readonly FileConflict[]): Lockfile {
  const inConflict = new Set(conflicts.flatMap(({ sides }) => Object.values(sides).flatMap((side) => [...side.environments.keys()])));
  return { environments: new Map([...environments].filter(([name]) => !inConflict.has(name))) };
}

const RESTORE = { hint: 'Bring one side back with `git checkout --ours` or `--theirs`, then run `promptlane lock`.' };

function workIn(file: string, text: string): HandWork | undefined {
  const sides = conflictSides(text);
  if (sides === undefined) return undefined;
  try {
    return { ours: parseOwn({ file, text: sides.ours }), theirs: parseOwn({ file, text: sides.theirs }) };
  } catch (error) {
    // Git puts markers between lines, not between pins: what it left need not read as a lockfile.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function isThere(part: { readonly file: string; readonly lockfile: Lockfile | undefined }): part is NamedLockfile {
  return part.lockfile !== undefined;
}
