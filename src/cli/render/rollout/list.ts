import type { ChalkInstance } from 'chalk';
import type { Rollout } from '../../../protocol/rollout-values.ts';
import { jsonDocument } from '../../json.ts';
import { fittedTable } from '../table.ts';
import { standingText } from './headline.ts';

/** Renders rollouts, one on each line. */
export function rolloutsText(rollouts: readonly Rollout[], color: ChalkInstance, columns: number): string {
  if (rollouts.length === 0) return 'No rollout is under way. `promptlane rollout status --all` also shows those that are over.';
  const header = ['prompt', 'environment', 'mode', 'stands', 'since'].map((title) => color.dim(title));
  const rows = rollouts.map((rollout) => {
    const { prompt, environment, definition, state } = rollout;
    return [prompt, environment, definition.mode, standingText(rollout, color), new Date(state.since).toISOString()];
  });
  return fittedTable(header, rows, columns);
}

export function rolloutsJson(rollouts: readonly Rollout[]): string {
  return jsonDocument('promptlane/rollouts/v1', { rollouts });
}
