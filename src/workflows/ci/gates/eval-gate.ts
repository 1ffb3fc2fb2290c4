import { Failure } from '../../../base/failure.ts';
import { counted } from '../../../base/text/counted.ts';
import type { EvalReport } from '../../../evals/report/eval-report.ts';
import { suiteCalled } from '../../../evals/suite/asked/suite-cells.ts';
import { type AffectedSuites, affectedSuites, type JudgedEvaluation, uncovered } from '../../evaluation/affected/affected-suites.ts';
import type { BeforeChange } from '../../evaluation/affected/before-change.ts';
import type { EarlierCover } from '../../evaluation/affected/earlier-suites.ts';
import type { StoredDatasets } from '../../evaluation/load-dataset.ts';
import { allEvaluations, type Evaluation } from '../../evaluation/select-evaluations.ts';
import type { Tree } from '../../versions/tree.ts';
import type { CiDocument, CiFinding } from '../document/ci-document.ts';
import { type GateEnding, type GateResult, resultOf, skipped } from '../gate-result.ts';
import { ownFileFinding } from '../own-files.ts';
import type { Trust } from '../trust.ts';
import { type Judged, judgedEvaluation, unjudgedEvaluation } from './judged-evaluation.ts';

export interface EvalGateRequest {
  /** All suites, or those that the change touches. */
  readonly suites: 'affected' | 'all';
  readonly trust: Trust;
  /** Asked in place of the models of a matrix. */
  readonly model?: string;
  /** From the top of the repository down to the workspace. */
  readonly prefix: string;
}

export interface EvalGateDependencies {
  readonly tree: Tree;
  readonly root: string;
  readonly stored: StoredDatasets;
  /** Judges where neither a scorer nor its prompt names a model. */
  readonly judgeModel: string | undefined;
  readonly before: () => Promise<BeforeChange>;
  readonly evaluate: (evaluation: Evaluation) => Promise<EvalReport>;
  /** Which of the evaluations take answers that the change brings itself. */
  readonly ownAnswers: (evaluations: readonly Evaluation[]) => Promise<ReadonlyMap<Evaluation, string>>;
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
  const evaluations = await allEvaluations(dependencies.tree, {
    root: dependencies.root,
    stored: dependencies.stored,
    judgeModel: dependencies.judgeModel,
    model: request.model,
  });
  const { affected, unaffected, gone } = await chosen(evaluations, request, dependencies);
  const facts = { unaffected: unaffected.map(entry).slice(0, MOST_EVALUATIONS) };
  const lost = gone.map(goneFinding);
  if (affected.length === 0) {
    if (lost.length > 0)
      return resultOf('eval', `Nothing was run, and ${counted(lost.length, 'evaluation is', 'evaluations are')} gone.`, lost, facts);
    if (evaluations.length === 0) return skipped('eval', 'There is no suite, so nothing is known of the quality of answers.');
    return skipped('eval', `The change touches none of ${counted(unaffected.length, 'evaluation')}.`, facts);
  }
  if (trust.refusesEvals) throw new Failure('untrusted-evals', `No evals here: ${trust.reason}.`);
  const judged: Judged[] = [];
  const own = trust.restricted
    ? await dependencies.ownAnswers(affected.map(({ evaluation }) => evaluation))
    : new Map<Evaluation, string>();
  for (const one of affected) {
    const result = await judgeOne(one, request, dependencies);
    const cassette = own.get(one.evaluation);
    judged.push(cassette === undefined ? result : withOwnAnswers(result, cassette, request.prefix));
  }
  return resultOfAll(judged, unaffected.length, lost, facts, dependencies);
}

function goneFinding({ suite, prompt }: EarlierCover): CiFinding {
  const message = `The suite ${suite} judged ${prompt} before the change, and no more.`;
  const hint = 'Bring it back, or have a reviewer agree that it is gone.';
  return { gate: 'eval', rule: 'suite-gone', severity: 'warning', message, hint, subject: prompt };
}

/** Figures out of answers that a stranger wrote are no evidence. */
function withOwnAnswers({ evaluation, findings, ending }: Judged, cassette: string, prefix: string): Judged {
  const message = `The change brings the recorded answers of the suite ${evaluation.suite} itself: its figures are claims.`;
  const finding = { ...ownFileFinding('eval', 'own-cassette', message, `${prefix}${cassette}`), subject: evaluation.prompt };
  return { evaluation, findings: [...findings, finding], ending };
}

const MOST_EVALUATIONS = 1_000;

async function chosen(
  evaluations: readonly Evaluation[],
  { suites }: EvalGateRequest,
  { tree, root, before }: EvalGateDependencies,
): Promise<AffectedSuites & { readonly gone: readonly EarlierCover[] }> {
  const earlier = await before();
  const gone = uncovered(evaluations, new Set(tree.library.prompts.keys()), earlier.suites);
  if (suites === 'affected') return { ...(await affectedSuites(evaluations, earlier, { tree, root })), gone };
  return { affected: evaluations.map((evaluation) => ({ evaluation, reason: 'all suites were asked for' })), unaffected: [], gone };
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
  lost: readonly CiFinding[],
  facts: NonNullable<GateResult['facts']>,
  { worst }: EvalGateDependencies,
): GateResult {
  const count = (outcome: CiDocument['evaluations'][number]['outcome']) =>
    judged.filter((one) => one.evaluation.outcome === outcome).length;
  const [failed, invalid, unjudged] = [count('failed'), count('invalid'), count('unjudged')];
  const hasWarnings = lost.length > 0 || judged.some(({ findings }) => findings.some(({ severity }) => severity === 'warning'));
  const status = failed > 0 ? 'failed' : invalid > 0 ? 'trouble' : hasWarnings ? 'warned' : 'passed';
  const parts = [
    `${count('passed')} of ${judged.length} evaluations passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(invalid > 0 ? [`${invalid} could not be judged`] : []),
    ...(unjudged > 0 ? [`${unjudged} had nothing to be judged by`] : []),
    ...(apart > 0 ? [`${apart} not affected`] : []),
    ...(lost.length > 0 ? [`${lost.length} gone`] : []),
  ];
  return {
    gate: 'eval',
    status,
    summary: `${parts.join(', ')}.`,
    ending: worst(judged.map(({ ending }) => ending)),
    findings: [...judged.flatMap(({ findings }) => findings), ...lost],
    facts: {
      ...facts,
      evaluations: judged.map(({ evaluation }) => evaluation).slice(0, MOST_EVALUATIONS),
      cost: judged.reduce((sum, { evaluation }) => sum + (evaluation.cost ?? 0), 0),
    },
  };
}

function entry({ evaluation, reason }: JudgedEvaluation): NonNullable<CiDocument['unaffected']>[number] {
  return { suite: suiteCalled(evaluation.suite), prompt: evaluation.prompt, reason };
}
