import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { printable, printableLines } from '../../../base/text/printable.ts';
import type { Review, ReviewAct } from '../../../registry/areas/reviews.ts';
import type { ReviewGate, ShownReview } from '../../../workflows/govern/reviews.ts';
import { jsonDocument } from '../../json.ts';
import { versionDiffText } from '../compare/diff-text.ts';
import { refusalTexts } from '../release/plan.ts';

const CONTEXT = 3;

/** Renders a review: what is asked, what the version changes, and what people said. */
export function reviewText({ review, diff, gate }: ShownReview, color: ChalkInstance): string {
  const { prompt, digest, base, message, requestedBy, reviewers, time } = review;
  const asked = reviewers.length === 0 ? '' : `, of ${reviewers.map(printable).join(', ')}`;
  return [
    headline(review, color),
    color.dim(`  asked by ${printable(requestedBy.name)} at ${new Date(time).toISOString()}${asked}`),
    ...(message === undefined ? [] : [indented(message, '  ')]),
    ...(base === undefined
      ? [color.dim(`  nothing was pinned before: \`promptlane show ${prompt}@${shortDigest(digest)}\` prints all of it`)]
      : []),
    ...(diff === undefined ? [] : ['', versionDiffText(diff, { color, context: CONTEXT })]),
    ...(review.acts.length === 0 ? [] : ['', ...review.acts.map((act) => actText(act, color))]),
    ...(gate === undefined ? [] : ['', ...gateText(review, gate, color)]),
  ].join('\n');
}

/** An approval says what people think; the gate says whether that is enough. Who asks matters: nobody's own approval lets them promote. */
function gateText({ environment }: Review, { isPinned, refusals }: ReviewGate, color: ChalkInstance): string[] {
  if (isPinned) return [`${color.green('✓')} ${environment} pins it.`];
  if (refusals.length === 0) return [`${color.green('✓')} ${environment} would take it from you now.`];
  return [`${environment} would not take it from you yet:`, ...refusalTexts(refusals, color)];
}

export function reviewJson({ review, diff, gate }: ShownReview): string {
  return jsonDocument('promptlane/review/v1', { review, ...(diff !== undefined && { diff }), ...(gate !== undefined && { gate }) });
}

/** Renders reviews, one per line, newest first. */
export function reviewsText(reviews: readonly Review[], color: ChalkInstance): string {
  return reviews.length === 0 ? 'No reviews.' : reviews.map((review) => headline(review, color)).join('\n');
}

export function reviewsJson(reviews: readonly Review[]): string {
  return jsonDocument('promptlane/reviews/v1', { reviews });
}

function headline({ number, prompt, digest, base, environment, state }: Review, color: ChalkInstance): string {
  const shown = { open: color.yellow, approved: color.green, rejected: color.red }[state](state);
  const from = base === undefined ? 'new' : shortDigest(base);
  return `${color.bold(`#${number}`)} ${prompt} ${color.dim(from)} → ${shortDigest(digest)} for ${environment}  ${shown}`;
}

const DEEDS = { approved: 'approved', rejected: 'rejected', withdrawn: 'took that back', commented: 'commented' } as const;

function indented(text: string, margin: string): string {
  return printableLines(text)
    .split('\n')
    .map((line) => `${margin}${line}`)
    .join('\n');
}

function actText({ kind, by, time, message, place }: ReviewAct, color: ChalkInstance): string {
  const where = place === undefined ? '' : ` on ${printable(place.path)}:${place.line} (${place.side}, ${shortDigest(place.digest)})`;
  const said = message === undefined ? '' : `\n${indented(message, '    ')}`;
  return `  ${new Date(time).toISOString()}  ${printable(by.name)} ${color.cyan(DEEDS[kind])}${where}${said}`;
}
