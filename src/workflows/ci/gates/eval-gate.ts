import { counted } from '../../../base/counted.ts';
import { Failure } from '../../../base/failure.ts';
import type { EvalReport } from '../../../evals/report/eval-report.ts';
import { type AffectedSuites, affectedSuites, type BeforeChange, type JudgedEvaluation } from '../../evaluation/affected-suites.ts';
import { allEvaluations, type Evaluation } from '../../evaluation/select-evaluations.ts';
import type { Tree } from '../../versions/tree.ts';
import type { CiDocument } from '../ci-document.ts';
import { type GateEnding, type GateResult, skipped } from '../gate-result.ts';
import type { Trust } from '../trust.ts';
import { type Judged, judgedEvaluation, unjudgedEvaluation } from './judged-evaluation.ts';

export interface EvalGateRequest {
  /** All suites, or those that the change touches. */
  readonly suites: 'affected' | 'all';
  readonly trust: Trust;
  /** From the top of the repository down to the workspace. */
  readonly prefix: string;
}

export interface EvalGateDependencies {
  readonly tree: Tree;
  readonly root: string;
  readonly before: () => Promise<BeforeChange>;
  readonly evaluate: (evaluation: Evaluation) => Promise<EvalReport>;
  readonly worst: (endings: readonly GateEnding[]) => GateEnding;
}

/**
 * Whether the gates of all affected suites pass.
 *
 * One suite that cannot be judged keeps no other from its verdict; its trouble is the gate's.
 * @throws Failure `untrusted-evals`, `suite-invalid`, and what reading the earlier state throws
 */
export async function evalGate(request: EvalGateRequest, dependencies: EvalGateDependencies): Promise<GateResult> {
  const { trust } = request;
  const evaluations = allEvaluations(dependencies.tree, dependencies.root);
  if (evaluations.length === 0) return skipped('eval', 'There is no suite, so nothing is known of the quality of answers.');
  const { affected, unaffected } = await chosen(evaluations, request, dependencies);
  const facts = { unaffected: unaffected.map(entry).slice(0, MOST_EVALUATIONS) };
  if (affected.length === 0) return skipped('eval', `The change touches none of ${counted(unaffected.length, 'evaluation')}.`, facts);
  if (trust.refusesEvals) throw new Failure('untrusted-evals', `No evals here: ${trust.reason}.`);
  const judged: Judged[] = [];
  for (const one of affected) judged.push(await judgeOne(one, request, dependencies));
  return resultOfAll(judged, unaffected.length, facts, dependencies);
}

const MOST_EVALUATIONS = 1_000;

async function chosen(
  evaluations: readonly Evaluation[],
  { suites }: EvalGateRequest,
  { tree, before }: EvalGateDependencies,
): Promise<AffectedSuites> {
  if (suites === 'all')
    return { affected: evaluations.map((evaluation) => ({ evaluation, reason: 'all suites were asked for' })), unaffected: [] };
  return affectedSuites(evaluations, ({ prompt }) => tree.versions.of(prompt), await before());
}

async function judgeOne({ evaluation, reason }: JudgedEvaluation, { prefix }: EvalGateRequest, { tree, evaluate }: EvalGateDependencies) {
  const source = tree.library.prompts.get(evaluation.prompt)?.source;
  const about = { evaluation, reason, prefix, ...(source && { source }) };
  try {
    return judgedEvaluation(await evaluate(evaluation), about);
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'interrupted') throw error;
    return unjudgedEvaluation(error, about);
  }
}

function resultOfAll(
  judged: readonly Judged[],
  apart: number,
  facts: NonNullable<GateResult['facts']>,
  { worst }: EvalGateDependencies,
): GateResult {
  const count = (outcome: CiDocument['evaluations'][number]['outcome']) =>
    judged.filter((one) => one.evaluation.outcome === outcome).length;
  const [failed, invalid] = [count('failed'), count('invalid')];
  const hasWarnings = judged.some(({ findings }) => findings.some(({ severity }) => severity === 'warning'));
  const status = failed > 0 ? 'failed' : invalid > 0 ? 'trouble' : hasWarnings ? 'warned' : 'passed';
  const parts = [
    `${count('passed')} of ${judged.length} evaluations passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(invalid > 0 ? [`${invalid} could not be judged`] : []),
    ...(apart > 0 ? [`${apart} not affected`] : []),
  ];
  return {
    gate: 'eval',
    status,
    summary: `${parts.join(', ')}.`,
    ending: worst(judged.map(({ ending }) => ending)),
    findings: judged.flatMap(({ findings }) => findings),
    facts: {
      ...facts,
      evaluations: judged.map(({ evaluation }) => evaluation).slice(0, MOST_EVALUATIONS),
      cost: judged.reduce((sum, { evaluation }) => sum + (evaluation.cost ?? 0), 0),
    },
  };
}

function entry({ evaluation, reason }: JudgedEvaluation): NonNullable<CiDocument['unaffected']>[number] {
  return { suite: evaluation.suite.name, prompt: evaluation.prompt, reason };
}
