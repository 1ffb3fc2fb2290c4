import type { Json } from '../../../../base/json/canonical-json.ts';
import { wellFormed } from '../../../../base/report/report.ts';
import type { CaseScore } from '../../../comparison/comparison.ts';
import type { CaseResult, ScoreResult } from '../../../run.ts';
import { type CaseRecord, caseChanges, type ReportedEvaluation } from '../../case-record.ts';
import type { EvalReport } from '../../eval-report.ts';
import type { CaseTexts, PageAnswer, PageCase, PageSaid, PageText, PageVerdict, SideVerdict, Spent } from './page-data.ts';

/** Characters of one text that the page holds; longer ones are whole in the CSV report and in the run file. */
const MOST_TEXT = 20_000;

/** A case as the page shows it, but for its texts. */
export function pageCase(record: CaseRecord, { report, prefix }: Pick<ReportedEvaluation, 'report' | 'prefix'>): PageCase {
  const { id, caseId, label, tags, group, where } = record.case;
  return {
    id,
    caseId,
    label,
    tags,
    ...(group !== undefined && { group }),
    ...(where && { place: `${prefix}${where.file}:${where.line}` }),
    verdicts: caseChanges(record, report).map((change): PageVerdict => {
      const { candidate, baseline } = change ?? {};
      return {
        change: change?.change ?? 'errored',
        ...(candidate && { now: sideVerdict(candidate) }),
        ...(baseline && { before: sideVerdict(baseline) }),
      };
    }),
    spent: spentOn(record.candidate),
    spentBefore: spentOn(record.baseline),
  };
}

function spentOn(results: readonly CaseResult[]): Spent {
  const answers = results.flatMap(({ answer }) => answer ?? []);
  const latencyMs = mean(answers.map((answer) => answer.latencyMs));
  const cost = mean(answers.flatMap((answer) => answer.cost ?? []));
  return { ...(latencyMs !== undefined && { latencyMs }), ...(cost !== undefined && { cost }) };
}

function sideVerdict({ score, pass }: CaseScore): SideVerdict {
  return { score, pass };
}

function mean(figures: readonly number[]): number | undefined {
  return figures.length === 0 ? undefined : figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

/** True when a person would look at the case: it moved, fails, or has no score. */
export function isWorthReading({ verdicts }: PageCase): boolean {
  return verdicts.some(({ change, now }) => change === 'regressed' || change === 'improved' || change === 'errored' || now?.pass === false);
}

/** What was asked, expected and answered. */
export function caseTexts({ case: { inputs, expected }, candidate, baseline }: CaseRecord, { scorers }: EvalReport): CaseTexts {
  const ids = scorers.map(({ scorer }) => scorer);
  return {
    inputs: Object.entries(inputs ?? {}).map(([name, value]) => ({ name, value: pageText(shown(value)) })),
    ...(expected !== undefined && { expected: pageText(shown(expected)) }),
    now: candidate.map((result) => pageAnswer(result, ids)),
    before: baseline.map((result) => pageAnswer(result, ids)),
  };
}

function pageAnswer({ answer, error, cached, scores }: CaseResult, scorers: readonly string[]): PageAnswer {
  return {
    ...(answer && {
      answer: pageText(answer.text),
      latencyMs: answer.latencyMs,
      ...(answer.cost !== undefined && { cost: answer.cost }),
      ...(answer.toolCalls !== undefined && { toolCalls: answer.toolCalls }),
      ...(answer.finishReason !== undefined && { finishReason: answer.finishReason }),
    }),
    ...(error && { error: `${error.message} (${error.code})` }),
    cached,
    said: scorers.map((scorer) => pageSaid(scores.find((score) => score.scorer === scorer))),
  };
}

function pageSaid(score: ScoreResult | undefined): PageSaid | null {
  if (score === undefined) return null;
  if ('error' in score) return { error: score.error };
  return { score: score.score, pass: score.pass, ...(score.reason !== undefined && { reason: score.reason }) };
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function pageText(text: string): PageText {
  if (text.length <= MOST_TEXT) return { text };
  return { text: wellFormed(text.slice(0, MOST_TEXT)), cut: text.length - MOST_TEXT };
}
