import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { RolloutStatus } from '../../../release/rollout/progress/rollout-state.ts';

/** Rollouts, and what is seen of them. */
export interface RolloutTables {
  rollouts: {
    project: string;
    id: string;
    environment: EnvironmentName;
    prompt: PromptId;
    status: RolloutStatus;
    /** What applications carry out now, 0–1. */
    coverage: number;
    /** JSON: the file's values, with the share of its holdout. */
    definition: string;
    /** JSON: of the state machine. */
    state: string;
    /** Counts its changes: of two writers one wins. */
    revision: number;
    created_at: number;
    started_at: number | null;
    /** Null while it is under way. */
    ended_at: number | null;
    creator_id: string;
    creator_name: string;
    /** Who started it, by whose leave the controller goes on. */
    starter_id: string | null;
    /** Why the controller may not go on, though the figures would let it. */
    held: string | null;
  };
  /** Each unit that was seen, with the variant that it got first. */
  rollout_units: { project: string; rollout: string; unit: string; variant: string; first_at: number };
  /** The outcomes of each unit, summed up. */
  rollout_measures: { project: string; rollout: string; metric: string; unit: string; count: number; total: number };
  /** The ids of outcomes that were counted. */
  rollout_outcomes: { project: string; id: string; rollout: string };
}
