import { printableLines } from '../../../base/text/printable.ts';
import type { DiffOutcome } from '../../../workflows/compare/diff.ts';
import { diffJson } from './diff-json.ts';
import { diffStat } from './diff-stat.ts';
import { diffText } from './diff-text.ts';
import { type SideBySideStyle, sideBySideText } from './side-by-side.ts';

export type DiffView = 'words' | 'side-by-side' | 'stat' | 'json';

/** Renders differences in the view that was asked for. */
export function diffView(view: DiffView, outcome: DiffOutcome, style: SideBySideStyle): string {
  switch (view) {
    case 'json':
      return diffJson(outcome);
    case 'stat':
      return diffStat(outcome, style.color);
    case 'side-by-side':
      return sideBySideText(outcome, style);
    default:
      return diffText(outcome, style);
  }
}

/** A patch for the eyes: coloured, and nothing in it can command the terminal. In a pipe it goes out byte for byte instead. */
export function patchText(patch: string, { color }: Pick<SideBySideStyle, 'color'>): string {
  const painted = (line: string) => {
    if (/^(?:diff --git|---|\+\+\+|rename|new file|deleted file) /.test(line)) return color.bold(line);
    if (line.startsWith('@@')) return color.cyan(line);
    return line.startsWith('+') ? color.green(line) : line.startsWith('-') ? color.red(line) : line;
  };
  return printableLines(patch).split('\n').map(painted).join('\n');
}
