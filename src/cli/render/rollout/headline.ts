import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { Rollout } from '../../../protocol/rollout-values.ts';
import { rolloutSteps } from '../../../release/rollout/progress/rollout-steps.ts';

/** Where a rollout stands, in a few words: `running at 10 %, step 2 of 4`. */
export function standingText({ state, coverage, definition }: Rollout, color: ChalkInstance): string {
  switch (state.status) {
    case 'running':
      return `${color.green('running')} at ${percent(coverage)}${stepText(state.step, definition)}`;
    case 'paused':
      return `${color.yellow('paused')} at ${percent(coverage)}${stepText(state.step, definition)} ${color.dim(`(${PAUSES[state.pause ?? 'operator']})`)}`;
    case 'completed':
      return `${color.green('completed')}: ${printable(state.kept)} is served to all`;
    case 'rolled-back':
      return `${color.red('rolled back')}: control is served to all`;
    default:
      return state.status;
  }
}

function stepText(step: number, definition: Rollout['definition']): string {
  const count = rolloutSteps({ mode: definition.mode, ramp: definition.ramp }).length;
  return count > 1 ? `, step ${step + 1} of ${count}` : '';
}

const PAUSES = {
  operator: 'by hand',
  approval: 'the next step waits for approval',
  inconclusive: 'the figures do not show that it may go on',
  guardrail: 'a guardrail says so',
  srm: 'the units do not split as the weights say',
  'no-traffic': 'nobody is exposed',
} as const;

/** A share as people read it. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
