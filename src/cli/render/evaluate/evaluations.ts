import type { ChalkInstance } from 'chalk';
import type { EvalReport } from '../../../evals/report/eval-report.ts';
import { outcomesText } from '../../../evals/report/outcomes-text.ts';
import type { EvaluationChoice } from '../../../workflows/evaluation/choose-evaluations.ts';
import { jsonDocument } from '../../json.ts';
import { VERSION } from '../../version.ts';
import { evaluationText } from './evaluation.ts';
import { choiceJson } from './evaluation-choice.ts';
import type { EvaluationsDocument } from './evaluations-document.ts';
import { matrixTexts } from './matrix-table.ts';

/** Renders every report, and one verdict when there are several. */
export function evaluationsText(reports: readonly EvalReport[], color: ChalkInstance, width: number, verbose = false): string {
  const texts = reports.map((report) => evaluationText(report, color, width, verbose));
  if (reports.length === 1) return texts.join('');
  return [...texts, ...matrixTexts(reports, color, width), `${outcomesText(reports)}.`].join('\n\n');
}

/**
 * Prints reports as schemas/eval.schema.json describes them, with what was left out and why, unless nothing was chosen among.
 *
 * `judged` is false where nothing was run, which is no pass.
 */
export function evaluationsJson(reports: readonly EvalReport[], choice?: EvaluationChoice): string {
  const { schema, ...document }: EvaluationsDocument = {
    schema: 'promptlane/evaluations/v1',
    tool: { name: 'promptlane', version: VERSION },
    judged: reports.length > 0,
    ...(choice && { choice: choiceJson(choice) }),
    reports,
  };
  return jsonDocument(schema, document);
}
