import type { ChalkInstance } from 'chalk';
import type { Diagnostic, Severity } from '../../../base/diagnostic.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { CheckOutcome } from '../../../workflows/authoring/check.ts';
import type { FixOutcome } from '../../../workflows/authoring/fix.ts';
import { jsonDocument } from '../../json.ts';

/** What `check` found; with `--fix`, also what it repaired before. */
export type Checked = CheckOutcome & Partial<FixOutcome>;

/** More findings of one file than this are counted: nobody reads them, and one mistake often makes many. */
const MOST_SHOWN = 50;

/** Renders findings for people, file by file. */
export function checkText({ diagnostics, files, errors, warnings, fixed = [] }: Checked, color: ChalkInstance): string {
  const blocks = [...fixedBlock(fixed, color), ...[...byFile(diagnostics)].map(([file, findings]) => fileBlock(file, findings, color))];
  const verdict = errors > 0 ? color.red('✗') : color.green('✓');
  const summary = `${verdict} ${counted(files, 'file')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  return [...blocks, summary].join('\n\n');
}

/** @param schema what the document is called; `dataset lint` finds in the same words. */
export function checkJson(
  { diagnostics, files, errors, warnings, fixed }: Checked,
  schema: `promptlane/${string}/v1` = 'promptlane/check/v1',
): string {
  return jsonDocument(schema, { files, errors, warnings, diagnostics, ...(fixed && { fixed }) });
}

function fixedBlock(fixed: readonly Diagnostic[], color: ChalkInstance): string[] {
  if (fixed.length === 0) return [];
  const title = `Repaired ${counted(fixed.length, 'finding')} in ${counted(new Set(fixed.map(({ file }) => file)).size, 'file')}:`;
  const lines = fixed.map(({ file, range, rule, fix }) => {
    const place = printable(`${file}:${range.line}:${range.column}`);
    return `  ${color.green('✓')} ${place} ${printable(fix?.title ?? '')} ${color.dim(rule)}`;
  });
  return [[title, ...lines].join('\n')];
}

function fileBlock(file: string, findings: readonly Diagnostic[], color: ChalkInstance): string {
  const shown = findings.slice(0, MOST_SHOWN).map((one) => findingText(one, color));
  const rest = findings.length - shown.length;
  return [color.underline(printable(file)), ...shown, ...(rest > 0 ? [color.dim(`  and ${rest} more`)] : [])].join('\n');
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
