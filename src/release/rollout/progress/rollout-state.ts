/**
 * Where a rollout stands: draft → approved → running ⇄ paused → completed or rolled back.
 *
 * Plain data, so that it can be stored as it is. Times are milliseconds since the epoch.
 */
export type RolloutState = WaitingRollout | RolloutUnderWay | EndedRollout;
export type RolloutStatus = RolloutState['status'];

export interface WaitingRollout {
  readonly status: 'draft' | 'approved';
  readonly since: number;
}

export interface RolloutUnderWay {
  readonly status: 'running' | 'paused';
  /** When it came into this status or to this step. */
  readonly since: number;
  /** Of the ramp, counted from 0. Its coverage is served while paused too. */
  readonly step: number;
  /** When the step began, or began anew: only what is seen after counts as seen in it. */
  readonly began: number;
  /** How long the step had been running before `since`: pauses do not count. */
  readonly ran: number;
  /** Only while paused. */
  readonly pause?: PauseCause;
  /** Signs that a person saw, and resumed in spite of: in this step they pause nothing again. */
  readonly overruled: readonly string[];
  /** Signs that were told in this step, so that they are not told at every look. */
  readonly told: readonly string[];
}

export interface EndedRollout {
  readonly status: 'completed' | 'rolled-back';
  readonly since: number;
  readonly step: number;
  /** What is served from now on: `control`, or the id of a variant. */
  readonly kept: string;
}

/** Why a rollout pauses. `operator`: a person asked for it; `approval`: a person must say that it goes on. */
export type PauseCause = 'operator' | 'approval' | 'inconclusive' | 'guardrail' | 'srm' | 'no-traffic';
