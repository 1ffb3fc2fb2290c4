import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { MovedRollout } from '../../../registry/areas/rollouts.ts';
import { jsonDocument } from '../../json.ts';
import { standingText } from './headline.ts';

/** Renders what became of a rollout. */
export function movedText({ rollout, changes, revision }: MovedRollout, color: ChalkInstance): string {
  const { prompt, environment, state } = rollout;
  const mark = state.status === 'rolled-back' ? color.yellow('!') : color.green('✓');
  return [
    `${mark} ${prompt} in ${environment} is ${standingText(rollout, color)} ${color.dim(`(revision ${revision})`)}`,
    ...changes.map(({ because }) => `  ${printable(because)}`),
    ...nextLines(rollout, color),
  ].join('\n');
}

/** What Git has to be told, so that the next `apply` wants the same. */
function nextLines({ prompt, environment, state }: MovedRollout['rollout'], color: ChalkInstance): string[] {
  if (state.status === 'completed' && state.kept !== 'control')
    return [color.dim(`  Write the new pin into the lockfile with \`promptlane pull\`, and delete the rollout file.`)];
  if (state.status !== 'rolled-back') return [];
  return [
    color.dim(
      `  What was tried is quarantined in ${environment}: \`promptlane unquarantine ${prompt}@<digest> --env ${environment} --reason …\` lets it back.`,
    ),
  ];
}

export function movedJson(moved: MovedRollout): string {
  return jsonDocument('promptlane/rollout-change/v1', moved);
}
