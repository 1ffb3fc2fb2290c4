import type { ChalkInstance } from 'chalk';
import type { Plan, RolloutMove } from '../../../release/plan.ts';

/** What an apply means for the rollouts that the files want; nothing for those that are under way as they are wanted. */
export function rolloutLines({ rollouts = [] }: Pick<Plan, 'rollouts'>, color: ChalkInstance): string[] {
  return rollouts.flatMap(({ prompt, change }) => {
    const text = TEXTS[change]?.(color);
    return text === undefined ? [] : [`  ${text[0]} ${prompt}  ${text[1]}`];
  });
}

const TEXTS: Partial<Record<RolloutMove['change'], (color: ChalkInstance) => readonly [string, string]>> = {
  start: (color) => [color.green('+'), 'rollout starts'],
  update: (color) => [color.yellow('~'), 'rollout takes its new rules'],
  over: (color) => [color.dim('·'), color.dim('rollout is over; delete its file, or start it again with `promptlane rollout start`')],
};
