import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { failureOfFindings } from '../../../base/finding-failure.ts';
import { type CalibratedJudge, parseCalibrations } from '../../../evals/calibration/calibration-record.ts';
import { type LabelledAnswers, readLabelledAnswers } from '../../../evals/calibration/labelled-answers.ts';
import { datasetFile } from '../../../workspace/datasets/dataset-file.ts';
import { pathInside } from '../../../workspace/files/path-inside.ts';

/** Where labels stand that a suite names, relative to the workspace. */
export function labelPath(suiteFile: string, named: string): string {
  return posix.join(posix.dirname(suiteFile), named);
}

/** Where the agreement with labels is kept: beside them. */
export function recordPath(labels: string): string {
  return `${labels.replace(/(\.[A-Za-z]+)(\.gz)?$/i, '')}.calibration.json`;
}

/** The answers of a file that people judged. @throws Failure `file-unreadable`; `suite-invalid` with the first finding */
export async function readLabels(path: string, root: string, namedBy: string): Promise<LabelledAnswers> {
  const { format, open } = datasetFile(root, path, namedBy);
  const pieces: Uint8Array[] = [];
  for await (const piece of open()) pieces.push(piece);
  const labels = readLabelledAnswers({ file: path, format, text: Buffer.concat(pieces).toString('utf8') });
  const failure = failureOfFindings('suite-invalid', labels.diagnostics);
  if (failure) throw failure;
  if (labels.answers.length === 0) throw new Failure('suite-invalid', `${path} holds no labelled answer.`);
  return labels;
}

/**
 * What earlier calibrations found; nothing where there were none.
 *
 * @throws Failure `file-unreadable` for a file that lies outside of the workspace or is no record
 */
export function readRecord(path: string, root: string): readonly CalibratedJudge[] {
  const file = join(root, path);
  if (!existsSync(file)) return [];
  const real = realpathSync(file);
  const judges = pathInside(realpathSync(root), real) === undefined ? undefined : parseCalibrations(readFileSync(real, 'utf8'));
  if (judges !== undefined) return judges;
  throw new Failure('file-unreadable', `${path} is no record of a calibration.`, {
    hint: 'Remove it, and run `promptlane eval calibrate`.',
  });
}
