import { counted } from '../../../base/text/counted.ts';
import type { Worked } from '../../../workflows/evaluation/remote/work-off.ts';

/** What a worker did, on one line. */
export function workedText({ jobs, results }: Worked): string {
  return `Did ${counted(jobs, 'job')}: ${counted(results, 'result')}.`;
}
