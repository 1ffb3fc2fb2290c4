import type { Clock } from '../../base/clock.ts';
import type { CaseResult } from '../run.ts';
import type { ScoringTools } from '../scorer/scoring-tools.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import type { Paces } from './calls/pace.ts';
import type { Spending } from './calls/spending.ts';
import type { Wait } from './calls/wait.ts';
import type { Model } from './model.ts';
import type { Shard } from './record/shard.ts';
import type { FindBaselineAnswer, ScoringModels } from './sample-tools.ts';

/** How a run is bounded, and what it goes on from. */
export interface RunOptions {
  /** Samples worked on at once, default 8. */
  readonly concurrency?: number;
  /** For one call, default two minutes. */
  readonly deadlineMs?: number;
  /** Requests that a case may cost beyond its first ones, default 3. */
  readonly retries?: number;
  readonly signal?: AbortSignal;
  /** Only the cases of this shard. */
  readonly shard?: Shard;
  /** What a run of the same subject found before it was stopped: not asked again, but for errors. */
  readonly earlier?: AsyncIterable<CaseResult>;
  /** Takes each result as it comes, with the whole answer; the run waits for it. */
  readonly onResult?: (result: CaseResult) => void | Promise<void>;
}

/** What running needs from outside. */
export interface RunPorts {
  readonly model: Model;
  readonly cache?: AnswerCache;
  readonly clock: Clock;
  /** 0 … 1, for the jitter of retries; changes no result. */
  readonly random: () => number;
  readonly wait?: Wait;
  /** How fast models may be asked; absent: a pace of the run's own, bounded by its concurrency. */
  readonly paces?: Paces;
  /** The money that this run shares with others; absent: unbounded. */
  readonly spending?: Spending;
  /** What scorers ask but models; absent: those that need it cannot judge. */
  readonly tools?: ScoringTools;
  /** The models that scorers ask, within the bounds of the run. */
  readonly scoringModels?: ScoringModels;
  /** For scorers that compare two answers; absent where there is no baseline. */
  readonly baselineAnswer?: FindBaselineAnswer;
}
