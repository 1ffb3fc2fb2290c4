import { byCodePoint } from '../../../base/text/code-point-order.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BlobId, LockedPrompt } from '../../../release/lockfile/lockfile.ts';
import type { SourcePath } from '../../../workspace/files/source-file.ts';

/** A file of a tree by its content's name; its text is not read. */
export type BlobSource = SourcePath & { readonly blob: BlobId };

/** How the pins of an environment fit a tree, as far as the names of contents tell. */
export interface LockCurrency {
  /** The id of every file that is pinned exactly as it is; what it says is known without reading it. */
  readonly settled: ReadonlyMap<BlobSource, PromptId>;
  /** What `lock` would change, each by its id, or by the id that its path gives; in order. */
  readonly outdated: readonly Outdated[];
}

export interface Outdated {
  readonly id: string;
  readonly how: 'added' | 'changed' | 'removed';
}

/**
 * Compares a tree with the pins that `lock` derives from it, blob by blob: no text is read.
 *
 * A pin holds the blob of its prompt and of everything that the prompt uses. Where all of these are those of the tree, the
 * digest is the tree's too, given that it was right when it was written; `verify` recomputes it.
 */
export function lockCurrency(sources: readonly BlobSource[], pins: ReadonlyMap<PromptId, LockedPrompt>): LockCurrency {
  const locked = lockedBlobs(pins);
  const settled = settle(sources, locked);
  const files = new Map([...settled].map(([source, id]) => [id, source.blob]));
  const prompts = sources.filter(({ kind }) => kind === 'prompt');
  const ids = new Set(prompts.map((source) => settled.get(source) ?? source.id));
  const outdated = new Map<string, Outdated['how']>();
  for (const source of prompts) {
    if (!settled.has(source)) outdated.set(source.id, pins.has(source.id as PromptId) ? 'changed' : 'added');
  }
  for (const [id, { uses }] of pins) {
    if (!ids.has(id)) outdated.set(id, 'removed');
    else if ([...uses].some(([used, { blob }]) => files.get(used) !== blob)) outdated.set(id, 'changed');
  }
  return { settled, outdated: [...outdated].map(([id, how]) => ({ id, how })).sort((one, other) => byCodePoint(one.id, other.id)) };
}

/** Every content that is pinned, by id: prompts and all that they use. */
function lockedBlobs(pins: ReadonlyMap<PromptId, LockedPrompt>): ReadonlyMap<PromptId, ReadonlySet<BlobId>> {
  const locked = new Map<PromptId, Set<BlobId>>();
  const add = (id: PromptId, blob: BlobId) => {
    const blobs = locked.get(id);
    if (blobs) blobs.add(blob);
    else locked.set(id, new Set([blob]));
  };
  for (const [id, { blob, uses }] of pins) {
    add(id, blob);
    for (const [used, content] of uses) add(used, content.blob);
  }
  return locked;
}

/**
 * Which file is which pinned content.
 *
 * Most have the id that their path gives. One that gives itself another is pinned under that, and by the same blob.
 */
function settle(sources: readonly BlobSource[], locked: ReadonlyMap<PromptId, ReadonlySet<BlobId>>): ReadonlyMap<BlobSource, PromptId> {
  const settled = new Map<BlobSource, PromptId>();
  const open: BlobSource[] = [];
  for (const source of sources) {
    if (locked.get(source.id as PromptId)?.has(source.blob)) settled.set(source, source.id as PromptId);
    else open.push(source);
  }
  const claimed = new Set<PromptId>(settled.values());
  const free = new Map<BlobId, PromptId[]>();
  for (const [id, blobs] of locked) {
    if (!claimed.has(id)) for (const blob of blobs) free.set(blob, [...(free.get(blob) ?? []), id]);
  }
  for (const source of open) {
    const id = source.kind === 'partial' ? undefined : free.get(source.blob)?.shift();
    if (id !== undefined && !claimed.has(id)) {
      claimed.add(id);
      settled.set(source, id);
    }
  }
  return settled;
}
