import type { ChalkInstance } from 'chalk';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import { printable } from '../../../base/text/printable.ts';
import {
  type FieldChange,
  isEmptyDiff,
  type MessageChange,
  type PromptDiff,
  type ReferenceChange,
} from '../../../prompt/diff/prompt-diff.ts';
import { type SharedChange, sharedChanges } from '../../../prompt/diff/shared-changes.ts';
import { type DiffOutcome, isSame } from '../../../workflows/compare/diff.ts';
import { changedItself, NOTHING, tally } from './tally.ts';
import { type DiffStyle, wordsText } from './words.ts';

/** Renders differences in full: fields as before → after, texts by word, and what prompts share once, with the prompts that it reaches. */
export function diffText(outcome: DiffOutcome, style: DiffStyle): string {
  if (isSame(outcome)) return NOTHING;
  return blocksText(outcome, style.color, fullView(style));
}

function fullView(style: DiffStyle): DiffView {
  return {
    prompt: (diff) => promptLines(diff, style),
    shared: (change) => [...fieldLines(change.fields, style.color), ...textLines(change, style)],
  };
}

/** How a view shows what differs in a prompt, and in what prompts share. */
export interface DiffView {
  readonly prompt: (diff: PromptDiff) => readonly string[];
  readonly shared: (change: SharedChange) => readonly string[];
}

/** Renders what differs between two versions of one prompt in full. */
export function versionDiffText(diff: PromptDiff, style: DiffStyle): string {
  return changeBlocks({ prompts: [diff], shared: sharedChanges([diff]) }, style.color, fullView(style)).join('\n\n');
}

/** The blocks of a diff in any view that has them: prompts, what they share, renames, what could not be read, and the tally. */
export function blocksText(outcome: DiffOutcome, color: ChalkInstance, view: DiffView): string {
  const { renamed, unreadable } = outcome;
  return [
    ...changeBlocks(outcome, color, view),
    ...[...renamed].map(([former, id]) => `${color.red(former)} → ${color.green(id)}  renamed, otherwise the same`),
    ...[...unreadable].map(
      ([id, reason]) =>
        `${color.bold(printable(id))}  ${color.yellow(`not compared: invalid in ${printable(outcome.before)}`)}\n  ${printable(reason)}`,
    ),
    color.dim(printable(tally(outcome))),
  ].join('\n\n');
}

function changeBlocks({ prompts, shared }: Pick<DiffOutcome, 'prompts' | 'shared'>, color: ChalkInstance, view: DiffView): string[] {
  const block = (headline: string, lines: readonly string[]) => [headline, ...lines.map((line) => `  ${line}`.trimEnd())].join('\n');
  const sharedBlock = (what: string) => (change: SharedChange) =>
    block(`${color.magenta(what)} ${headline(change, color)}`, [...view.shared(change), reachesText(change, color)]);
  return [
    ...prompts.filter(changedItself).map((diff) => block(headline(diff, color), view.prompt(diff))),
    ...shared.partials.map(sharedBlock('partial')),
    ...shared.guardrailSets.map(sharedBlock('guardrail set')),
  ];
}

/** The id and both versions. */
function headline({ id, before, after }: Pick<PromptDiff, 'id' | 'before' | 'after'>, color: ChalkInstance): string {
  return `${color.bold(id)}  ${color.red(digestText(before))} → ${color.green(digestText(after))}`;
}

function digestText(digest: Digest | undefined): string {
  return digest === undefined ? 'none' : shortDigest(digest);
}

/** Says which prompts a change reaches. */
function reachesText({ reaches }: SharedChange, color: ChalkInstance): string {
  return color.dim(`reaches ${reaches.join(', ')}`);
}

/** Says that texts were compared by more than words. */
export function coarseText({ comparedBy }: Pick<MessageChange, 'comparedBy'>): string[] {
  if (comparedBy === undefined) return [];
  return [`compared ${comparedBy === 'line' ? 'by line' : 'as wholes'}: the texts have too little in common`];
}

/** Names a message and what became of it. */
export function messageTitle({ kind, before, after }: MessageChange): string {
  const place = after ?? before;
  const from = kind === 'moved' && before ? ` from place ${before.index + 1}` : '';
  return `message ${(place?.index ?? 0) + 1} (${place?.role}) ${kind}${from}`;
}

function promptLines(diff: PromptDiff, style: DiffStyle): string[] {
  const { color } = style;
  if (isEmptyDiff(diff)) return [NOTHING];
  return [
    ...fieldLines(diff.fields, color),
    ...diff.messages.flatMap((message) => messageLines(message, style)),
    ...diff.partials.map((change) => sharedLine('partial', change, color)),
    ...diff.guardrailSets.map((change) => sharedLine('guardrail set', change, color)),
  ];
}

function fieldLines(fields: readonly FieldChange[], color: ChalkInstance): string[] {
  return fields.map(({ path, before, after }) => `${printable(path)}: ${color.red(valueText(before))} → ${color.green(valueText(after))}`);
}

/** A value of a field as JSON. */
export function valueText(value: FieldChange['before']): string {
  return printable(JSON.stringify(value) ?? 'not set');
}

function messageLines(message: MessageChange, style: DiffStyle): string[] {
  if (message.kind === 'same') return [];
  const { color } = style;
  const text = message.kind === 'moved' ? [] : textLines(message, style);
  return [color.cyan(messageTitle(message)), ...[...fieldLines(message.fields, color), ...text].map((line) => `  ${line}`)];
}

function textLines(change: Pick<MessageChange, 'words' | 'comparedBy'>, style: DiffStyle): string[] {
  const { color } = style;
  if (change.words.every(({ kind }) => kind === 'same')) return [];
  return [...coarseText(change).map((line) => color.yellow(line)), ...wordsText(change.words, style)];
}

/** What a prompt shares is shown once, in a block of its own; here only that it changed. */
function sharedLine(what: string, { id, before, after }: ReferenceChange, color: ChalkInstance): string {
  return `${color.magenta(`${what} ${id}`)}  ${digestText(before)} → ${digestText(after)}`;
}
