import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { ChosenEvaluation, EvaluationChoice, SkippedEvaluation } from '../../../workflows/evaluation/choose-evaluations.ts';
import { jsonDocument } from '../../json.ts';
import { table } from '../table.ts';

/** Renders what is run and what is not, each with why. */
export function choiceText(choice: EvaluationChoice, color: ChalkInstance): string {
  const { selected, skipped, gone } = choice;
  return [
    headline(choice),
    ...rows(selected.map((one) => [color.green('▸'), ...selectedCells(one)])),
    ...rows(skipped.map((one) => [color.dim('·'), ...skippedCells(one).map((cell) => color.dim(cell))])),
    ...gone.map(
      ({ suite, prompt }) => `  ${color.yellow('!')} The suite ${printable(suite)} judged ${prompt} before the change, and no more.`,
    ),
  ].join('\n');
}

/** What is said where a change touches nothing: nobody may take it for a pass. */
export function nothingJudgedText(choice: EvaluationChoice, color: ChalkInstance): string {
  const { skipped, against = '' } = choice;
  const none = `Nothing was judged: since ${printable(against)} the change touches none of ${counted(skipped.length, 'evaluation')}.`;
  return [none, ...choiceText(choice, color).split('\n').slice(1)].join('\n');
}

/** The same for programs, as a part of a document. */
export function choiceJson({ selected, skipped, against, gone }: EvaluationChoice) {
  return {
    ...(against !== undefined && { against }),
    selected: selected.map(({ evaluation: { suite, file, prompt, cases, filter }, reason }) => ({
      suite: suite.name,
      file,
      prompt,
      ...(suite.cell && { cell: suite.cell.name }),
      cases: cases.count,
      ...(filter !== undefined && { filter }),
      ...(reason !== undefined && { reason }),
    })),
    skipped,
    gone,
  };
}

/** The choice as a document of its own, of a command that runs nothing. */
export function choiceDocument(choice: EvaluationChoice): string {
  return jsonDocument('promptlane/evaluation-choice/v1', choiceJson(choice));
}

function headline({ selected, skipped, against }: EvaluationChoice): string {
  const since = against === undefined ? '' : `, changed since ${printable(against)}`;
  const rest = skipped.length === 0 ? '' : `; ${skipped.length} left out`;
  return `${counted(selected.length, 'evaluation')} to run${since}${rest}`;
}

function rows(cells: readonly (readonly string[])[]): string[] {
  return cells.length === 0 ? [] : [table(cells.map(([mark = '', ...rest]) => [`  ${mark}`, ...rest]))];
}

function selectedCells({ evaluation: { suite, prompt, cases, filter }, reason }: ChosenEvaluation): string[] {
  const part = filter === undefined ? '' : ` (${printable(filter)})`;
  return [nameText(suite.name, suite.cell?.name), prompt, `${counted(cases.count, 'case')}${part}`, printable(reason ?? '')];
}

function skippedCells({ suite, prompt, cell, reason }: SkippedEvaluation): string[] {
  return [nameText(suite, cell), prompt, printable(reason)];
}

function nameText(suite: string, cell: string | undefined): string {
  return printable(cell === undefined ? suite : `${suite} [${cell}]`);
}
