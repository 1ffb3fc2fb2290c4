import type { Diagnostic } from '../../../base/diagnostic.ts';
import type { Place } from '../../../base/failure.ts';
import type { Json } from '../../../base/json/canonical-json.ts';

/** A dataset file to read. `file` is only for findings. */
export interface DatasetSource {
  readonly file: string;
  readonly text: string;
}

/** A row as its format tells it, before anything is known of its keys. */
export interface RawRow {
  readonly value: Json;
  readonly where: Place;
}

/** An error that points at one place of a dataset. */
export function datasetError(where: Place, rule: string, message: string, hint?: string): Diagnostic {
  return datasetFinding('error', where, rule, message, hint);
}

/** A finding that points at one place of a dataset. */
export function datasetFinding(severity: Diagnostic['severity'], where: Place, rule: string, message: string, hint?: string): Diagnostic {
  const { file, line, column } = where;
  const range = { start: 0, end: 0, line, column, endLine: line, endColumn: column };
  return { file, range, rule, severity, message, ...(hint === undefined ? {} : { hint }) };
}

/** Text as the readers take it: an editor's byte order mark is not content. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
