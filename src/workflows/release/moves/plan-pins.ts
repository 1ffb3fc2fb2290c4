import type { Registry } from '../../../registry/registry.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import type { Move, Plan } from '../../../release/plan.ts';
import type { VersionSource } from '../../versions/version-source.ts';
import { moveChanges } from './move-changes.ts';

/** A move with what it changes, in short lines; none when a content is not at hand. */
export interface DescribedMove extends Move {
  readonly changes: readonly string[];
}

/** What `apply` would do to one environment. */
export interface DescribedPlan extends Omit<Plan, 'moves'> {
  readonly moves: readonly DescribedMove[];
  /** The pins that were asked for, and whether unlisted ones go: what a saved plan must apply again. */
  readonly wanted: Pins;
  readonly prune: boolean;
}

export interface PlanDependencies {
  readonly registry: Pick<Registry, 'plan'>;
  readonly versions: VersionSource;
}

/** Asks the registry what moving one environment to these pins would mean, and adds what each move changes. */
export async function planPins(
  environment: EnvironmentName,
  wanted: Pins,
  prune: boolean,
  { registry, versions }: PlanDependencies,
): Promise<DescribedPlan> {
  const plan = await registry.plan(environment, { pins: wanted, prune });
  return { ...plan, moves: await describedMoves(plan.moves, versions), wanted, prune };
}

/** Moves with what each of them changes. */
export function describedMoves(moves: readonly Move[], versions: VersionSource): Promise<DescribedMove[]> {
  return Promise.all(moves.map(async (move) => ({ ...move, changes: await moveChanges(move, versions) })));
}
