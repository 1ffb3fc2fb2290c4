import type { ChalkInstance } from 'chalk';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import type { FieldChange, MessageChange, PromptDiff, ReferenceChange } from '../../../prompt/diff/prompt-diff.ts';
import { summarise } from '../../../prompt/diff/summarise.ts';
import { jsonDocument } from '../../json.ts';
import { printable } from '../../terminal/printable.ts';
import { wordsText } from './words.ts';

const NOTHING = 'No difference in meaning.';

/** Renders differences in full: fields as before → after, texts by word. */
export function diffText(diffs: readonly PromptDiff[], color: ChalkInstance): string {
  return diffs.length === 0 ? NOTHING : diffs.map((diff) => promptText(diff, color)).join('\n\n');
}

/** Renders one line per change. */
export function diffStat(diffs: readonly PromptDiff[], color: ChalkInstance): string {
  if (diffs.length === 0) return NOTHING;
  return diffs.map((diff) => [headline(diff, color), ...summarise(diff).map((line) => `  ${printable(line)}`)].join('\n')).join('\n\n');
}

export function diffJson(diffs: readonly PromptDiff[]): string {
  return jsonDocument('promptlane/diff/v1', { diffs });
}

function promptText(diff: PromptDiff, color: ChalkInstance): string {
  const parts = [
    ...diff.fields.map((change) => `  ${fieldText(change, color)}`),
    ...diff.messages.flatMap((message) => messageText(message, color)),
    ...diff.partials.flatMap((change) => referenceText('partial', change, color)),
    ...diff.guardrailSets.flatMap((change) => referenceText('guardrail set', change, color)),
  ];
  return [headline(diff, color), ...(parts.length > 0 ? parts : [`  ${NOTHING}`])].join('\n');
}

function headline({ id, before, after }: PromptDiff, color: ChalkInstance): string {
  return `${color.bold(id)}  ${color.red(digestText(before))} → ${color.green(digestText(after))}`;
}

function fieldText({ path, before, after }: FieldChange, color: ChalkInstance): string {
  const said = (value: FieldChange['before']) => printable(JSON.stringify(value) ?? 'not set');
  return `${printable(path)}: ${color.red(said(before))} → ${color.green(said(after))}`;
}

function messageText({ kind, before, after, words, fields }: MessageChange, color: ChalkInstance): string[] {
  const place = after ?? before;
  if (kind === 'same' || !place) return [];
  const moved = kind === 'moved' ? ` from place ${(before?.index ?? 0) + 1}` : '';
  const title = `  ${color.cyan(`message ${place.index + 1} (${place.role})`)} ${kind}${moved}`;
  return [title, ...fields.map((change) => `    ${fieldText(change, color)}`), ...(kind === 'moved' ? [] : wordsText(words, color))];
}

function referenceText(what: string, { id, before, after, words, fields }: ReferenceChange, color: ChalkInstance): string[] {
  const title = `  ${color.magenta(`${what} ${id}`)}  ${digestText(before)} → ${digestText(after)}`;
  return [title, ...fields.map((change) => `    ${fieldText(change, color)}`), ...wordsText(words, color)];
}

function digestText(digest: Digest | undefined): string {
  return digest === undefined ? 'none' : shortDigest(digest);
}
