import { unifiedPatch } from '../../../prompt/diff/unified-patch.ts';
import { isContentKind } from '../../../prompt/digest/check-content.ts';
import type { Review } from '../../../registry/areas/reviews.ts';
import type { DraftClosing, DraftSummary, Registry } from '../../../registry/registry.ts';
import { closeDrafts } from '../close-drafts.ts';
import { type DraftLine, draftLines, ownEdits } from '../draft-lines.ts';
import { draftTexts } from '../draft-texts.ts';
import { draftName, namedDraft } from './named-draft.ts';

/** A draft with what names it among the others. */
export interface NamedDraft extends DraftLine {
  readonly name: string;
}

export interface ShownDraft extends NamedDraft {
  /** From what the first edit was made of to the newest, as a patch of the file. */
  readonly patch: string;
  /** Of the newest version; what was said of an earlier one does not count for it. */
  readonly reviews: readonly Review[];
  /** Reviews of earlier versions of the draft. */
  readonly earlierReviews: number;
}

export interface ClosedEdits extends NamedDraft {
  readonly outcome: DraftClosing['outcome'];
  readonly reason?: string;
  /** What was closed: edits that another draft is made of stay open. */
  readonly closed: readonly DraftSummary[];
}

/** Open drafts, of all prompts or of one; the one that was touched last first. */
export async function listDrafts(prompt: string | undefined, registry: Pick<Registry, 'drafts'>): Promise<NamedDraft[]> {
  const lines = draftLines(await registry.drafts());
  const named = lines.map((line) => ({ ...line, name: draftName(line, lines) }));
  return prompt === undefined ? named : named.filter(({ newest }) => newest.id === prompt);
}

/** One draft, what it changes, and what people said. @throws Failure `reference-unknown`, `reference-ambiguous`, `digest-mismatch` */
export async function showDraft(reference: string, registry: Registry): Promise<ShownDraft> {
  const { line, name } = await findDraft(reference, registry);
  const { newest, edits } = line;
  const [first] = edits;
  const { parent, parentBlob } = first ?? newest;
  const { parentBlob: _parentBlob, ...last } = newest;
  const span = { ...last, parent, ...(parentBlob !== undefined && { parentBlob }) };
  const [{ base, theirs }, reviews] = await Promise.all([
    isContentKind(newest.kind) ? draftTexts(span, newest.kind, registry) : { base: '', theirs: '' },
    registry.kind === 'langwatch' ? [] : registry.reviews({ prompt: newest.id }),
  ]);
  const earlier = new Set(edits.map(({ digest }) => digest).filter((digest) => digest !== newest.digest));
  return {
    ...line,
    name,
    patch: unifiedPatch({ path: newest.id, text: base }, { path: newest.id, text: theirs }),
    reviews: reviews.filter(({ digest }) => digest === newest.digest),
    earlierReviews: reviews.filter(({ digest }) => earlier.has(digest)).length,
  };
}

/** Takes a draft off the list. @throws Failure `reference-unknown`, `reference-ambiguous` */
export async function closeDraft(
  reference: string,
  became: Pick<DraftClosing, 'outcome' | 'reason'>,
  registry: Pick<Registry, 'drafts' | 'closeDraft'>,
): Promise<ClosedEdits> {
  const { line, lines, name } = await findDraft(reference, registry);
  const closed = ownEdits(line, lines);
  await closeDrafts(closed, became, registry);
  return { ...line, ...became, name, closed };
}

async function findDraft(reference: string, registry: Pick<Registry, 'drafts'>) {
  const lines = draftLines(await registry.drafts());
  const line = namedDraft(reference, lines);
  return { lines, line, name: draftName(line, lines) };
}
