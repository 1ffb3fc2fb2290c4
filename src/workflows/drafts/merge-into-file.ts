import { Failure } from '../../base/failure.ts';
import { type FileMerge, mergeFiles } from '../../prompt/merge/merge-files.ts';
import type { DraftSummary } from '../../registry/registry.ts';
import type { DraftFile } from './draft-file.ts';
import type { DraftOutcome } from './draft-outcome.ts';
import type { DraftSpan, DraftTexts } from './draft-texts.ts';
import { isMadeFrom } from './is-made-from.ts';

export interface MergeChoices {
  textsOf(span: DraftSpan): Promise<DraftTexts>;
  prefersTheirs(draft: DraftSummary): boolean;
}

export interface MergedFile {
  readonly text: string;
  readonly outcomes: ReadonlyMap<DraftSummary, DraftOutcome>;
}

/** Merges the drafts of one file into it, in their order. */
export async function mergeIntoFile(
  file: DraftFile,
  drafts: readonly DraftSummary[],
  { textsOf, prefersTheirs }: MergeChoices,
): Promise<MergedFile> {
  const outcomes = new Map<DraftSummary, DraftOutcome>();
  const followsOpen = (draft: DraftSummary) =>
    drafts.some((earlier) => isMadeFrom(draft, earlier) && outcomes.has(earlier) && outcomes.get(earlier)?.kind !== 'contained');
  let text = file.text;
  let isStopped = false;
  for (const draft of drafts) {
    if (outcomes.has(draft)) continue;
    // Nothing that was made of an edit counts before that edit does: it may take back what the other still brings.
    const isFirst = text === file.text && !followsOpen(draft);
    const later = drafts.slice(drafts.indexOf(draft) + 1);
    for (const held of isFirst ? await heldBy(file, draft, later, textsOf) : []) outcomes.set(held, { kind: 'contained' });
    if (outcomes.has(draft)) continue;
    if (isStopped) {
      outcomes.set(draft, { kind: 'waiting' });
      continue;
    }
    const merge = mergeOrExplain({ ...file, text }, await textsOf(draft), prefersTheirs(draft));
    const outcome = outcomeOf(merge, prefersTheirs(draft));
    outcomes.set(draft, outcome);
    isStopped = outcome.kind !== 'merged';
    if (!isStopped && 'text' in merge) text = merge.text;
  }
  return { text, outcomes: text === file.text ? settled(outcomes) : outcomes };
}

/** Drafts that together change nothing, one taking the other back, are in the file as it is. */
function settled(outcomes: ReadonlyMap<DraftSummary, DraftOutcome>): ReadonlyMap<DraftSummary, DraftOutcome> {
  return new Map([...outcomes].map(([draft, outcome]) => [draft, outcome.kind === 'merged' ? { kind: 'contained' } : outcome]));
}

/**
 * The drafts, this one first, that a file holds: this one alone, or with those that were made from it.
 *
 * An edit of an edit overwrites the first one, which then cannot be found by itself: the file holds both when it holds
 * what they come to, and has nothing to take from any that follows the first.
 */
async function heldBy(
  file: DraftFile,
  draft: DraftSummary,
  later: readonly DraftSummary[],
  textsOf: MergeChoices['textsOf'],
): Promise<readonly DraftSummary[]> {
  const kindOf = async (span: DraftSpan) => mergeOrExplain(file, await textsOf(span), false).kind;
  const line = [draft];
  let held: readonly DraftSummary[] = (await kindOf(draft)) === 'unchanged' ? line.slice() : [];
  for (const next of later) {
    const last = line.at(-1);
    if (last === undefined || !isMadeFrom(next, last)) continue;
    if ((await kindOf(next)) === 'merged') break;
    line.push(next);
    if ((await kindOf(spanOf(draft, next))) === 'unchanged') held = line.slice();
  }
  return held;
}

/** From what the first was made of to what the last came to. */
function spanOf({ parent, parentBlob }: DraftSummary, { parentBlob: _parentBlob, ...last }: DraftSummary): DraftSpan {
  return { ...last, parent, ...(parentBlob !== undefined && { parentBlob }) };
}

function mergeOrExplain(file: DraftFile, texts: DraftTexts, prefersTheirs: boolean): FileMerge {
  try {
    return mergeFiles({ ...texts, ours: file.text, kind: file.kind, file: file.path }, prefersTheirs ? 'theirs' : 'ours');
  } catch (error) {
    if (error instanceof Failure && error.code === 'edit-impossible') return { kind: 'unreadable', side: 'ours', message: error.message };
    throw error;
  }
}

function outcomeOf(merge: FileMerge, prefersTheirs: boolean): DraftOutcome {
  // What an earlier draft has brought is merged with it.
  if (merge.kind === 'unchanged' || merge.kind === 'merged') return { kind: 'merged', settled: [] };
  if (merge.kind === 'unreadable') return { kind: 'unreadable', message: merge.message };
  return prefersTheirs ? { kind: 'merged', settled: merge.conflicts } : { kind: 'conflict', conflicts: merge.conflicts };
}
