import type { Principal } from '../../../access/principal.ts';
import type { Move, Refusal } from '../../../release/plan.ts';
import { evaluatePolicy } from '../../../release/policy/evaluate-policy.ts';
import type { RolloutChange } from '../../../release/rollout/progress/rollout-event.ts';
import type { RolloutRow } from '../../storage/rollouts/rollouts.ts';
import type { Database } from '../../storage/tables.ts';
import type { Call } from '../call.ts';
import { type Decision, movePins, type Situation } from '../environments/move-pins.ts';
import { policyFacts } from '../environments/policy-facts.ts';
import { carryOut, type RolloutMoment, recordTransition, type Transition, transitionOf } from './rollout-transition.ts';
import { variantMoves } from './variant-moves.ts';

/** What became of a rollout; no changes when nothing happened. */
export interface MovedRollout {
  readonly row: RolloutRow;
  readonly changes: readonly RolloutChange[];
}

/**
 * Lets something happen to a rollout.
 *
 * Whatever changes what is served goes the way of all pins, in one transaction: more coverage only where each variant
 * passes the policy as a pin would; the end of a canary moves the pin; a rollback quarantines what was tried.
 * `promoter`: on whose word it goes on where no person asks; policy counts that person as the one who promotes.
 * @throws Failure `policy-refused`, `rollout-moved` when someone was faster, and what {@link transitionOf} throws.
 */
export async function moveRollout(call: Call, moment: RolloutMoment, promoter?: string): Promise<MovedRollout> {
  const transition = transitionOf(moment, call.time);
  const { row, reason } = moment;
  const { changes, because } = transition;
  if (changes.length === 0) return { row, changes };
  if (changes.every(({ kind }) => kind === 'told')) {
    const told = await call.db.transaction().execute((transaction) => recordTransition(transaction, call, transition));
    return { row: told, changes };
  }
  const { decision } = await movePins<Decided>(call, {
    environment: row.environment,
    cause: 'rollout',
    message: reason === undefined ? because : `${reason} (${because})`,
    decide: (situation) => decide(situation, transition, promoter),
    also: async (situation, decided, next) => {
      decided.after = await carryOut(situation, transition, next);
    },
  });
  return { row: decision.after ?? row, changes };
}

interface Decided extends Decision {
  after?: RolloutRow;
}

async function decide(
  { call, transaction, setting, state: environment }: Situation,
  transition: Transition,
  promoter: string | undefined,
): Promise<Decided> {
  const { row, definition, state, progress, because } = transition;
  const from = environment.pins.get(row.prompt);
  const kept = state.status === 'completed' ? definition.variants.find(({ id }) => id === state.kept) : undefined;
  const moves: Move[] = kept === undefined || kept.id === 'control' ? [] : variantMoves(row.prompt, from, [kept]);
  const isMore = state.status === 'running' && progress.coverage > row.coverage;
  const judged = isMore ? variantMoves(row.prompt, from, definition.variants) : moves;
  const refusals = await policyRefusals(transaction, behalfOf(call, promoter), setting, judged);
  return { moves, touched: [row.prompt], refusals, verdict: because };
}

/** Why these versions may not be served, as if they were to be pinned. */
export async function policyRefusals(
  transaction: Database,
  call: Call,
  setting: Situation['setting'],
  moves: readonly Move[],
): Promise<Refusal[]> {
  return evaluatePolicy(setting.definition, moves, await policyFacts(transaction, call, setting, moves));
}

/** A controller promotes nothing of its own: whoever started the rollout does, and may not be the one who approved. */
function behalfOf(call: Call, promoter: string | undefined): Call {
  if (promoter === undefined) return call;
  const principal: Principal = { ...call.principal, id: promoter };
  return { ...call, principal };
}
