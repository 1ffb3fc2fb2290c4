import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { Calibration, Disagreement } from '../../../evals/calibration/calibrate-judge.ts';
import { dollarText, figureText, percentText } from '../../../evals/gate/figure-text.ts';
import type { CalibratedScorer } from '../../../workflows/evaluation/calibration/calibrate.ts';
import { jsonDocument } from '../../json.ts';
import { wrapText } from '../fit-text.ts';
import { table } from '../table.ts';

/** More than these are told by number: who reads ten knows what is wrong. */
const MOST_SHOWN = 10;

/** Renders how judges agree with people. */
export function calibrationText(scorers: readonly CalibratedScorer[], color: ChalkInstance, width: number): string {
  return scorers.map((scorer) => scorerText(scorer, color, width)).join('\n\n');
}

/** The same as data. */
export function calibrationJson(scorers: readonly CalibratedScorer[]): string {
  return jsonDocument('promptlane/calibration/v1', { scorers });
}

function scorerText(scorer: CalibratedScorer, color: ChalkInstance, width: number): string {
  const { calibration, judge, labels, digest } = scorer;
  const title = `${color.bold(printable(`${scorer.suite}: ${scorer.scorer}`))}  ${color.dim(printable(`${judge.model}, ${judge.prompt} ${shortDigest(judge.digest)}`))}`;
  const rows = [
    ['κ', kappaText(calibration)],
    ['agreement', `${percentText(calibration.agreement)} of ${counted(calibration.answers, 'answer')}`],
    ['labels', `${printable(labels.file)} ${shortDigest(labels.digest)}`],
    ['scorer', shortDigest(digest)],
    ['cost', dollarText(calibration.cost)],
  ];
  return [
    [title, table(rows.map(([name = '', text = '']) => [color.dim(name), text]))].join('\n'),
    ...(calibration.answers > 0 ? [countsText(calibration, color)] : []),
    ...listText(
      'Disagreements',
      calibration.disagreements.map((one) => disagreementText(one, width, color)),
      color,
    ),
    ...listText(
      'Not judged',
      calibration.errors.map(({ where, label, message }) => told(`${where.file}:${where.line}  ${label}`, message, width, color)),
      color,
    ),
    verdictText(scorer, color),
  ].join('\n\n');
}

function kappaText({ kappa, weights }: Calibration): string {
  if (kappa === undefined) return 'cannot be said: only one verdict was given';
  const weighted = weights === 'quadratic' ? ', quadratic weights' : '';
  return `${figureText(kappa.value)} (${figureText(kappa.low)}…${figureText(kappa.high)} at 95 %${weighted})`;
}

/** Rows are people, columns the judge; the diagonal is agreement. */
function countsText({ verdicts, counts }: Calibration, color: ChalkInstance): string {
  const names = verdicts.map((verdict) => printable(verdict));
  const header = [color.dim('people \\ judge'), ...names.map((name) => color.dim(name))];
  const rows = counts.map((row, index) => [
    names[index] ?? '',
    ...row.map((count, column) => (index === column ? color.green(String(count)) : count > 0 ? color.red(String(count)) : '0')),
  ]);
  return table([header, ...rows]);
}

function disagreementText({ where, label, people, judge, reason = '' }: Disagreement, width: number, color: ChalkInstance): string {
  return told(`${where.file}:${where.line}  ${label}  people: ${people}, judge: ${judge}`, reason, width, color);
}

function told(head: string, text: string, width: number, color: ChalkInstance): string {
  return [`  ${printable(head)}`, ...wrapText(printable(text), width - 6).map((line) => `      ${color.dim(line)}`)].join('\n');
}

function listText(title: string, items: readonly string[], color: ChalkInstance): string[] {
  if (items.length === 0) return [];
  const rest = items.length - MOST_SHOWN;
  const more = rest > 0 ? [color.dim(`  and ${rest} more: \`--json\` has all`)] : [];
  return [[`${color.bold(title)} (${items.length})`, ...items.slice(0, MOST_SHOWN), ...more].join('\n')];
}

function verdictText({ outcome, minKappa = 0, record }: CalibratedScorer, color: ChalkInstance): string {
  const kept = record === undefined ? '' : `; kept in ${printable(record)}`;
  if (outcome === 'agrees') return `${color.green.bold('✓ AGREES')}  κ is at least ${figureText(minKappa)}, so it may gate${kept}`;
  if (outcome === 'below') return `${color.red.bold('✗ BELOW')}  κ is less than ${figureText(minKappa)}, so it may not gate${kept}`;
  if (outcome === 'measured') return `${color.bold('DONE')}  nothing is asked of it${kept}`;
  return `${color.yellow.bold('! UNDECIDED')}  not all answers were judged, or only one verdict was given; nothing is kept`;
}
