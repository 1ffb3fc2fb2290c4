import { counted } from '../../base/text/counted.ts';
import type { EvalReport } from './eval-report.ts';

/** What to say of a gate of which nothing could be asked. */
export function nothingJudged(unjudged: EvalReport['unjudged']): string {
  return `the gate judged nothing: ${counted(unjudged.length, 'rule')} could not be asked`;
}
