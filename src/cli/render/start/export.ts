import { posix } from 'node:path';
import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { ExportOutcome } from '../../../workflows/authoring/export-prompts.ts';
import { jsonDocument } from '../../json.ts';
import { lossLines } from './losses.ts';

/** What goes to stdout: the files that were written, or the text itself, ready for a pipe. */
export function exportText({ format, files, out, done }: ExportOutcome, color: ChalkInstance): string {
  if (!done) return '';
  if (out === undefined) return files.map(({ text }) => text).join('');
  const lines = files.map(({ path }) => `  ${color.green('+')} ${printable(posix.join(out, path))}`);
  return `${[`Wrote ${counted(files.length, 'file')} for ${format}:`, ...lines].join('\n')}\n`;
}

/** What is said beside it: the losses. */
export function exportNote({ losses, done }: ExportOutcome, color: ChalkInstance): string {
  const lines = lossLines(losses, color);
  return [...lines, ...(done ? [] : ['', `Nothing was written, because of ${color.bold('--fail-on-loss')}.`])].join('\n');
}

export function exportJson({ format, files, losses, out, done }: ExportOutcome): string {
  return jsonDocument('promptlane/export/v1', { format, out, written: done, files: done ? files : [], losses });
}
