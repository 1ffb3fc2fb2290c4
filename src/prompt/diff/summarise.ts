import { shortDigest } from '../../base/digest.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import type { FieldChange, MessageChange, PromptDiff, ReferenceChange } from './prompt-diff.ts';
import type { WordChange } from './word-change.ts';
import { countWords } from './word-tokens.ts';

const MAX_VALUE = 60;

/** Says a diff in short lines, the most telling first. No lines when the versions mean the same. */
export function summarise(diff: PromptDiff): string[] {
  return [
    ...diff.fields.map(fieldLine),
    ...diff.messages.flatMap(messageLines),
    ...diff.partials.map((change) => referenceLine('partial', change)),
    ...diff.guardrailSets.map((change) => referenceLine('guardrail set', change)),
  ];
}

function fieldLine({ path, before, after }: FieldChange): string {
  if (path.endsWith(' (order)')) return `${path.slice(0, -' (order)'.length)} in another order`;
  if (before === undefined) return `${path} ${shown(after)} added`;
  if (after === undefined) return `${path} ${shown(before)} removed`;
  return `${path} ${shown(before)} → ${shown(after)}`;
}

function messageLines({ kind, before, after, words, fields }: MessageChange): string[] {
  const place = after ?? before;
  if (kind === 'same' || place === undefined) return [];
  const name = `message ${place.index + 1} (${place.role})`;
  if (kind === 'moved') return [`${name} moved from place ${(before?.index ?? 0) + 1}`];
  if (kind !== 'changed') return [`${name} ${kind}`];
  const text = wordsLine(words);
  return [...(text === undefined ? [] : [`${name}: ${text}`]), ...fields.map((field) => `${name}: ${fieldLine(field)}`)];
}

/** Says in short lines what changed within a partial or a guardrail set; none when only what it includes did. */
export function summariseReference({ words, fields }: ReferenceChange): string[] {
  return [wordsLine(words), ...fields.map(fieldLine)].filter((line) => line !== undefined);
}

function referenceLine(what: string, change: ReferenceChange): string {
  const { id, before, after } = change;
  if (before === undefined) return `${what} ${id} added`;
  if (after === undefined) return `${what} ${id} removed`;
  const text = summariseReference(change).join('; ');
  return `${what} ${id} changed (${shortDigest(before)} → ${shortDigest(after)})${text === '' ? '' : `: ${text}`}`;
}

/** `3 words added, 1 removed`; nothing when the texts are equal. */
function wordsLine(changes: readonly WordChange[]): string | undefined {
  if (changes.every(({ kind }) => kind === 'same')) return undefined;
  const count = (kind: WordChange['kind']): number =>
    changes.reduce((sum, change) => sum + (change.kind === kind ? countWords(change.text) : 0), 0);
  const counts = [
    { verb: 'added', words: count('added') },
    { verb: 'removed', words: count('removed') },
  ].filter(({ words }) => words > 0);
  if (counts.length === 0) return 'white space or punctuation changed';
  return counts.map(({ verb, words }, index) => `${words}${index === 0 ? (words === 1 ? ' word' : ' words') : ''} ${verb}`).join(', ');
}

function shown(value: Json | undefined): string {
  const text = typeof value === 'string' && /^[\w./:@-]+$/.test(value) ? value : (JSON.stringify(value) ?? '');
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…` : text;
}
