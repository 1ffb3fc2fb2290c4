import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { WordChange } from '../../../prompt/diff/word-change.ts';
import { shortened } from './shorten.ts';

/** How a diff is shown. */
export interface DiffStyle {
  readonly color: ChalkInstance;
  /** Unchanged lines shown around a change. */
  readonly context: number;
}

interface Line {
  readonly words: WordChange[];
  isChanged: boolean;
}

/**
 * Renders a word diff as lines, the unchanged ones far from a change left out. Without colours, what was removed
 * stands in `[-…-]` and what was added in `{+…+}`, as git writes it.
 */
export function wordsText(words: readonly WordChange[], { color, context }: DiffStyle): string[] {
  const lines = linesOf(words);
  return aroundChanges(lines, ({ isChanged }) => isChanged, context).map((line) =>
    typeof line === 'number' ? color.dim(leftOut(line)) : lineText(line, color),
  );
}

/** What is changed and some lines around it; a number stands for as many lines that are left out. */
export function aroundChanges<Item>(items: readonly Item[], isChanged: (item: Item) => boolean, context: number): (Item | number)[] {
  const near = new Set<number>();
  for (const [index, item] of items.entries()) {
    if (!isChanged(item)) continue;
    for (let at = index - context; at <= index + context; at += 1) near.add(at);
  }
  const shown: (Item | number)[] = [];
  for (const [index, item] of items.entries()) {
    const last = shown.at(-1);
    if (near.has(index)) shown.push(item);
    else if (typeof last === 'number') shown[shown.length - 1] = last + 1;
    else shown.push(1);
  }
  return shown;
}

/** Says how many unchanged lines are not shown. */
export function leftOut(lines: number): string {
  return `… ${counted(lines, 'unchanged line')}`;
}

/** Changes carry on over line ends, so each line is marked by itself. */
function linesOf(words: readonly WordChange[]): Line[] {
  const lines: Line[] = [];
  let isEnded = true;
  for (const { kind, text } of words) {
    for (const piece of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
      if (isEnded) lines.push({ words: [], isChanged: false });
      const line = lines.at(-1);
      line?.words.push({ kind, text: piece });
      if (line && kind !== 'same') line.isChanged = true;
      isEnded = piece.endsWith('\n');
    }
  }
  return lines;
}

function lineText({ words, isChanged }: Line, color: ChalkInstance): string {
  const isWhole = isChanged && words.every(({ kind, text }) => kind !== 'same' && text !== '\n');
  return shortened(words)
    .map((word) => wordText(word, isWhole, color))
    .join('')
    .trimEnd();
}

/** A line end that comes or goes is a change, and would not show but on a line that comes or goes as a whole. */
function wordText({ kind, text }: WordChange, isWholeLine: boolean, color: ChalkInstance): string {
  const isEnded = text.endsWith('\n');
  const shown = printable(isEnded ? text.slice(0, -1) : text);
  return kind === 'same' ? shown : marked(kind, isEnded && !isWholeLine ? `${shown}⏎` : shown, color);
}

/** Words that came or went, told apart without colours too. */
export function marked(kind: 'added' | 'removed', text: string, color: ChalkInstance): string {
  if (color.level === 0) return kind === 'added' ? `{+${text}+}` : `[-${text}-]`;
  return kind === 'added' ? color.green.underline(text) : color.red.strikethrough(text);
}
