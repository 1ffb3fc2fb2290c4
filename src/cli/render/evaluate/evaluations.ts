import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import type { EvalReport } from '../../../evals/report/eval-report.ts';
import type { EvaluationChoice } from '../../../workflows/evaluation/choose-evaluations.ts';
import { jsonDocument } from '../../json.ts';
import { evaluationText } from './evaluation.ts';
import { choiceJson } from './evaluation-choice.ts';

/** Renders every report, and one verdict when there are several. */
export function evaluationsText(reports: readonly EvalReport[], color: ChalkInstance, width: number): string {
  const texts = reports.map((report) => evaluationText(report, color, width));
  if (reports.length === 1) return texts.join('');
  const count = (outcome: EvalReport['outcome']) => reports.filter((report) => report.outcome === outcome).length;
  const summary = `${counted(reports.length, 'evaluation')}: ${count('passed')} passed, ${count('failed')} failed, ${count('invalid')} without a verdict.`;
  return [...texts, summary].join('\n\n');
}

/**
 * With what was left out and why, unless nothing was chosen among; `judged` is false where nothing was run, which is no pass.
 */
export function evaluationsJson(reports: readonly EvalReport[], choice?: EvaluationChoice): string {
  return jsonDocument('promptlane/evaluations/v1', { judged: reports.length > 0, ...(choice && { choice: choiceJson(choice) }), reports });
}
