import type { RolloutChange } from '../rollout-event.ts';
import type { PauseCause, RolloutState, RolloutUnderWay } from '../rollout-state.ts';
import { coverageText, rolloutSteps } from '../rollout-steps.ts';
import { endOfStep, ranFor } from './end-of-step.ts';
import type { Moment } from './moment.ts';
import { endedAt, enteringStep } from './moves.ts';
import { rolloutSigns } from './rollout-signs.ts';

/** What became of a rollout. */
export interface Stepped {
  /** The same object when nothing happened. */
  readonly state: RolloutState;
  /** What is to be recorded and told; empty when nothing happened. */
  readonly changes: readonly RolloutChange[];
}

/** What the controller does when it looks: signs of trouble first, then the end of the step. */
export function tick(state: RolloutState, moment: Moment): Stepped {
  if (state.status !== 'running' && state.status !== 'paused') return { state, changes: [] };
  const signs = rolloutSigns(state, moment);
  const fatal = signs.find((sign) => sign.do === 'rollback');
  if (fatal) {
    const change = { kind: 'rolled-back', cause: fatal.cause, because: fatal.text, from: state.status, to: 'rolled-back' } as const;
    return { state: endedAt(state, moment.now, 'rolled-back', 'control'), changes: [change] };
  }
  const news = signs.filter((sign) => sign.do === 'notify' && !state.told.includes(sign.id));
  const told = news.length === 0 ? state : { ...state, told: [...state.told, ...news.map(({ id }) => id)] };
  const changes = news.map(
    ({ cause, text }): RolloutChange => ({ kind: 'told', cause, because: text, from: state.status, to: state.status }),
  );
  if (told.status === 'paused') return { state: told, changes };
  const stopping = signs.find((sign) => sign.do === 'pause' && !state.overruled.includes(sign.id));
  const next = stopping ? paused(told, moment.now, stopping.cause, stopping.text) : atEndOfStep(told, moment);
  return { state: next.state, changes: [...changes, ...next.changes] };
}

function atEndOfStep(state: RolloutUnderWay, moment: Moment): Stepped {
  const end = endOfStep(state, moment);
  switch (end.kind) {
    case 'waiting':
      return { state, changes: [] };
    case 'inconclusive':
      return paused(state, moment.now, 'inconclusive', end.text);
    case 'approval':
      return paused(state, moment.now, 'approval', `The next step needs the word of a ${end.role}.`);
    case 'next':
      return advanced(state, moment);
    case 'takes-over':
      return takenOver(state, moment);
  }
}

function paused(state: RolloutUnderWay, now: number, pause: PauseCause, because: string): Stepped {
  return {
    state: { ...state, status: 'paused', pause, since: now, ran: ranFor(state, now) },
    changes: [{ kind: 'paused', cause: pause, because, from: 'running', to: 'paused' }],
  };
}

function advanced(state: RolloutUnderWay, { rollout, now }: Moment): Stepped {
  const step = state.step + 1;
  const because = `The step is over: it covers ${coverageText(rolloutSteps(rollout)[step])} now.`;
  return {
    state: enteringStep(step, now),
    changes: [{ kind: 'advanced', cause: 'schedule', because, from: 'running', to: 'running' }],
  };
}

function takenOver(state: RolloutUnderWay, { rollout, now }: Moment): Stepped {
  const kept = rollout.variants[0]?.id ?? 'control';
  const because = `The last step is over: ${kept} takes over.`;
  return {
    state: endedAt(state, now, 'completed', kept),
    changes: [{ kind: 'completed', cause: 'schedule', because, from: 'running', to: 'completed' }],
  };
}
