import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { printable, printableLines } from '../../../base/text/printable.ts';
import type { Review, ReviewAct } from '../../../registry/areas/reviews.ts';
import type { ShownReview } from '../../../workflows/govern/reviews.ts';
import { jsonDocument } from '../../json.ts';
import { versionDiffText } from '../compare/diff-text.ts';

const CONTEXT = 3;

/** Renders a review: what is asked, what the version changes, and what people said. */
export function reviewText({ review, diff }: ShownReview, color: ChalkInstance): string {
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
  ].join('\n');
}

export function reviewJson({ review, diff }: ShownReview): string {
  return jsonDocument('promptlane/review/v1', { review, ...(diff !== undefined && { diff }) });
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
