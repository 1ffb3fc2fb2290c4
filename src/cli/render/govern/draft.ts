import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable, printableLines } from '../../../base/text/printable.ts';
import type { DraftSummary } from '../../../registry/registry.ts';
import type { ClosedEdits, NamedDraft, ShownDraft } from '../../../workflows/drafts/shown/show-drafts.ts';
import { jsonDocument } from '../../json.ts';
import { reviewsText } from './review.ts';

/** Renders open drafts, a line or two for each. */
export function draftsText(drafts: readonly NamedDraft[], color: ChalkInstance): string {
  if (drafts.length === 0) return 'No open drafts.';
  return drafts.map((draft) => headline(draft, color)).join('\n');
}

export function draftsJson(drafts: readonly NamedDraft[]): string {
  return jsonDocument('promptlane/drafts/v1', { drafts });
}

/** Renders a draft: its edits, what they change together, and what people said of the newest. */
export function draftText({ patch, reviews, earlierReviews, ...draft }: ShownDraft, color: ChalkInstance): string {
  const { edits, newest } = draft;
  const outdated =
    earlierReviews === 0 ? [] : [color.dim(`${counted(earlierReviews, 'review')} of earlier versions: they do not count for this one.`)];
  return [
    `${color.bold(draft.name)}  ${color.dim(`edited from ${shortDigest(edits[0]?.parent ?? newest.parent)}`)}`,
    ...edits.map((edit) => editText(edit, color)),
    '',
    patch === '' ? 'It changes nothing.' : patchText(patch, color),
    '',
    ...(reviews.length === 0 ? [color.dim('Nobody was asked to review it.')] : [reviewsText(reviews, color)]),
    ...outdated,
  ].join('\n');
}

export function draftJson(draft: ShownDraft): string {
  return jsonDocument('promptlane/draft/v1', { draft });
}

/** Renders what became of a draft. */
export function closedDraftText({ name, outcome, closed, edits }: ClosedEdits, color: ChalkInstance): string {
  const kept = edits.length - closed.length;
  const rest = kept === 0 ? '' : ` ${counted(kept, 'earlier edit')} stay open: another draft is made of them.`;
  const said = outcome === 'declined' ? 'declined; whoever made it reads why' : 'closed as merged';
  return `${color.green('✓')} ${name}  ${said}.${rest}`;
}

export function closedDraftJson(draft: ClosedEdits): string {
  return jsonDocument('promptlane/draft-closed/v1', { draft });
}

function headline({ name, newest, edits }: NamedDraft, color: ChalkInstance): string {
  const said = newest.message === undefined ? '' : `: ${printable(newest.message.split('\n')[0] ?? '')}`;
  const count = edits.length > 1 ? `, ${edits.length} edits` : '';
  return `${color.bold(name)}  ${whoAndWhen(newest)}${count}${said}${isAboutOnly(newest) ? color.dim('  (no new version: description, tags or layout)') : ''}`;
}

function editText(edit: DraftSummary, color: ChalkInstance): string {
  const said = edit.message === undefined ? '' : `\n    ${printableLines(edit.message).replaceAll('\n', '\n    ')}`;
  return `  ${color.dim(shortDigest(edit.digest))}  ${whoAndWhen(edit)}${said}`;
}

function whoAndWhen({ author, uploadedBy, createdAt }: DraftSummary): string {
  return `${printable(author?.name ?? uploadedBy.name)}, ${new Date(createdAt).toISOString()}`;
}

function isAboutOnly({ digest, parent }: DraftSummary): boolean {
  return digest === parent;
}

/** The lines of a patch; its file names are those of nothing on disk. */
function patchText(patch: string, color: ChalkInstance): string {
  const lines = patch.trimEnd().split('\n');
  const from = lines.findIndex((line) => line.startsWith('@@'));
  return lines
    .slice(Math.max(from, 0))
    .map((line) => {
      const text = printable(line);
      if (line.startsWith('+')) return color.green(text);
      return line.startsWith('-') ? color.red(text) : line.startsWith('@@') ? color.dim(text) : text;
    })
    .join('\n');
}
