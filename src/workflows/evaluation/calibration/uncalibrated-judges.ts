import { calibrationProblem } from '../../../evals/calibration/calibration-record.ts';
import { namedJudge } from '../../../evals/scorer/judged/named-judge.ts';
import { scorerDigest } from '../../../evals/scorer/scorer-for.ts';
import type { Suite } from '../../../evals/suite/suite.ts';
import { labelPath, readLabels, readRecord, recordPath } from './label-file.ts';

/**
 * The suite with what its gate must know: which of its judges do not agree with people as it asks, and why.
 *
 * Nobody is asked: the agreement was kept when `eval calibrate` measured it.
 * @param file where the suite stands, relative to the workspace
 * @throws Failure for labels and records that cannot be read
 */
export async function withUncalibrated(suite: Suite, file: string, root: string): Promise<Suite> {
  const uncalibrated: { scorer: string; message: string }[] = [];
  for (const spec of suite.scorers) {
    const { calibration } = namedJudge(spec) ?? {};
    if (calibration === undefined) continue;
    const path = labelPath(file, calibration.labels);
    const { digest: labels } = await readLabels(path, root, ` of ${file}`);
    const { minKappa } = calibration;
    const question = { suite: suite.name, scorer: spec.id, digest: scorerDigest(spec), labels, minKappa };
    const message = calibrationProblem(question, readRecord(recordPath(path), root));
    if (message !== undefined) uncalibrated.push({ scorer: spec.id, message });
  }
  return uncalibrated.length === 0 ? suite : { ...suite, gate: { ...suite.gate, uncalibrated } };
}
