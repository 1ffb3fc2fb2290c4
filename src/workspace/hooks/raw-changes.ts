import type { BlobId } from '../../release/lockfile/lockfile.ts';

/** A path whose content differs: `before` is absent for a new one, `after` for one that is gone. */
export interface PathChange {
  readonly path: string;
  readonly before?: BlobId;
  readonly after?: BlobId;
  /** A merge left several contents, and none is chosen yet. */
  readonly isUnmerged?: true;
}

const RECORD = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/;
const SUBMODULE = '160000';
const NOTHING = '000000';

/** Reads what `git diff --raw -z` prints without renames: a record and a path by turns, each ended by NUL. */
export function parseRawChanges(output: Buffer): PathChange[] {
  const fields = output.toString('utf8').split('\0');
  const changes: PathChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, oldMode, newMode, oldBlob, newBlob, status] = RECORD.exec(fields[at] ?? '') ?? [];
    const path = fields[at + 1];
    if (path === undefined || oldMode === undefined || newMode === undefined) continue;
    const before = blobOf(oldMode, oldBlob);
    const after = blobOf(newMode, newBlob);
    if (status === 'U') changes.push({ path, isUnmerged: true });
    else if (before !== undefined || after !== undefined) {
      changes.push({ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) });
    }
  }
  // Of a path in conflict the index has a line for the conflict, and may have one for the content of one side.
  const unmerged = new Set(changes.filter(({ isUnmerged }) => isUnmerged).map(({ path }) => path));
  return changes.filter(({ path, isUnmerged }) => isUnmerged || !unmerged.has(path));
}

function blobOf(mode: string, id: string | undefined): BlobId | undefined {
  return mode === NOTHING || mode === SUBMODULE ? undefined : (id as BlobId);
}
