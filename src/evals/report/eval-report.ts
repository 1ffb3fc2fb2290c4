import type { Digest } from '../../base/digest.ts';
import { wellFormed } from '../../base/report/report.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { ScorerComparison, SliceComparison } from '../comparison/comparison.ts';
import { type ScoredCase, scoredCases } from '../comparison/scored-cases.ts';
import { type ScorerFigures, scorerFigures } from '../comparison/scorer-figures.ts';
import { type Gate, gatingScorers } from '../gate/rules/gate.ts';
import type { GateCheck, GateVerdict, IntegrityProblem, UnjudgedRule } from '../gate/verdict.ts';
import type { EvalRun, JudgeName } from '../run.ts';
import { type RunReport, runReport } from './run-report.ts';

/** Everything that one evaluation found, and everything needed to repeat it: the document of `eval --json`. */
export interface EvalReport {
  readonly schema: 'promptlane/eval-report/v1';
  readonly suite: string;
  readonly prompt: PromptId;
  readonly outcome: GateVerdict['outcome'];
  /** Why the run says nothing about quality; empty unless `invalid`. */
  readonly problems: readonly IntegrityProblem[];
  readonly checks: readonly GateCheck[];
  /** What the gate asks and this run could not be held to: that there is no baseline is no pass. */
  readonly unjudged: readonly UnjudgedRule[];
  readonly candidate: RunReport;
  /** Null: there was none, and only absolute bounds counted. */
  readonly baseline: RunReport | null;
  /** In the order of the suite. */
  readonly scorers: readonly ScorerReport[];
  /** Cases by tag against the baseline, the likeliest regressions first: for reading, and for the verdict only where the gate names the tag. */
  readonly slices: readonly SliceComparison[];
  /** What to type to get this report again. */
  readonly command: string;
}

/** One scorer on the candidate and, where there is a baseline, against it. */
export interface ScorerReport {
  readonly scorer: string;
  readonly digest: Digest;
  /** The prompt and the model that judge for it; absent for a scorer that asks none. */
  readonly judge?: JudgeName;
  /** True when the gate asks anything of it, on all cases or on those of a tag; otherwise it is only shown. */
  readonly gates: boolean;
  readonly figures: ScorerFigures;
  /** Share of the answers, put beside another one, of which the order decided and no answer; absent where none was. */
  readonly orderDecided?: number;
  /** Every case of the candidate that failed in any repeat, ordered by case id. */
  readonly failures: readonly CaseFailure[];
  /** Absent without a baseline, and when the run is invalid. */
  readonly comparison?: ScorerComparison;
}

interface CaseFailure {
  readonly caseId: string;
  readonly label: string;
  /** What the scorer said of the first repeat that failed. */
  readonly reason?: string;
  /** The start of what was answered then; absent for an answer without text. */
  readonly answer?: string;
}

export interface ReportRequest {
  readonly candidate: EvalRun;
  readonly baseline?: EvalRun;
  readonly gate: Gate;
  readonly verdict: GateVerdict;
  readonly command: string;
}

/** Puts together what was run, what it showed and what the gate said of it. */
export function evalReport({ candidate, baseline, gate, verdict, command }: ReportRequest): EvalReport {
  const comparisons = new Map(verdict.comparison?.scorers.map((compared) => [compared.scorer, compared]));
  const cases = scoredCases(candidate);
  const answers = failingAnswers(candidate);
  const gating = gatingScorers(gate);
  const { scorers, judges = {} } = candidate.subject;
  return {
    schema: 'promptlane/eval-report/v1',
    suite: candidate.subject.suite,
    prompt: candidate.subject.prompt,
    outcome: verdict.outcome,
    problems: verdict.problems,
    checks: verdict.checks,
    unjudged: verdict.unjudged,
    candidate: runReport(candidate),
    baseline: baseline === undefined ? null : runReport(baseline),
    scorers: [...scorers].map(([scorer, digest]) => {
      const judge = Object.hasOwn(judges, scorer) ? judges[scorer] : undefined;
      const orderDecided = orderDecidedShare(candidate, scorer);
      const about = { scorer, digest, ...(judge && { judge }), gates: gating.has(scorer), ...(orderDecided > 0 && { orderDecided }) };
      return scorerReport(about, cases.get(scorer) ?? [], answers, comparisons.get(scorer));
    }),
    slices: verdict.comparison?.slices ?? [],
    command,
  };
}

function scorerReport(
  about: Pick<ScorerReport, 'scorer' | 'digest' | 'judge' | 'gates' | 'orderDecided'>,
  cases: readonly ScoredCase[],
  answers: ReadonlyMap<string, string>,
  comparison: ScorerComparison | undefined,
): ScorerReport {
  const failures = cases
    .filter(({ passes }) => !passes.every(Boolean))
    .map(({ caseId, label, reason }) => {
      const answer = answers.get(answerKey(about.scorer, caseId));
      return { caseId, label, ...(reason !== undefined && { reason }), ...(answer !== undefined && { answer }) };
    });
  return { ...about, figures: scorerFigures(cases), failures, ...(comparison !== undefined && { comparison }) };
}

function orderDecidedShare({ results }: EvalRun, scorer: string): number {
  let [scored, decided] = [0, 0];
  for (const { scores } of results) {
    for (const score of scores) {
      if (score.scorer !== scorer || 'error' in score) continue;
      scored += 1;
      if (score.orderDecided === true) decided += 1;
    }
  }
  return decided / Math.max(1, scored);
}

/** Characters of an answer that a report repeats: enough to see what went wrong. */
const ANSWER_LENGTH = 300;

/** The start of the answer of the first repeat that each scorer failed. */
function failingAnswers({ results }: EvalRun): Map<string, string> {
  const answers = new Map<string, { readonly sample: number; readonly text: string }>();
  for (const { caseId, sample, answer, scores } of results) {
    if (answer === undefined || answer.text === '') continue;
    for (const score of scores) {
      if ('error' in score || score.pass) continue;
      const key = answerKey(score.scorer, caseId);
      if (sample < (answers.get(key)?.sample ?? Number.POSITIVE_INFINITY)) answers.set(key, { sample, text: answer.text });
    }
  }
  return new Map([...answers].map(([key, { text }]) => [key, started(text)]));
}

function answerKey(scorer: string, caseId: string): string {
  return `${scorer} ${caseId}`;
}

function started(text: string): string {
  return text.length <= ANSWER_LENGTH ? text : wellFormed(`${text.slice(0, ANSWER_LENGTH)}…`);
}
