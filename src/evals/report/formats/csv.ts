import { wellFormed } from '../../../base/report/report.ts';
import { printableLines } from '../../../base/text/printable.ts';
import type { CaseResult, ScoreResult } from '../../run.ts';
import type { CaseRecord, ReportedEvaluation } from '../case-record.ts';
import type { EvalReport } from '../eval-report.ts';
import type { RunReport } from '../run-report.ts';

const COLUMNS = [
  'suite',
  'prompt',
  'run',
  'reference',
  'prompt_digest',
  'model',
  'case',
  'case_id',
  'label',
  'tags',
  'group',
  'file',
  'line',
  'repeat',
  'inputs',
  'expected',
  'answer',
  'tool_calls',
  'finish_reason',
  'error',
  'cached',
  'latency_ms',
  'cost_usd',
  'input_tokens',
  'output_tokens',
] as const;

/** A line ends as RFC 4180 has it. */
const END = '\r\n';

/**
 * Every answer of every run as a row of CSV (RFC 4180, UTF-8), whole, with what each scorer said of it; one chunk per row.
 *
 * A text that a spreadsheet would take for a formula gets an apostrophe before it; figures of ours stay numbers. Controls but
 * line ends and tabs are shown as code points.
 */
export async function* csvRows(evaluations: readonly ReportedEvaluation[]): AsyncGenerator<string> {
  const scorers = [...new Set(evaluations.flatMap(({ report }) => report.scorers.map(({ scorer }) => scorer)))];
  const verdicts = scorers.flatMap((scorer) => [`${scorer}.score`, `${scorer}.pass`, `${scorer}.reason`]);
  yield row([...COLUMNS, ...verdicts.map(textCell)]);
  for (const { report, records, prefix } of evaluations) {
    for await (const record of records()) yield* rowsOf(record, report, prefix, scorers);
  }
}

function* rowsOf(record: CaseRecord, report: EvalReport, prefix: string, scorers: readonly string[]): Generator<string> {
  const { candidate, baseline } = report;
  for (const result of record.candidate) yield resultRow('candidate', candidate, result, record, report, prefix, scorers);
  if (baseline === null) return;
  for (const result of record.baseline) yield resultRow('baseline', baseline, result, record, report, prefix, scorers);
}

function resultRow(
  run: 'candidate' | 'baseline',
  { reference, promptDigest, model }: RunReport,
  result: CaseResult,
  { case: { id, inputs, expected, where } }: CaseRecord,
  { suite, prompt }: Pick<EvalReport, 'suite' | 'prompt'>,
  prefix: string,
  scorers: readonly string[],
): string {
  const { caseId, sample, tags, group, label, answer, error, scores, cached } = result;
  const { toolCalls, usage } = answer ?? {};
  return row([
    ...[suite, prompt, run, reference, promptDigest, model, id, caseId, label, tags.join(' '), group].map(textCell),
    textCell(where && `${prefix}${where.file}`),
    figureCell(where?.line),
    figureCell(sample + 1),
    textCell(inputs && JSON.stringify(inputs)),
    textCell(expected === undefined ? undefined : typeof expected === 'string' ? expected : JSON.stringify(expected)),
    textCell(answer?.text),
    textCell(toolCalls === undefined ? undefined : JSON.stringify(toolCalls)),
    textCell(answer?.finishReason),
    textCell(error && `${error.code}: ${error.message}`),
    String(cached),
    ...[answer?.latencyMs, answer?.cost, usage?.input, usage?.output].map(figureCell),
    ...scorers.flatMap((scorer) => verdictCells(scores.find((score) => score.scorer === scorer))),
  ]);
}

function verdictCells(score: ScoreResult | undefined): string[] {
  if (score === undefined) return ['', '', ''];
  if ('error' in score) return ['', 'error', textCell(score.error)];
  return [figureCell(score.score), String(score.pass), textCell(score.reason)];
}

function figureCell(value: number | undefined): string {
  // Sums of floats have digits that mean nothing.
  return value === undefined ? '' : String(Number(value.toPrecision(12)));
}

/** What Excel, LibreOffice and Google Sheets take for the start of a formula, the wide forms of other keyboards too. */
const FORMULA = /^[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

function textCell(text: string | undefined): string {
  const safe = printableLines(wellFormed(text ?? ''));
  return quoted(FORMULA.test(safe) ? `'${safe}` : safe);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function row(cells: readonly string[]): string {
  return cells.join(',') + END;
}
