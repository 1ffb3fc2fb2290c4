import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { Loss } from '../../../formats/foreign-format.ts';

/** Renders what is lost, file by file: the place, what becomes of it, the field, why. Nothing when nothing is. */
export function lossLines(losses: readonly Loss[], color: ChalkInstance): string[] {
  if (losses.length === 0) return [];
  const files = new Map<string, Loss[]>();
  for (const loss of losses) files.set(loss.file, [...(files.get(loss.file) ?? []), loss]);
  return [
    `${counted(losses.length, 'loss', 'losses')}:`,
    ...[...files].flatMap(([file, ofFile]) => [`  ${color.underline(printable(file))}`, ...ofFile.map((loss) => lossLine(loss, color))]),
  ];
}

function lossLine({ kind, range, field, message }: Loss, color: ChalkInstance): string {
  const place = range === undefined ? '' : `${color.dim(`${range.line}:${range.column}`.padEnd(8))} `;
  const what = kind === 'dropped' ? color.red('dropped') : color.yellow('changed');
  return `    ${place}${what} ${color.bold(printable(field))}  ${printable(message)}`;
}
