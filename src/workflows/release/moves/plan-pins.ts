import type { Registry } from '../../../registry/registry.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import type { Move, Plan } from '../../../release/plan.ts';
import type { RolloutDefinition } from '../../../release/rollout/rollout-definition.ts';
import type { VersionSource } from '../../versions/version-source.ts';
import { moveChanges } from './move-changes.ts';

/** A move with what it changes, in short lines; none when a content is not at hand. */
export interface DescribedMove extends Move {
  readonly changes: readonly string[];
}

/** What `apply` would do to one environment. */
export interface DescribedPlan extends Omit<Plan, 'moves'> {
  readonly moves: readonly DescribedMove[];
  /** The pins and rollouts that were asked for, and whether unlisted pins go: what a saved plan must apply again. */
  readonly wanted: Pins;
  readonly wantedRollouts?: readonly RolloutDefinition[];
  readonly prune: boolean;
}

/** Whether there is anything to apply. */
export function hasChanges({ moves, rollouts = [] }: Pick<DescribedPlan, 'moves' | 'rollouts'>): boolean {
  return moves.length > 0 || rollouts.some(({ change }) => change === 'start' || change === 'update');
}

/** What someone wants an environment to serve. */
export interface WantedPlan {
  readonly environment: EnvironmentName;
  readonly wanted: Pins;
  /** Also remove pins that are not wanted. */
  readonly prune: boolean;
  /** Those that are not listed stay as they are. */
  readonly rollouts?: readonly RolloutDefinition[];
}

export interface PlanDependencies {
  readonly registry: Pick<Registry, 'plan'>;
  readonly versions: VersionSource;
}

/** Asks the registry what moving one environment to these pins would mean, and adds what each move changes. */
export async function planPins(
  { environment, wanted, prune, rollouts = [] }: WantedPlan,
  { registry, versions }: PlanDependencies,
): Promise<DescribedPlan> {
  const isSplit = rollouts.length > 0;
  const plan = await registry.plan(environment, { pins: wanted, prune, ...(isSplit && { rollouts }) });
  return { ...plan, moves: await describedMoves(plan.moves, versions), wanted, prune, ...(isSplit && { wantedRollouts: rollouts }) };
}

/** Moves with what each of them changes. */
export function describedMoves(moves: readonly Move[], versions: VersionSource): Promise<DescribedMove[]> {
  return Promise.all(moves.map(async (move) => ({ ...move, changes: await moveChanges(move, versions) })));
}
