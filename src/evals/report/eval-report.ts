import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { ScorerComparison } from '../comparison/comparison.ts';
import { type ScoredCase, scoredCases } from '../comparison/scored-cases.ts';
import { type ScorerFigures, scorerFigures } from '../comparison/scorer-figures.ts';
import type { Gate } from '../gate/gate.ts';
import type { GateCheck, GateVerdict, IntegrityProblem } from '../gate/verdict.ts';
import type { EvalRun } from '../run.ts';
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
  readonly candidate: RunReport;
  /** Null: there was none, and only absolute bounds counted. */
  readonly baseline: RunReport | null;
  /** In the order of the suite. */
  readonly scorers: readonly ScorerReport[];
  /** What to type to get this report again. */
  readonly command: string;
}

/** One scorer on the candidate and, where there is a baseline, against it. */
export interface ScorerReport {
  readonly scorer: string;
  readonly digest: Digest;
  /** True when the gate asks anything of it; otherwise it is only shown. */
  readonly gates: boolean;
  readonly figures: ScorerFigures;
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
  return {
    schema: 'promptlane/eval-report/v1',
    suite: candidate.subject.suite,
    prompt: candidate.subject.prompt,
    outcome: verdict.outcome,
    problems: verdict.problems,
    checks: verdict.checks,
    candidate: runReport(candidate),
    baseline: baseline === undefined ? null : runReport(baseline),
    scorers: [...candidate.subject.scorers].map(([scorer, digest]) =>
      scorerReport(scorer, digest, gate.scorers.has(scorer), cases.get(scorer) ?? [], comparisons.get(scorer)),
    ),
    command,
  };
}

function scorerReport(
  scorer: string,
  digest: Digest,
  gates: boolean,
  cases: readonly ScoredCase[],
  comparison: ScorerComparison | undefined,
): ScorerReport {
  const failures = cases
    .filter(({ passes }) => !passes.every(Boolean))
    .map(({ caseId, label, reason }) => ({ caseId, label, ...(reason !== undefined && { reason }) }));
  return { scorer, digest, gates, figures: scorerFigures(cases), failures, ...(comparison !== undefined && { comparison }) };
}
