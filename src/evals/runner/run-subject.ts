import type { RunSubject } from '../run.ts';
import { scorerDigest } from '../scorer/scorer-for.ts';
import { suiteDigest } from '../suite/suite.ts';
import { modelOf } from './case-request.ts';
import type { RunRequest } from './run-suite.ts';

/** Names what a run asks of what, before it has asked. */
export function runSubject({ suite, version, reference, datasetDigest, cases, filter }: RunRequest): RunSubject {
  return {
    suite: suite.name,
    suiteDigest: suiteDigest(suite),
    datasetDigest,
    scorers: new Map(suite.scorers.map((spec) => [spec.id, scorerDigest(spec)])),
    prompt: version.id,
    promptDigest: version.digest,
    reference,
    model: modelOf(suite, version),
    ...(suite.cell && { cell: suite.cell.name }),
    ...(filter !== undefined && { filter }),
    repeat: suite.repeat,
    seed: suite.seed,
    cases: cases.count,
  };
}
