import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { counted } from '../../base/text/counted.ts';
import { printable } from '../../base/text/printable.ts';
import type { ScoreResult } from '../../evals/run.ts';
import { type AnsweredCase, scoreAnswers } from '../../evals/runner/score-answers.ts';
import type { ScorerSpec } from '../../evals/scorer/scorer.ts';
import type { Suite } from '../../evals/suite/suite.ts';
import { type CalibratedScorer, calibrate } from '../../workflows/evaluation/calibration/calibrate.ts';
import { type Evaluation, selectEvaluations } from '../../workflows/evaluation/select-evaluations.ts';
import { requireValid } from '../../workflows/versions/tree.ts';
import { namedPathInside } from '../../workspace/files/path-inside.ts';
import type { CliContext } from '../context.ts';
import type { Session } from '../session/session.ts';
import { type AskingFlags, askingPorts, requireCompatible } from './asking-ports.ts';
import { openEvaluationModel } from './open-evaluation-model.ts';
import { runBounds } from './run-bounds.ts';
import { openStoredDatasets } from './stored-datasets.ts';

export interface CalibrationFlags extends AskingFlags {
  readonly scorer?: string;
  readonly labels?: string;
  readonly dryRun: boolean;
}

/** Compares the judges of suites with people, on this machine. @throws Failure `interrupted`, and what `calibrate` throws */
export async function runCalibration(
  names: readonly string[],
  { scorer, labels, dryRun, ...flags }: CalibrationFlags,
  session: Session,
  context: CliContext,
): Promise<CalibratedScorer[]> {
  requireCompatible(flags);
  const workspace = await session.workspace();
  const { root, config } = workspace;
  const tree = requireValid(await session.tree());
  const place = { root, stored: openStoredDatasets(session), judgeModel: config.models.default };
  const evaluations = await selectEvaluations(names, tree, place);
  const ports = await askingPorts(flags, workspace, context);
  const { concurrency, deadlineMs } = runBounds(flags, context.globals.directory);
  const bounds = {
    ...(concurrency !== undefined && { concurrency }),
    ...(deadlineMs !== undefined && { deadlineMs }),
    signal: ports.signal,
  };
  const score = async (spec: ScorerSpec, suite: Suite, answered: readonly AnsweredCase[]): Promise<ScoreResult[]> => {
    const progress = context.terminal.progress(printable(`${suite.name}: ${spec.id}, ${counted(answered.length, 'answer')}`));
    const model = await openJudge(spec, evaluations, flags, workspace, context);
    const { scoringModels } = model;
    try {
      return await scoreAnswers(answered, spec, { ...ports, ...(scoringModels && { scoringModels }) }, bounds);
    } catch (error) {
      if (ports.signal.aborted) throw new Failure('interrupted', 'The comparison was interrupted.');
      throw error;
    } finally {
      progress.done();
      await model.close();
    }
  };
  const request = {
    suites: [...new Map(evaluations.map(({ suite, file }) => [suite.name, { suite, file }])).values()],
    dryRun,
    ...(scorer !== undefined && { scorer }),
    ...(labels !== undefined && { labels: labelsInside(root, resolve(context.globals.directory, labels), labels) }),
  };
  return calibrate(request, { root, score });
}

/** The judge answers where a prompt would: with its cassette, its key, or nobody at all. */
function openJudge(
  spec: ScorerSpec,
  evaluations: readonly Evaluation[],
  ...[flags, workspace, context]: [AskingFlags, Parameters<typeof openEvaluationModel>[3], CliContext]
) {
  const { judge, model } = spec.bound ?? {};
  const evaluation = evaluations.find(({ suite }) => suite.scorers.includes(spec));
  if (judge === undefined || model === undefined || evaluation === undefined) throw new TypeError('a judge is bound before it is asked');
  const { target: _, ...suite } = evaluation.suite;
  return openEvaluationModel({ ...evaluation, suite: { ...suite, model, scorers: [spec] } }, judge, flags, workspace, context);
}

function labelsInside(root: string, file: string, shown: string): string {
  let inside: string | undefined;
  try {
    inside = namedPathInside(root, file);
  } catch (cause) {
    throw new Failure('file-unreadable', `The labels ${shown} cannot be read.`, { cause });
  }
  if (inside === undefined) throw new Failure('file-unreadable', `The labels ${shown} lie outside the workspace.`);
  return inside;
}
