import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { Diagnosis } from '../../../workflows/setup/doctor/doctor.ts';
import type { Finding } from '../../../workflows/setup/doctor/examination.ts';
import { jsonDocument } from '../../json.ts';

/** Renders what the doctor found: a line each, and below it what mends it. */
export function doctorText({ findings, warnings, failures }: Diagnosis, color: ChalkInstance): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map((finding) => findingText(finding, width, color));
  const verdict = failures > 0 ? color.red('✗') : color.green('✓');
  return [...lines, '', `${verdict} ${counted(failures, 'failure')}, ${counted(warnings, 'warning')}`].join('\n');
}

export function doctorJson({ findings, warnings, failures }: Diagnosis): string {
  return jsonDocument('promptlane/doctor/v1', { failures, warnings, findings });
}

function findingText({ check, status, message, fix }: Finding, width: number, color: ChalkInstance): string {
  const mark = { ok: color.green('ok  '), warn: color.yellow('warn'), fail: color.red('fail') }[status];
  const line = `${mark}  ${check.padEnd(width)}  ${printable(message)}`;
  return fix === undefined ? line : `${line}\n${' '.repeat(width + 8)}${color.dim(`→ ${printable(fix)}`)}`;
}
