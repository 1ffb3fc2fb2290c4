import { counted } from '../../base/text/counted.ts';
import type { EvalReport } from './eval-report.ts';

/** How several evaluations ended, in a line: `3 evaluations: 2 passed, 1 failed, 0 without a verdict`. */
export function outcomesText(reports: readonly Pick<EvalReport, 'outcome'>[]): string {
  const count = (...outcomes: EvalReport['outcome'][]) => reports.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const evaluations = counted(reports.length, 'evaluation');
  return `${evaluations}: ${count('passed')} passed, ${count('failed')} failed, ${count('invalid', 'unjudged')} without a verdict`;
}
