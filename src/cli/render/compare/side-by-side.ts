import type { ChalkInstance } from 'chalk';
import { printable, printableLines } from '../../../base/text/printable.ts';
import { type DiffLine, isUnchanged, type LinePair, pairLines } from '../../../prompt/diff/paired-lines.ts';
import { type FieldChange, isEmptyDiff, type MessageChange, type PromptDiff } from '../../../prompt/diff/prompt-diff.ts';
import { type DiffOutcome, isSame } from '../../../workflows/compare/diff.ts';
import { cellLines, type Piece } from './cell.ts';
import { blocksText, coarseText, messageTitle, valueText } from './diff-text.ts';
import { shortened } from './shorten.ts';
import { NOTHING } from './tally.ts';
import { aroundChanges, type DiffStyle, leftOut, marked } from './words.ts';

export interface SideBySideStyle extends DiffStyle {
  /** Columns of the whole view. */
  readonly width: number;
}

/** Narrower halves hold no text that anyone could read. */
const MIN_HALF = 16;
/** Every line of a block is indented. */
const INDENT = 2;
const RULE = ' │ ';

type Half = readonly Piece[];

/** Two columns and how they are drawn. */
interface Columns {
  readonly half: number;
  readonly color: ChalkInstance;
  readonly context: number;
}

/** Renders differences in two columns, each line beside the one that it was. */
export function sideBySideText(outcome: DiffOutcome, { width, ...style }: SideBySideStyle): string {
  if (isSame(outcome)) return NOTHING;
  const columns = { ...style, half: Math.max(MIN_HALF, Math.floor((width - INDENT - RULE.length) / 2)) };
  const { color } = style;
  const heads = row(
    [{ text: printable(outcome.before), paint: color.dim }],
    [{ text: printable(outcome.after), paint: color.dim }],
    columns,
  );
  return blocksText(outcome, color, {
    prompt: (diff) => (isEmptyDiff(diff) ? [NOTHING] : [...heads, ...promptRows(diff, columns)]),
    shared: ({ fields, ...change }) => [...heads, ...fieldRows(fields, columns), ...textRows(change, columns)],
  });
}

function promptRows({ fields, messages, partials, guardrailSets }: PromptDiff, columns: Columns): string[] {
  const { magenta } = columns.color;
  return [
    ...fieldRows(fields, columns),
    ...messages.filter(({ kind }) => kind !== 'same').flatMap((message) => messageRows(message, columns)),
    ...partials.map(({ id }) => magenta(`partial ${id} changed, see below`)),
    ...guardrailSets.map(({ id }) => magenta(`guardrail set ${id} changed, see below`)),
  ];
}

function fieldRows(fields: readonly FieldChange[], columns: Columns): string[] {
  const { color } = columns;
  const cell = (path: string, value: FieldChange['before'], paint: ChalkInstance): Half => [
    { text: `${printable(path)}: ` },
    { text: valueText(value), paint },
  ];
  return fields.flatMap(({ path, before, after }) => row(cell(path, before, color.red), cell(path, after, color.green), columns));
}

function messageRows(message: MessageChange, columns: Columns): string[] {
  const title = columns.color.cyan(messageTitle(message));
  return [title, ...fieldRows(message.fields, columns), ...(message.kind === 'moved' ? [] : textRows(message, columns))];
}

function textRows(change: Pick<MessageChange, 'words' | 'comparedBy'>, columns: Columns): string[] {
  const { color, context } = columns;
  const pairs = pairLines(change.words);
  if (pairs.every(isUnchanged)) return [];
  const digits = String(pairs.length).length;
  const rows = aroundChanges(pairs, (pair) => !isUnchanged(pair), context).flatMap((pair) =>
    typeof pair === 'number' ? [color.dim(leftOut(pair))] : lineRow(pair, digits, columns),
  );
  return [...coarseText(change).map((line) => color.yellow(line)), ...rows];
}

/** One line of either text: number, sign, and its words. */
function lineRow(pair: LinePair, digits: number, columns: Columns): string[] {
  const gutter = digits + 3;
  const cells = ([pair.before, pair.after] as const).map((line, side) => {
    if (!line) return [];
    const sign = isUnchanged(pair) ? ' ' : side === 0 ? '-' : '+';
    const paint = sign === ' ' ? columns.color.dim : side === 0 ? columns.color.red : columns.color.green;
    const lines = cellLines(wordPieces(line, columns.color), columns.half - gutter);
    return lines.map(
      (text, index) => `${paint(`${index === 0 ? String(line.number).padStart(digits) : ' '.repeat(digits)} ${sign} `)}${text}`,
    );
  });
  return beside(cells[0] ?? [], cells[1] ?? [], columns);
}

/** A line that is new or gone as a whole needs no marks beside its sign, and a line end only when nothing else tells the lines apart. */
function wordPieces({ words }: DiffLine, color: ChalkInstance): Piece[] {
  const isWhole = words.every(({ kind }) => kind !== 'same');
  const isEndOnly = words.every(({ kind, text }) => kind === 'same' || text === '\n');
  return shortened(words).map(({ kind, text }) => {
    const isEnded = text.endsWith('\n');
    const shown = printableLines(isEnded ? text.slice(0, -1) : text);
    if (kind === 'same') return { text: shown };
    const ended = isEnded && isEndOnly ? `${shown}⏎` : shown;
    if (color.level > 0) return { text: ended, paint: kind === 'added' ? color.green.underline : color.red.strikethrough };
    return { text: isWhole ? ended : marked(kind, ended, color) };
  });
}

function row(before: Half, after: Half, columns: Columns): string[] {
  return beside(cellLines(before, columns.half), cellLines(after, columns.half), columns);
}

function beside(before: readonly string[], after: readonly string[], { half, color }: Columns): string[] {
  const empty = ' '.repeat(half);
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) =>
    `${before[index] ?? empty}${color.dim(RULE)}${after[index] ?? ''}`.trimEnd(),
  );
}
