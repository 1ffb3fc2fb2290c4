import type { Diagnostic } from '../../base/diagnostic.ts';
import { type Digest, digestOf } from '../../base/digest.ts';
import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import { type DatasetFormat, ROW_READERS } from '../dataset/dataset-format.ts';
import type { EvalCase } from '../dataset/eval-case.ts';
import { readCase } from '../dataset/read-case.ts';
import { type DatasetSource, datasetError, type RawRow, withoutByteOrderMark } from '../dataset/rows/raw-rows.ts';
import { isFinding } from '../dataset/rows/row-reader.ts';

/** An answer that a person judged. */
export interface LabelledAnswer {
  /** Its id covers the answer: one question may stand there with several answers. */
  readonly case: EvalCase;
  readonly answer: string;
  /** A choice or a figure as the judge would give it, or whether the answer passes. */
  readonly label: string | boolean;
}

export interface LabelledAnswers {
  readonly answers: readonly LabelledAnswer[];
  /** Over the answers with their cases and labels as a set. */
  readonly digest: Digest;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads answers that people judged: rows of a dataset in any of its shapes, with an `answer` and a `label` besides.
 *
 * A label is what the judge could say (a choice, a figure), or `pass` or `fail` (also true or false).
 */
export function readLabelledAnswers({ file, text, format }: DatasetSource & { readonly format: DatasetFormat }): LabelledAnswers {
  const reader = ROW_READERS[format](file);
  const diagnostics: Diagnostic[] = [];
  const answers = new Map<Digest, LabelledAnswer>();
  for (const row of [...reader.push(withoutByteOrderMark(text)), ...reader.end()]) {
    const read: ReturnType<typeof readRow> = isFinding(row) ? { diagnostics: [row] } : readRow(row);
    diagnostics.push(...read.diagnostics);
    const { labelled } = read;
    if (labelled === undefined) continue;
    const { caseId, where } = labelled.case;
    if (answers.has(caseId)) diagnostics.push(datasetError(where, 'dataset-duplicate', 'This answer to this case was labelled before.'));
    else answers.set(caseId, labelled);
  }
  const labels = [...answers].map(([caseId, { label }]) => [caseId, label] as const).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    answers: [...answers.values()],
    digest: digestOf({ v: 1, kind: 'labels', labels: labels.map((entry) => [...entry]) }),
    diagnostics,
  };
}

function readRow({ value, where }: RawRow): { labelled?: LabelledAnswer; diagnostics: readonly Diagnostic[] } {
  const failed = (message: string) => ({ diagnostics: [datasetError(where, 'dataset-row', message)] });
  if (!isJsonObject(value)) return failed('A row is a mapping, like {"inputs": {…}, "answer": "…", "label": "good"}.');
  const { answer, label, ...row } = value;
  if (typeof answer !== 'string') return failed('A labelled row has the text that was judged as `answer`.');
  const said = labelOf(label);
  if (said === undefined)
    return failed('A labelled row has what a person said of the answer as `label`: a choice, a figure, pass or fail.');
  const { case: read, diagnostics } = readCase({ value: row, where });
  if (read === undefined) return { diagnostics };
  const caseId = digestOf({ v: 1, kind: 'labelled', case: read.caseId, answer });
  return { labelled: { case: { ...read, caseId }, answer, label: said }, diagnostics };
}

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ['pass', true],
  ['true', true],
  ['fail', false],
  ['false', false],
]);

function labelOf(label: Json | undefined): string | boolean | undefined {
  if (typeof label === 'boolean') return label;
  if (typeof label === 'number') return String(label);
  if (typeof label !== 'string' || label.trim() === '') return undefined;
  const text = label.trim();
  return WORDS.get(text) ?? text;
}
