import type { ChalkInstance } from 'chalk';
import type { Ending } from '../../../base/exit-code.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { ImportedFile, ImportOutcome } from '../../../workflows/authoring/import/import-prompts.ts';
import type { Refusal } from '../../../workflows/authoring/import/read-imports.ts';
import { jsonDocument } from '../../json.ts';
import { lossLines } from './losses.ts';

/** Skipped files that are named; the rest are counted. */
const SHOWN_SKIPPED = 5;

/** Renders what was imported, what was lost on the way, and what to do next. */
export function importText(outcome: ImportOutcome, color: ChalkInstance): string {
  const blocks = [
    fileLines(outcome, color),
    lossLines(outcome.losses, color),
    refusalLines(outcome.refusals, color),
    skippedLines(outcome.skipped, color),
    endLines(outcome, color),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

export function importJson({ files, losses, refusals, skipped, formats, stopped }: ImportOutcome): string {
  return jsonDocument('promptlane/import/v1', { written: stopped === undefined, stopped, formats, files, losses, refusals, skipped });
}

/** Refusals, and losses that were not to be, end as invalid input does. */
export function importEnding({ stopped, refusals }: ImportOutcome): Ending {
  if (stopped === 'nothing-found') return 'usage';
  return stopped === 'refused' || stopped === 'lossy' || (stopped === undefined && refusals.length > 0) ? 'validation' : 'ok';
}

function fileLines({ files, formats, stopped }: ImportOutcome, color: ChalkInstance): string[] {
  if (files.length === 0) return [];
  const width = Math.max(...files.map(({ path }) => path.length));
  const verb = stopped === undefined ? 'Imported' : 'Would import';
  return [
    `${verb} ${counted(files.length, 'file')} from ${formats.join(', ')}:`,
    ...files.map(
      ({ state, path, from }) => `  ${sign(state, color)} ${printable(path).padEnd(width)}  ${color.dim(`from ${printable(from)}`)}`,
    ),
  ];
}

function sign(state: ImportedFile['state'], color: ChalkInstance): string {
  if (state === 'new') return color.green('+');
  return state === 'unchanged' ? color.dim('=') : color.yellow('~');
}

function refusalLines(refusals: readonly Refusal[], color: ChalkInstance): string[] {
  if (refusals.length === 0) return [];
  const lines = refusals.flatMap(({ file, where, message, hint }) => {
    const place = where === undefined ? file : `${where.file}:${where.line}:${where.column}`;
    return [`  ${color.red('✗')} ${printable(place)}  ${printable(message)}`, `    ${color.dim(printable(hint))}`];
  });
  return [`${counted(refusals.length, 'file')} cannot be imported:`, ...lines];
}

function skippedLines(skipped: readonly string[], color: ChalkInstance): string[] {
  if (skipped.length === 0) return [];
  const more = skipped.length > SHOWN_SKIPPED ? `, and ${skipped.length - SHOWN_SKIPPED} more` : '';
  const names = skipped.slice(0, SHOWN_SKIPPED).map(printable).join(', ');
  return [color.dim(`Not recognised: ${names}${more}`)];
}

function endLines({ stopped, refusals }: ImportOutcome, color: ChalkInstance): string[] {
  switch (stopped) {
    case 'dry-run':
      return [color.dim('Nothing was written: this was a dry run.')];
    case 'refused':
      return [`Nothing was written. Mend the files above, or leave them out with ${color.bold('--skip-refused')}.`];
    case 'lossy':
      return [`Nothing was written, because of ${color.bold('--fail-on-loss')}.`];
    case 'nothing-found':
      return ['No prompt was found.', color.dim('Name the format with `--from`; a plain text is imported with `--from text`.')];
    default:
      return refusals.length > 0 ? [] : [`Next: ${color.bold('promptlane check')}`];
  }
}
