import type { ChalkInstance } from 'chalk';
import type { Diagnostic, Severity } from '../../../base/diagnostic.ts';
import type { CheckOutcome } from '../../../workflows/authoring/check.ts';
import { jsonDocument } from '../../json.ts';
import { printable } from '../../terminal/printable.ts';
import { counted } from '../counted.ts';

/** Renders findings for people, file by file. */
export function checkText({ diagnostics, files, errors, warnings }: CheckOutcome, color: ChalkInstance): string {
  const blocks = [...byFile(diagnostics)].map(([file, findings]) =>
    [color.underline(printable(file)), ...findings.map((one) => findingText(one, color))].join('\n'),
  );
  const verdict = errors > 0 ? color.red('✗') : color.green('✓');
  const summary = `${verdict} ${counted(files, 'file')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  return [...blocks, summary].join('\n\n');
}

export function checkJson({ diagnostics, files, errors, warnings }: CheckOutcome): string {
  return jsonDocument('promptlane/check/v1', { files, errors, warnings, diagnostics });
}

function findingText({ range, severity, rule, message, hint }: Diagnostic, color: ChalkInstance): string {
  const place = `${range.line}:${range.column}`.padEnd(8);
  const line = `  ${color.dim(place)} ${severityText(severity, color)} ${printable(message)} ${color.dim(rule)}`;
  return hint === undefined ? line : `${line}\n  ${' '.repeat(8)} ${color.dim(printable(hint))}`;
}

function severityText(severity: Severity, color: ChalkInstance): string {
  if (severity === 'error') return color.red('error  ');
  return severity === 'warning' ? color.yellow('warning') : color.blue('info   ');
}

function byFile(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Diagnostic[]> {
  const files = new Map<string, Diagnostic[]>();
  for (const finding of diagnostics) {
    const findings = files.get(finding.file);
    if (findings) findings.push(finding);
    else files.set(finding.file, [finding]);
  }
  return files;
}
