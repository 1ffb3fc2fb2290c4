import { join } from 'node:path';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { type Calibration, calibrateJudge, labelProblem } from '../../../evals/calibration/calibrate-judge.ts';
import { type CalibratedJudge, calibrationsText } from '../../../evals/calibration/calibration-record.ts';
import type { ScoreResult } from '../../../evals/run.ts';
import type { AnsweredCase } from '../../../evals/runner/score-answers.ts';
import { namedJudge } from '../../../evals/scorer/judged/named-judge.ts';
import type { Ballot } from '../../../evals/scorer/judged/verdict.ts';
import type { ScorerSpec } from '../../../evals/scorer/scorer.ts';
import { scorerDigest } from '../../../evals/scorer/scorer-for.ts';
import type { Suite } from '../../../evals/suite/suite.ts';
import { writeFileAtomically } from '../../../workspace/files/write-file-atomically.ts';
import { labelPath, readLabels, readRecord, recordPath } from './label-file.ts';

export interface CalibrateRequest {
  readonly suites: readonly { readonly suite: Suite; readonly file: string }[];
  /** Only this scorer. */
  readonly scorer?: string;
  /** Labels instead of those that the suite names, relative to the workspace; then nothing is kept. */
  readonly labels?: string;
  /** Keep nothing. */
  readonly dryRun: boolean;
}

export interface CalibrateDependencies {
  readonly root: string;
  /** Asks the judge of a scorer for its scores of answers, in their order. */
  readonly score: (spec: ScorerSpec, suite: Suite, answered: readonly AnsweredCase[]) => Promise<ScoreResult[]>;
}

/** How one judge agrees with people, and what follows. */
export interface CalibratedScorer {
  readonly suite: string;
  readonly scorer: string;
  readonly digest: Digest;
  readonly judge: { readonly prompt: string; readonly digest: Digest; readonly model: string };
  readonly labels: { readonly file: string; readonly digest: Digest };
  /** What the suite asks; absent when it asks nothing. */
  readonly minKappa?: number;
  readonly calibration: Calibration;
  /** `undecided`: the judge failed, or there is no κ; `measured`: nothing was asked. */
  readonly outcome: 'agrees' | 'below' | 'undecided' | 'measured';
  /** The file that now holds the agreement, relative to the workspace. */
  readonly record?: string;
}

/** One judge to be compared with people. */
interface Question {
  readonly suite: Suite;
  readonly spec: ScorerSpec;
  readonly ballot: Ballot;
  readonly labels: string;
  readonly file: string;
  readonly minKappa?: number;
}

/**
 * Compares the judges of suites with people, on answers that people have judged, and keeps how far they agree for the gate.
 *
 * @throws Failure `usage-invalid` when nothing is there to compare; `suite-invalid` for labels that a judge could not give
 */
export async function calibrate(request: CalibrateRequest, dependencies: CalibrateDependencies): Promise<CalibratedScorer[]> {
  const calibrated: CalibratedScorer[] = [];
  for (const question of questionsOf(request)) calibrated.push(await calibrateOne(question, request, dependencies));
  return calibrated;
}

function questionsOf({ suites, scorer, labels }: CalibrateRequest): Question[] {
  const judges = suites.flatMap(({ suite, file }) => suite.scorers.map((spec) => ({ suite, file, spec, named: namedJudge(spec) })));
  const asked = judges.filter(({ spec }) => scorer === undefined || spec.id === scorer);
  const questions = asked.flatMap(({ suite, file, spec, named }): Question[] => {
    const { ballot, calibration } = named ?? {};
    const path = labels ?? (calibration && labelPath(file, calibration.labels));
    if (ballot === undefined || path === undefined) return [];
    return [{ suite, file, spec, ballot, labels: path, ...(calibration && { minKappa: calibration.minKappa }) }];
  });
  if (questions.length > 0) return questions;
  throw new Failure('usage-invalid', nothingToCompare(asked, scorer), {
    hint: 'Give a judging scorer `calibration: { labels: helpful.jsonl, minKappa: 0.6 }`, or the command `--labels FILE`.',
  });
}

function nothingToCompare(asked: readonly { readonly named: unknown }[], scorer: string | undefined): string {
  if (scorer !== undefined && asked.length === 0) return `There is no scorer "${scorer}" in these suites.`;
  if (asked.every(({ named }) => named === undefined)) return 'There is no scorer that asks a judge.';
  return 'No judge names labels of people to be compared with.';
}

async function calibrateOne(
  question: Question,
  { dryRun, labels: given }: CalibrateRequest,
  { root, score }: CalibrateDependencies,
): Promise<CalibratedScorer> {
  const { suite, spec, ballot, labels: path, file, minKappa } = question;
  const { answers, digest } = await readLabels(path, root, given === undefined ? ` of ${file}` : '');
  const problem = labelProblem(answers, ballot);
  if (problem) throw new Failure('suite-invalid', problem.message, { where: problem.where });
  const answered = answers.map((labelled) => ({ case: labelled.case, answer: { text: labelled.answer, latencyMs: 0 } }));
  const scores = await score(spec, suite, answered);
  const judged = answers.flatMap((labelled, index) => {
    const found = scores[index];
    return found === undefined ? [] : [{ labelled, score: found }];
  });
  const calibration = calibrateJudge(judged, ballot);
  const outcome = outcomeOf(calibration, minKappa);
  const about = { suite: suite.name, scorer: spec.id, digest: scorerDigest(spec) };
  const isKept = !dryRun && given === undefined && outcome !== 'undecided';
  return {
    ...about,
    judge: judgeOf(spec),
    labels: { file: path, digest },
    ...(minKappa !== undefined && { minKappa }),
    calibration,
    outcome,
    ...(isKept && { record: await keep({ ...about, labels: digest }, calibration, recordPath(path), root) }),
  };
}

function outcomeOf({ kappa, errors }: Calibration, minKappa: number | undefined): CalibratedScorer['outcome'] {
  if (kappa === undefined || errors.length > 0) return 'undecided';
  if (minKappa === undefined) return 'measured';
  return kappa.value >= minKappa ? 'agrees' : 'below';
}

function judgeOf({ bound }: ScorerSpec): CalibratedScorer['judge'] {
  const { judge, model } = bound ?? {};
  if (judge === undefined || model === undefined) throw new TypeError('the judge of a scorer is bound before it is compared');
  return { prompt: judge.id, digest: judge.digest, model };
}

async function keep(
  about: Pick<CalibratedJudge, 'suite' | 'scorer' | 'digest' | 'labels'>,
  { kappa, answers }: Calibration,
  path: string,
  root: string,
): Promise<string> {
  if (kappa === undefined) throw new TypeError('there is no agreement to keep');
  const { value, low, high } = kappa;
  const text = calibrationsText(readRecord(path, root), [{ ...about, answers, kappa: value, low, high }]);
  await writeFileAtomically(join(root, path), text);
  return path;
}
