import { Failure } from '../../../../base/failure.ts';
import type { RolloutChange, RolloutCommand } from '../rollout-event.ts';
import type { RolloutState, RolloutStatus, RolloutUnderWay } from '../rollout-state.ts';
import { coverageText, rolloutSteps } from '../rollout-steps.ts';
import { ranFor } from './end-of-step.ts';
import type { Moment } from './moment.ts';
import { endedAt, enteringStep } from './moves.ts';
import { rolloutSigns } from './rollout-signs.ts';
import type { Stepped } from './tick.ts';

/** Does what a person asks for, where that can be done. */
export function obey(state: RolloutState, command: RolloutCommand, moment: Moment): Stepped {
  const { now } = moment;
  switch (command.kind) {
    case 'approve':
      requireStatus(state, ['draft'], 'approve');
      return byHand(state, { status: 'approved', since: now }, 'approved', 'Approved.');
    case 'start':
      requireStatus(state, ['approved'], 'start');
      return byHand(state, enteringStep(0, now), 'started', `Started, over ${coverageText(rolloutSteps(moment.rollout)[0])}.`);
    case 'pause':
      requireUnderWay(state, ['running'], 'pause');
      return byHand(
        state,
        { ...state, status: 'paused', pause: 'operator', since: now, ran: ranFor(state, now) },
        'paused',
        'Paused by hand.',
      );
    case 'resume':
      requireUnderWay(state, ['paused'], 'resume');
      return byHand(state, resumed(state, moment), 'resumed', 'Resumed by hand.');
    case 'advance':
      requireUnderWay(state, ['running', 'paused'], 'advance');
      return advance(state, command.roles, moment);
    case 'complete':
      requireUnderWay(state, ['running', 'paused'], 'complete');
      return complete(state, command, moment);
    case 'abort':
      requireStatus(state, ['draft', 'approved', 'running', 'paused'], 'abort');
      return byHand(state, endedAt(state, now, 'rolled-back', 'control'), 'rolled-back', 'Aborted by hand.');
  }
}

/**
 * Running again. What paused it, and whatever else would, has been seen and pauses nothing in this step again;
 * a step that ended without an answer begins anew, so that it has the time to find one.
 */
function resumed(state: RolloutUnderWay, moment: Moment): RolloutUnderWay {
  const { pause, ...rest } = state;
  if (pause === 'approval') {
    throw new Failure('rollout-impossible', 'The step is over, and the next one waits for approval.', {
      hint: 'Approve it with `promptlane rollout advance`, or end the rollout with `promptlane rollout abort`.',
    });
  }
  const seen = rolloutSigns(state, moment).filter((sign) => sign.do === 'pause');
  const overruled = [...new Set([...state.overruled, ...seen.map(({ id }) => id)])];
  const anew = pause === 'inconclusive' ? { began: moment.now, ran: 0 } : {};
  return { ...rest, ...anew, status: 'running', since: moment.now, overruled };
}

function advance(state: RolloutUnderWay, roles: readonly string[], moment: Moment): Stepped {
  const steps = rolloutSteps(moment.rollout);
  const next = steps[state.step + 1];
  if (next === undefined) {
    throw new Failure('rollout-impossible', 'The rollout is at its last step.', {
      hint: 'End it with `promptlane rollout complete` or `promptlane rollout abort`.',
    });
  }
  requireApprovals(state.step, state.step + 1, roles, moment);
  requireNotWorse(state, moment);
  return byHand(state, enteringStep(state.step + 1, moment.now), 'advanced', `Advanced by hand, to ${coverageText(next)}.`);
}

function complete(state: RolloutUnderWay, { keep, roles }: { keep?: string; roles: readonly string[] }, moment: Moment): Stepped {
  const { rollout, now } = moment;
  const ids = rollout.variants.map(({ id }) => id);
  const kept = keep ?? (rollout.mode === 'canary' && ids.length === 1 ? ids[0] : undefined);
  if (kept === undefined || (kept !== 'control' && !ids.includes(kept))) {
    const problem = kept === undefined ? 'What is to be served from now on must be said.' : `There is no variant "${kept}".`;
    throw new Failure('usage-invalid', problem, { hint: `Keep one of ${[...new Set(['control', ...ids])].join(', ')}.` });
  }
  if (kept !== 'control') {
    requireApprovals(state.step, rolloutSteps(rollout).length - 1, roles, moment);
    requireNotWorse(state, moment);
  }
  return byHand(state, endedAt(state, now, 'completed', kept), 'completed', `Completed by hand: ${kept} is served from now on.`);
}

function byHand(state: RolloutState, next: RolloutState, kind: RolloutChange['kind'], because: string): Stepped {
  return { state: next, changes: [{ kind, cause: 'by-hand', because, from: state.status, to: next.status }] };
}

function requireStatus(state: RolloutState, statuses: readonly RolloutStatus[], command: string): void {
  if (statuses.includes(state.status)) return;
  throw new Failure('rollout-impossible', `A rollout that is ${STATUS_TEXT[state.status]} cannot be asked to ${command}.`);
}

function requireUnderWay(
  state: RolloutState,
  statuses: readonly RolloutUnderWay['status'][],
  command: string,
): asserts state is RolloutUnderWay {
  requireStatus(state, statuses, command);
}

const STATUS_TEXT: Readonly<Record<RolloutStatus, string>> = {
  draft: 'not approved yet',
  approved: 'not started yet',
  running: 'running',
  paused: 'paused',
  completed: 'completed',
  'rolled-back': 'rolled back',
};

/** Each step that is left behind may want the word of a role before the next. */
function requireApprovals(from: number, to: number, roles: readonly string[], { rollout }: Moment): void {
  const wanted = rolloutSteps(rollout).slice(from, to);
  const missing = wanted.find(({ approval }) => approval !== undefined && !roles.includes(approval));
  if (missing === undefined) return;
  throw new Failure('rollout-approval-missing', `After ${coverageText(missing)} the rollout needs the word of a ${missing.approval}.`);
}

/** A person may go on without waiting and without proof, but not against what is shown; what they overruled is theirs. */
function requireNotWorse(state: RolloutUnderWay, moment: Moment): void {
  const signs = rolloutSigns(state, moment).filter((sign) => sign.cause === 'guardrail' && sign.do !== 'notify');
  const sign = signs.find(({ id }) => !state.overruled.includes(id));
  if (sign !== undefined) throw new Failure('rollout-worse', sign.text);
}
