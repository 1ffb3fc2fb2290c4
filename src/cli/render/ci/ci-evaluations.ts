import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import { figureText, signedText } from '../../../evals/gate/figure-text.ts';
import type { CiDocument } from '../../../workflows/ci/document/ci-document.ts';
import { table } from '../table.ts';

type CiEvaluation = CiDocument['evaluations'][number];

const MOST_EVALUATIONS = 12;

/** Renders what each suite showed, one line for each scorer, and why it was run; those with bad news first. */
export function evaluationsText(evaluations: readonly CiEvaluation[], color: ChalkInstance): string {
  if (evaluations.length === 0) return '';
  const ranked = evaluations.toSorted((left, right) => RANKS.indexOf(left.outcome) - RANKS.indexOf(right.outcome));
  const shown = ranked.slice(0, MOST_EVALUATIONS);
  const rest = ranked.length - shown.length;
  return [
    color.bold('Evals'),
    table(shown.flatMap((evaluation) => rows(evaluation, color))),
    ...(rest > 0 ? [color.dim(`  … and ${counted(rest, 'more evaluation')}`)] : []),
  ].join('\n');
}

const RANKS: readonly CiEvaluation['outcome'][] = ['failed', 'invalid', 'unjudged', 'passed'];

function rows({ suite, prompt, outcome, reason, scorers }: CiEvaluation, color: ChalkInstance): string[][] {
  const title = [`  ${markOf(outcome, color)} ${printable(suite)}`, printable(prompt)];
  if (scorers.length === 0) return [[...title, '', '', color.dim(printable(reason))]];
  return scorers.map((scorer, index) => [
    ...(index === 0 ? title : ['', '']),
    printable(scorer.scorer),
    figures(scorer, color),
    index === 0 ? color.dim(printable(reason)) : '',
  ]);
}

function markOf(outcome: CiEvaluation['outcome'], color: ChalkInstance): string {
  if (outcome === 'passed') return color.green('✓');
  if (outcome === 'unjudged') return color.yellow('–');
  return color.red(outcome === 'failed' ? '✗' : '?');
}

function figures({ score, delta, interval }: CiEvaluation['scorers'][number], color: ChalkInstance): string {
  if (score === undefined) return '-';
  if (delta === undefined) return figureText(score);
  const [low = 0, high = 0] = interval ?? [];
  const text = `${signedText(delta)}${interval === undefined ? '' : ` (${signedText(low)}…${signedText(high)})`}`;
  const judged = high < 0 ? color.red(text) : low > 0 ? color.green(text) : text;
  return `${figureText(score)} ${judged}`;
}
