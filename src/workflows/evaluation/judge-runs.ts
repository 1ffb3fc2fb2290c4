import { evaluateGate } from '../../evals/gate/evaluate-gate.ts';
import type { Gate } from '../../evals/gate/rules/gate.ts';
import type { GateRequest } from '../../evals/gate/verdict.ts';
import { type EvalReport, evalReport } from '../../evals/report/eval-report.ts';
import type { EvalRun } from '../../evals/run.ts';

/** What may differ from the baseline's on purpose. */
export type Accepted = NonNullable<GateRequest['accept']>;

export interface JudgedRuns {
  readonly candidate: EvalRun;
  readonly baseline?: EvalRun;
  readonly gate: Gate;
  readonly accept?: Accepted;
  readonly command: string;
}

/** Judges the runs of one evaluation, whether they were asked now or come from files. */
export function judgeRuns({ candidate, baseline, gate, accept = [], command }: JudgedRuns): EvalReport {
  const runs = { candidate, ...(baseline && { baseline }) };
  return evalReport({ ...runs, gate, verdict: evaluateGate({ ...runs, gate, accept }), command });
}
