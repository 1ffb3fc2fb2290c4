import type { EndedRollout, RolloutState, RolloutUnderWay } from '../rollout-state.ts';

/** Running, at the start of a step: what was overruled and told in the one before counts anew. */
export function enteringStep(step: number, now: number): RolloutUnderWay {
  return { status: 'running', step, since: now, began: now, ran: 0, overruled: [], told: [] };
}

/** Ended, with what is served from now on. */
export function endedAt(state: RolloutState, now: number, status: EndedRollout['status'], kept: string): EndedRollout {
  return { status, since: now, step: 'step' in state ? state.step : 0, kept };
}
