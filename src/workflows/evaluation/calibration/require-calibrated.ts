import { Failure } from '../../../base/failure.ts';
import { uncalibratedJudges } from '../../../evals/gate/rules/gate.ts';
import type { Evaluation } from '../select-evaluations.ts';

/**
 * Refuses evaluations whose gate could not take the judges that it would decide by: their runs would be paid for, and be invalid.
 *
 * @throws Failure `judge-uncalibrated`
 */
export function requireCalibrated(evaluations: readonly Pick<Evaluation, 'suite' | 'file'>[]): void {
  for (const { suite, file } of evaluations) {
    const problems = uncalibratedJudges(suite.gate).map(({ message }) => message);
    if (problems.length > 0) throw new Failure('judge-uncalibrated', problems.join(' '), { where: { file, line: 1, column: 1 } });
  }
}
