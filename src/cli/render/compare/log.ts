import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { printable } from '../../../base/text/printable.ts';
import { isEmptyDiff, type PromptDiff } from '../../../prompt/diff/prompt-diff.ts';
import { summarise, summariseReference } from '../../../prompt/diff/summarise.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { LogEntry, LogOutcome } from '../../../workflows/history/log.ts';
import { jsonDocument } from '../../json.ts';
import { cutText } from '../fit-text.ts';
import { versionDiffText } from './diff-text.ts';
import type { LogDocument } from './log-document.ts';

/** How a history is shown. */
export interface LogStyle {
  readonly color: ChalkInstance;
  /** Lines are cut here, except for what a patch shows. */
  readonly width: number;
  /** Leave out what changed. */
  readonly isShort: boolean;
  /** Show what changed in full, with so many unchanged lines around. */
  readonly context?: number;
}

/** Renders the versions of a prompt, newest first: digest, who pins it, commit, date, author, subject; below, what changed. */
export function logText({ entries }: LogOutcome, style: LogStyle): string {
  const { color, width, isShort, context } = style;
  return entries
    .map((entry) => {
      const head = cutText(headline(entry, color), width);
      if (isShort) return head;
      const lines = [head, cutText(`  ${changeLine(entry)}`, width)];
      if (context !== undefined && entry.diff && !isEmptyDiff(entry.diff))
        lines.push('', indented(versionDiffText(entry.diff, { color, context })), '');
      return lines.join('\n');
    })
    .join('\n');
}

/** What else a reader of a history should know, for stderr. */
export function logNotes({ entries, total, elsewhere, missing }: LogOutcome): string[] {
  return [
    ...(entries.length < total ? [`${entries.length} of ${total} shown`] : []),
    ...[...elsewhere].map(([name, digest]) => `${name} pins ${shortDigest(digest)}, which no commit of this history holds`),
    ...(missing === undefined ? [] : [`the history goes on beyond this shallow clone. ${missing}`]),
  ];
}

/** Prints a history as schemas/log.schema.json describes it. */
export function logJson({ id, entries, total, elsewhere, missing }: LogOutcome): string {
  const { schema, ...document }: LogDocument = {
    schema: 'promptlane/log/v1',
    id,
    entries: entries.map(({ commit, diff, isBack, environments, ...entry }) => ({
      ...entry,
      commit: commit.id,
      author: commit.author,
      date: new Date(commit.time).toISOString(),
      subject: commit.subject,
      changes: changesOf(entry.kind, diff),
      through: throughOf(entry.kind, diff),
      environments: [...environments],
      again: isBack,
    })),
    total,
    complete: missing === undefined,
    elsewhere: [...elsewhere].map(([environment, digest]) => ({ environment, digest })),
  };
  return jsonDocument(schema, document);
}

const NO_DIGEST = '-'.padEnd(12);

function headline({ digest, environments, commit }: LogEntry, color: ChalkInstance): string {
  const tags = environments.length === 0 ? '' : ` ${color.yellow(`(${environments.join(', ')})`)}`;
  const date = new Date(commit.time).toISOString().slice(0, 10);
  const version = digest === undefined ? color.dim(NO_DIGEST) : color.green(shortDigest(digest));
  return `${version}${tags}  ${color.dim(commit.id.slice(0, 10))}  ${date}  ${printable(commit.author.name)}  ${color.bold(printable(commit.subject))}`;
}

/** What changed, in one line. */
function changeLine({ kind, other, previous, reason, diff, isBack }: LogEntry): string {
  if (kind === 'invalid') return printable(`invalid: ${reason}`);
  if (kind === 'removed') return other === undefined ? 'removed' : `removed; it went on as ${other}`;
  const how = kind === 'renamed' ? [`renamed from ${other}`] : kind === 'added' ? ['added'] : [];
  const changes = changesOf(kind, diff);
  const through = throughOf(kind, diff);
  const what = through.length > 0 && changes.length > 0 ? [`through ${through.join(', ')}: ${changes.join('; ')}`] : changes;
  const again = isBack && kind !== 'added' && previous !== undefined ? ['an earlier version again'] : [];
  return printable([...again, ...how, ...what].join('; ') || 'valid again');
}

/** What differs in the prompt itself, then in what it shares; nothing for a prompt that is new as a whole. */
function changesOf(kind: LogEntry['kind'], diff: PromptDiff | undefined): string[] {
  if (diff?.before === undefined || kind === 'added') return [];
  const { partials, guardrailSets, ...own } = diff;
  const lines = summarise({ ...own, partials: [], guardrailSets: [] });
  const shared = [...partials, ...guardrailSets].flatMap((change) => summariseReference(change));
  return lines.length > 0 ? summarise(diff) : shared;
}

/** What it shares that changed, when nothing else did. */
function throughOf(kind: LogEntry['kind'], diff: PromptDiff | undefined): PromptId[] {
  if (diff?.before === undefined || kind === 'added') return [];
  const { partials, guardrailSets, ...own } = diff;
  if (summarise({ ...own, partials: [], guardrailSets: [] }).length > 0) return [];
  // A partial that only includes one that changed is another version and says nothing.
  return [...partials, ...guardrailSets].filter((change) => summariseReference(change).length > 0).map(({ id }) => id);
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n');
}
