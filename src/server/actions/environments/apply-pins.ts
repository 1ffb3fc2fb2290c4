import { authorise } from '../../../access/authorise.ts';
import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { applyPins as applyEndpoint, planPins as planEndpoint } from '../../../protocol/moves.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import { type Move, planMoves } from '../../../release/plan.ts';
import { evaluatePolicy } from '../../../release/policy/evaluate-policy.ts';
import type { EnvironmentState } from '../../storage/environments/environment-log.ts';
import type { Database } from '../../storage/tables.ts';
import { type Call, seesPin } from '../call.ts';
import { type Decision, movePins } from './move-pins.ts';
import { policyFacts } from './policy-facts.ts';
import { type Setting, settingOf } from './setting.ts';

type Wanted = BodyOf<typeof planEndpoint>;

/** What applying would do, and whether policy lets it. Changes nothing. */
export async function planPins(call: Call, environment: EnvironmentName, wanted: Wanted): Promise<ReplyOf<typeof planEndpoint>> {
  return await call.db.transaction().execute(async (transaction) => {
    const setting = await settingOf(transaction, call.project, environment);
    const state = await setting.log.current(setting.id);
    const { moves, refusals } = await decideOn(transaction, call, setting, state, wanted);
    return { environment, epoch: state.epoch, revision: state.revision, moves: [...moves], refusals: [...refusals] };
  });
}

/** Moves all wanted pins or none. */
export async function applyPins(
  call: Call,
  environment: EnvironmentName,
  { expected, cause, message, commit, ...wanted }: BodyOf<typeof applyEndpoint>,
): Promise<ReplyOf<typeof applyEndpoint>> {
  for (const prompt of Object.keys(wanted.pins)) authorise(call.principal, 'pins:move', { project: call.project, environment, prompt });
  const { decision, ...moved } = await movePins(call, {
    environment,
    expected,
    cause,
    ...(message !== undefined && { message }),
    ...(commit !== undefined && { commit }),
    decide: ({ transaction, setting, state }) => decideOn(transaction, call, setting, state, wanted),
  });
  return { ...moved, moves: [...decision.moves] };
}

async function decideOn(db: Database, call: Call, setting: Setting, state: EnvironmentState, { pins, prune }: Wanted): Promise<Decision> {
  const moves = movesToward(call, setting, state.pins, pinsOf(pins), prune);
  const refusals = evaluatePolicy(setting.definition, moves, await policyFacts(db, call, setting, moves));
  return { moves, refusals, verdict: 'allowed by policy' };
}

/** Pruning reaches only pins that the caller may see: the others are not its to remove, nor to hear of. */
function movesToward(call: Call, { id }: Setting, actual: Pins, wanted: Pins, prune = false): Move[] {
  const visible = new Map([...actual].filter(([prompt]) => seesPin(call, id.name, prompt)));
  return planMoves(visible, wanted, { prune });
}

function pinsOf(pins: Wanted['pins']): Pins {
  return new Map(Object.entries(pins) as [PromptId, Digest][]);
}
