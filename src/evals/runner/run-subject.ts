import type { Digest } from '../../base/digest.ts';
import type { CaseSource } from '../dataset/case-source.ts';
import type { JudgeName, RunSubject } from '../run.ts';
import { scorerDigest } from '../scorer/scorer-for.ts';
import { type Suite, suiteDigest } from '../suite/suite.ts';
import { type AskedVersion, modelOf } from './request/case-request.ts';

/** One suite on one version of one prompt. */
export interface RunRequest extends AskedVersion {
  readonly suite: Suite;
  /** The cases that the suite selects (`selectCases`). */
  readonly cases: CaseSource;
  readonly datasetDigest: Digest;
  /** How the user referred to the version. */
  readonly reference: string;
  /** Which part of the selected cases `cases` is, in words; absent: all of them. */
  readonly filter?: string;
}

/** Names what a run asks of what, before it has asked. */
export function runSubject({ suite, version, reference, datasetDigest, cases, filter }: RunRequest): RunSubject {
  const judges = judgesOf(suite);
  return {
    suite: suite.name,
    suiteDigest: suiteDigest(suite),
    datasetDigest,
    scorers: new Map(suite.scorers.map((spec) => [spec.id, scorerDigest(spec)])),
    ...(judges.length > 0 && { judges: Object.fromEntries(judges) }),
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

function judgesOf({ scorers }: Suite): [string, JudgeName][] {
  return scorers.flatMap(({ id, bound: { judge, model } = {} }): [string, JudgeName][] =>
    judge === undefined || model === undefined ? [] : [[id, { prompt: judge.id, promptDigest: judge.digest, model }]],
  );
}
