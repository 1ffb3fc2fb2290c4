import type { Place } from './failure.ts';
import { byCodePoint } from './text/code-point-order.ts';

/** How much a finding matters: an error stops the release path, a warning is shown, info is shown on request. */
export type Severity = 'error' | 'warning' | 'info';

/** A stretch of a source text: offsets in UTF-16 code units, `end` exclusive; places are 1-based. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A mechanical repair: replace this stretch of the source by this text. */
export interface Fix {
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One finding about a file. Many at once are returned as a list, never thrown. */
export interface Diagnostic {
  readonly file: string;
  readonly range: SourceRange;
  /** Stable id, kebab-case, for example `unknown-key`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly fix?: Fix;
}

/** The range of nothing in particular: the start of the file. */
export const FILE_START: SourceRange = { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };

/** True when any finding is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((finding) => finding.severity === 'error');
}

/** Orders findings as people read them: by file, then by place. */
export function byPlace(left: Diagnostic, right: Diagnostic): number {
  return byCodePoint(left.file, right.file) || left.range.start - right.range.start;
}

/** Where a finding points, for a failure that is about just this one. */
export function placeOf(finding: Diagnostic): Place {
  return { file: finding.file, line: finding.range.line, column: finding.range.column };
}
