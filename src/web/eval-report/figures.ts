import { printable, printableLines } from '../../base/text/printable.ts';

/** A stranger's text of one line, with what would hide or turn around other text shown as code points. */
export const shownLine = printable;

/** The same for texts of several lines. */
export const shownText = printableLines;

export function durationText(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}

export function countText(count: number): string {
  return count.toLocaleString('en');
}
