import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { readLockfiles } from '../../release/lockfile/join-lockfiles.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import { LOCKFILE_NAME, splitLockfileName } from '../../release/lockfile/lockfile-name.ts';
import { mergeTexts } from '../../release/lockfile/merge/conflict-text.ts';
import type { LockfileMerge } from '../../release/lockfile/merge/merge-lockfiles.ts';
import { refuseConflictMarkers } from '../../release/lockfile/parse-lockfile.ts';
import type { Workspace } from '../config/workspace.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';
import { readLockfileText, readLockfileTexts } from './lockfile-texts.ts';

/** The desired pins of a project, as its lockfile says: one file, or one for each environment. */
export interface LockfileStore {
  /** @throws Failure `lockfile-invalid` or `lockfile-conflicted`; a file that is not there reads as empty. */
  read(): Promise<Lockfile>;
  /** The files that are there, by name. */
  readTexts(): Promise<ReadonlyMap<string, string>>;
  /** Where the pins of an environment are written. */
  fileOf(environment: EnvironmentName): string;
  /** True when `write` would change nothing. */
  holds(lock: Lockfile): Promise<boolean>;
  /**
   * Writes each file whole, or not at all: one that says the same is left alone, line ends of the checkout included.
   *
   * Pins that are in files of the other kind (all environments in one, or each apart) move: what is new is safe on
   * disk before what is old goes, so that a crash in between leaves both, which read as one.
   *
   * @throws Failure `write-raced` when a file is not what `read` saw, `lockfile-conflicted` over conflict markers.
   */
  write(lock: Lockfile): Promise<'written' | 'unchanged'>;
  /** Writes a merge over whatever markers there are, with markers of its own around what is in conflict. @throws Failure `write-raced` */
  writeMerge(merge: LockfileMerge): Promise<'written' | 'unchanged'>;
}

type Texts = ReadonlyMap<string, string>;

/** The lockfile in the root of a workspace. */
export function lockfileFile({ root, config }: Pick<Workspace, 'root' | 'config'>): LockfileStore {
  const { split } = config.lockfile;
  let seen: Texts | undefined;

  const readTexts = async () => {
    seen = await readLockfileTexts(root);
    return seen;
  };

  const writeTexts = async (before: Texts, wanted: Texts) => {
    const expected = seen ?? before;
    refuseRace(expected, before);
    const changed = [...wanted].filter(([name, text]) => withLf(before.get(name)) !== text);
    const obsolete = [...before.keys()].filter((name) => !wanted.has(name));
    for (const [name, text] of changed) {
      await writeFileAtomically(join(root, name), text, () => refuseChange(root, name, expected));
    }
    for (const name of obsolete) {
      await refuseChange(root, name, expected);
      await rm(join(root, name), { force: true });
    }
    seen = new Map([...before, ...changed].filter(([name]) => wanted.has(name)));
    return changed.length + obsolete.length > 0 ? 'written' : 'unchanged';
  };

  return {
    readTexts,
    read: async () => readLockfiles(sourcesOf(await readTexts())),
    fileOf: (environment) => (split ? splitLockfileName(environment) : LOCKFILE_NAME),

    async holds(lock) {
      const [texts, wanted] = [await readTexts(), mergeTexts({ lockfile: lock, conflicts: [] }, split)];
      return texts.size === wanted.size && [...wanted].every(([name, text]) => withLf(texts.get(name)) === text);
    },

    async write(lock) {
      const before = await readLockfileTexts(root);
      for (const source of sourcesOf(before)) refuseConflictMarkers(source);
      return writeTexts(before, mergeTexts({ lockfile: lock, conflicts: [] }, split));
    },

    writeMerge: async (merge) => writeTexts(await readLockfileTexts(root), mergeTexts(merge, split)),
  };
}

function sourcesOf(texts: Texts) {
  return [...texts].map(([file, text]) => ({ file, text }));
}

/** A checkout may have turned line ends around; that is no change. */
function withLf(text: string | undefined): string | undefined {
  return text?.replaceAll('\r\n', '\n');
}

function refuseRace(expected: Texts, now: Texts): void {
  for (const name of new Set([...expected.keys(), ...now.keys()])) {
    if (expected.get(name) !== now.get(name)) throw raced(name);
  }
}

async function refuseChange(root: string, name: string, expected: Texts): Promise<void> {
  if ((await readLockfileText(root, name)) !== expected.get(name)) throw raced(name);
}

function raced(name: string): Failure {
  return new Failure('write-raced', `${name} was changed by another process since it was read.`);
}
