import type { Moment } from './decisions/moment.ts';
import { obey } from './decisions/obey.ts';
import { type Stepped, tick } from './decisions/tick.ts';
import type { RolloutEvent } from './rollout-event.ts';
import type { RolloutState } from './rollout-state.ts';

/**
 * What becomes of a rollout when a person does something to it, or the controller looks.
 *
 * Decides only; whoever calls it stores the state and the changes in one transaction, together with what is
 * served from then on (`servedRollout`).
 * @throws Failure `rollout-impossible` when the rollout is not where that can be done.
 * @throws Failure `rollout-approval-missing` when a step wants the word of a role that the person does not have.
 * @throws Failure `rollout-worse` when a guardrail shows that it should not go on.
 */
export function stepRollout(state: RolloutState, event: RolloutEvent, moment: Moment): Stepped {
  return event.kind === 'tick' ? tick(state, moment) : obey(state, event, moment);
}
