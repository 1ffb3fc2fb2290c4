import type { DraftSummary } from '../../registry/registry.ts';
import { isMadeFrom } from './is-made-from.ts';

/** A draft as people see it: an edit and the edits that were made of it, one after the other. */
export interface DraftLine {
  readonly newest: DraftSummary;
  /** Oldest first; the last one is the newest. */
  readonly edits: readonly DraftSummary[];
}

/** Drafts in the order in which they were made. */
export function inOrder(drafts: readonly DraftSummary[]): DraftSummary[] {
  return drafts.toSorted((left, right) => left.createdAt - right.createdAt || left.number - right.number);
}

/**
 * Open edits as drafts, the one that was touched last first.
 *
 * Two people who edited the same text at once have made two drafts, which share what came before.
 */
export function draftLines(drafts: readonly DraftSummary[]): DraftLine[] {
  const ordered = inOrder(drafts);
  const earlier = new Map<DraftSummary, DraftSummary>();
  for (const [index, draft] of ordered.entries()) {
    // Only what came before: one edit may take back another, and that one be made again.
    const made = ordered.slice(0, index).findLast((candidate) => candidate.id === draft.id && isMadeFrom(draft, candidate));
    if (made !== undefined) earlier.set(draft, made);
  }
  const edited = new Set(earlier.values());
  return ordered
    .filter((draft) => !edited.has(draft))
    .toReversed()
    .map((newest) => ({ newest, edits: editsUpTo(newest, earlier) }));
}

function editsUpTo(newest: DraftSummary, earlier: ReadonlyMap<DraftSummary, DraftSummary>): DraftSummary[] {
  const edits: DraftSummary[] = [];
  for (let edit: DraftSummary | undefined = newest; edit !== undefined; edit = earlier.get(edit)) edits.unshift(edit);
  return edits;
}

/** The edits of a draft that no other draft is made of: what closing it closes. */
export function ownEdits(line: DraftLine, lines: readonly DraftLine[]): DraftSummary[] {
  const others = new Set(lines.filter((other) => other !== line).flatMap(({ edits }) => edits));
  return line.edits.filter((edit) => !others.has(edit));
}
