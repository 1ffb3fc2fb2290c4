import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { startRollout as endpoint } from '../../../protocol/rollouts.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { Call } from '../call.ts';
import { type Decision, movePins, type Situation } from '../environments/move-pins.ts';
import { type CarriedOut, carryOutRollouts } from './carry-out-rollouts.ts';
import { plannedRollouts, type RolloutPlan } from './planned-rollouts.ts';
import { shownRollout } from './rollout-rows.ts';

interface Asked extends Decision, RolloutPlan {
  started?: CarriedOut;
}

/**
 * Starts a rollout, also one that was over: whoever asks for just this one means it.
 *
 * @throws Failure `policy-refused`, `rollout-invalid`, `rollout-impossible` when it is under way.
 */
export async function startRollout(
  call: Call,
  place: { readonly environment: EnvironmentName; readonly prompt: PromptId },
  { definition, reason }: BodyOf<typeof endpoint>,
): Promise<ReplyOf<typeof endpoint>> {
  if (definition.prompt !== place.prompt)
    throw new Failure('rollout-invalid', `The rollout is about ${definition.prompt}, not about ${place.prompt}.`);
  const decide = async (situation: Situation): Promise<Asked> => {
    const plan = await plannedRollouts(situation, [definition], { pins: situation.state.pins, again: true });
    const [planned] = plan.planned;
    if (planned?.change !== 'start') {
      const { prompt, environment } = place;
      throw new Failure('rollout-impossible', `${prompt} has a rollout under way in ${environment}: ${planned?.row?.id ?? 'another one'}.`);
    }
    return { ...plan, moves: [], touched: [place.prompt], verdict: 'allowed by policy' };
  };
  const { decision, epoch, revision } = await movePins<Asked>(call, {
    environment: place.environment,
    cause: 'rollout',
    message: reason ?? 'Started a rollout.',
    decide,
    also: async (situation, asked, next) => {
      const [started] = await carryOutRollouts(situation, asked.planned, next);
      if (started !== undefined) asked.started = started;
    },
  });
  const { started } = decision;
  if (started === undefined) throw new Error('a rollout that was planned was not started');
  return { rollout: shownRollout(started.row), changes: [...started.changes], epoch, revision };
}
