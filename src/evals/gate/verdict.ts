import type { Comparison } from '../comparison/comparison.ts';
import type { EvalRun } from '../run.ts';
import type { Gate } from './rules/gate.ts';

/** Why a run says nothing about quality. Infrastructure trouble is never the gate's answer: the exit code is 9, not 6. */
export type IntegrityCode =
  | 'no-cases'
  | 'no-scorers'
  | 'scorer-unknown'
  | 'results-duplicate'
  | 'results-unexpected'
  | 'results-missing'
  | 'answers-empty'
  | 'scorer-without-result'
  | 'score-invalid'
  | 'value-missing'
  | 'tag-unused'
  | 'cost-unknown'
  | 'judge-uncalibrated'
  | 'errors'
  | 'baseline-dataset-differs'
  | 'baseline-scorers-differ'
  | 'baseline-unpaired';

export interface IntegrityProblem {
  readonly code: IntegrityCode;
  /** Which of the two runs it is about. */
  readonly run: 'candidate' | 'baseline';
  readonly message: string;
}

export type CheckKind = 'mean' | 'pass-rate' | 'p50' | 'p95' | 'must-pass' | 'cost' | 'regression' | 'strict';

/** One thing that the gate asked, with what it saw. */
export interface GateCheck {
  readonly kind: CheckKind;
  /** Absent when it is about the whole run. */
  readonly scorer?: string;
  /** The tag of the cases that it is about; absent: all. */
  readonly tag?: string;
  /** As a person would say it: `>= 0.9`, `drop <= 0.02 at 95 %`. */
  readonly asked: string;
  /** In the unit of `asked`: a rate, milliseconds, dollars, a number of cases. Absent when there was nothing to observe: that never passes. */
  readonly observed?: number;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** True when this check alone makes the gate fail: it failed, or it is inconclusive where the rule says `fail`. */
  readonly blocks: boolean;
  readonly reason: string;
}

/** Something that the gate asks and that this run could neither keep nor break. */
export interface UnjudgedRule {
  /** Absent when it is about the whole run. */
  readonly scorer?: string;
  readonly tag?: string;
  readonly asked: string;
  /** Why nothing can be said of it. */
  readonly reason: string;
}

/** What the gate decided, and all that it decided it from. */
export interface GateVerdict {
  /**
   * `invalid`: the run cannot be judged, see `problems`; there are no checks then. `unjudged`: nothing that the gate asks could be
   * asked of this run, which is no pass and no failure; a suite that asks nothing is `passed`.
   */
  readonly outcome: 'passed' | 'failed' | 'invalid' | 'unjudged';
  readonly problems: readonly IntegrityProblem[];
  readonly checks: readonly GateCheck[];
  /** What the gate asks besides: of a baseline that there is not, of cases that nobody asked for. None of it was kept. */
  readonly unjudged: readonly UnjudgedRule[];
  /** Absent without a baseline, and when invalid. */
  readonly comparison?: Comparison;
}

/** What may differ between candidate and baseline when the user says so. */
type AcceptedChange = 'dataset' | 'scorers';

/** What `evaluateGate` judges. */
export interface GateRequest {
  readonly candidate: EvalRun;
  /** Absent: only absolute bounds count. */
  readonly baseline?: EvalRun;
  readonly gate: Gate;
  /** Differences from the baseline that the user takes responsibility for; any other makes the run invalid. */
  readonly accept?: readonly AcceptedChange[];
}
