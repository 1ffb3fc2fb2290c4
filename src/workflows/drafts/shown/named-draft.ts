import { shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import type { DraftSummary } from '../../../registry/registry.ts';
import type { DraftLine } from '../draft-lines.ts';

/**
 * What names a draft among others: the digest of its newest version, or its file where several come to that version.
 */
export function draftName({ newest }: DraftLine, lines: readonly DraftLine[]): string {
  const { id, digest, blob } = newest;
  const isShared = lines.filter((line) => line.newest.id === id && line.newest.digest === digest).length > 1;
  return `${id}@${isShared && blob !== undefined ? blob.slice(0, 12) : shortDigest(digest)}`;
}

/**
 * The draft that a text names: `support/triage`, when it has only one, or `support/triage@9b2af7521a9e`, by a digest or a file
 * of any of its edits.
 * @throws Failure `reference-unknown`, `reference-ambiguous`
 */
export function namedDraft(text: string, lines: readonly DraftLine[]): DraftLine {
  const [id = '', prefix] = text.split('@');
  const ofPrompt = lines.filter(({ newest }) => newest.id === id);
  if (ofPrompt.length === 0) {
    const known = new Set(lines.map(({ newest }) => newest.id));
    throw new Failure('reference-unknown', `There is no open draft of "${id}".${didYouMean(id, known)}`, {
      hint: 'List them with `promptlane draft ls`.',
    });
  }
  const found = prefix === undefined ? ofPrompt : fitting(ofPrompt, prefix.replace(/^sha256:/, ''));
  const [line, second] = found;
  const names = () => (found.length === 0 ? ofPrompt : found).map((each) => draftName(each, lines)).join(', ');
  if (line === undefined) {
    throw new Failure('reference-unknown', `No open draft of ${id} starts with "${prefix}".`, { hint: `There is ${names()}.` });
  }
  if (second !== undefined) {
    throw new Failure('reference-ambiguous', `Several drafts of ${id} are open.`, { hint: `Name one of them: ${names()}.` });
  }
  return line;
}

/** What the newest edit is named by goes first: earlier ones may be those of several drafts. */
function fitting(lines: readonly DraftLine[], prefix: string): readonly DraftLine[] {
  const fits = ({ digest, blob }: DraftSummary) =>
    prefix !== '' && (digest.startsWith(`sha256:${prefix}`) || (blob?.startsWith(prefix) ?? false));
  const newest = lines.filter((line) => fits(line.newest));
  return newest.length > 0 ? newest : lines.filter(({ edits }) => edits.some(fits));
}
