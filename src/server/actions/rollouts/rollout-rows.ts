import { randomBytes } from 'node:crypto';
import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import type { Rollout } from '../../../protocol/rollout-values.ts';
import type { RolloutState } from '../../../release/rollout/progress/rollout-state.ts';
import type { RolloutDefinition } from '../../../release/rollout/rollout-definition.ts';
import type { RolloutFile } from '../../../release/rollout/rollout-schema.ts';
import type { RolloutRow } from '../../storage/rollouts/rollouts.ts';

/** A name that no rollout had before. */
export function newRolloutId(): string {
  return `rol_${randomBytes(8).toString('hex')}`;
}

export function definitionOf({ definition }: Pick<RolloutRow, 'definition'>): RolloutDefinition {
  return JSON.parse(definition) as RolloutDefinition;
}

/** The definition as a file would say it. */
export function fileOf({ holdout, ...definition }: RolloutDefinition): RolloutFile {
  return { ...definition, ...(holdout && { holdout: holdout.name }) };
}

export function stateOf({ state }: Pick<RolloutRow, 'state'>): RolloutState {
  return JSON.parse(state) as RolloutState;
}

/** The same for the same definition, whatever the order of its members. */
export function definitionText(definition: RolloutDefinition): string {
  return canonicalJson(definition as unknown as Json);
}

/** A rollout as it is shown. */
export function shownRollout(row: RolloutRow): Rollout {
  return {
    id: row.id,
    prompt: row.prompt,
    environment: row.environment,
    coverage: row.coverage,
    state: stateOf(row),
    definition: definitionOf(row),
    createdBy: { id: row.creator_id, name: row.creator_name },
    createdAt: row.created_at,
    ...(row.started_at !== null && { startedAt: row.started_at }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    ...(row.held !== null && { held: row.held }),
  };
}
