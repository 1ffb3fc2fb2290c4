import type { Principal } from '../../../access/principal.ts';
import { shortDigest } from '../../../base/digest.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import type { Move, Refusal } from '../../../release/plan.ts';
import { evaluatePolicy } from '../../../release/policy/evaluate-policy.ts';
import type { RolloutChange, RolloutEvent } from '../../../release/rollout/progress/rollout-event.ts';
import type { RolloutState } from '../../../release/rollout/progress/rollout-state.ts';
import { rolloutSteps } from '../../../release/rollout/progress/rollout-steps.ts';
import { stepRollout } from '../../../release/rollout/progress/step-rollout.ts';
import type { RolloutDefinition } from '../../../release/rollout/rollout-definition.ts';
import type { RolloutVerdict } from '../../../release/rollout/verdict/rollout-verdict.ts';
import { addToQuarantine } from '../../storage/environments/quarantine.ts';
import { type RolloutRow, updateRollout } from '../../storage/rollouts/rollouts.ts';
import { forgetOutcomes } from '../../storage/rollouts/units.ts';
import type { Database } from '../../storage/tables.ts';
import { actorOf, type Call, recordAct, tell } from '../call.ts';
import { type Decision, movePins, type Situation } from '../environments/move-pins.ts';
import { policyFacts } from '../environments/policy-facts.ts';
import { definitionOf, fileOf, stateOf } from './rollout-rows.ts';
import { variantMoves } from './variant-moves.ts';

/** Something that happens to a rollout, and what its figures say at that time. */
export interface RolloutMoment {
  readonly row: RolloutRow;
  readonly event: RolloutEvent;
  readonly verdict: RolloutVerdict;
  /** What a person said of it. */
  readonly reason?: string;
  /** On whose word it goes on, where no person asks: policy counts that person as the promoter. */
  readonly promoter?: string;
}

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
 * @throws Failure `policy-refused`, `rollout-moved` when someone was faster, and what {@link stepRollout} throws.
 */
export async function moveRollout(call: Call, moment: RolloutMoment): Promise<MovedRollout> {
  const { row, event, verdict, reason } = moment;
  const definition = definitionOf(row);
  const { state, changes } = stepRollout(stateOf(row), event, { rollout: fileOf(definition), now: call.time, verdict });
  if (changes.length === 0) return { row, changes };
  const because = changes.map((change) => change.because).join(' ');
  const progress = progressOf(definition, state);
  const transition: Transition = { ...moment, definition, state, changes, progress, because };
  if (changes.every(({ kind }) => kind === 'told')) {
    const told = await call.db.transaction().execute((transaction) => record(transaction, call, transition, {}));
    return { row: told, changes };
  }
  const { decision } = await movePins<Decided>(call, {
    environment: row.environment,
    cause: 'rollout',
    message: reason === undefined ? because : `${reason} (${because})`,
    decide: (situation) => decide(situation, transition),
    also: async (situation, decided, next) => {
      decided.after = await record(situation.transaction, situation.call, transition, { ...next });
      if (state.status === 'rolled-back') await quarantineVariants(situation, transition);
      if (progress.ended_at !== null) await forgetOutcomes(situation.transaction, { project: row.project, rollout: row.id });
    },
  });
  return { row: decision.after ?? row, changes };
}

interface Transition extends RolloutMoment {
  readonly definition: RolloutDefinition;
  readonly state: RolloutState;
  readonly changes: readonly RolloutChange[];
  readonly progress: StoredState;
  readonly because: string;
}

/** What is stored of a state. */
type StoredState = Pick<RolloutRow, 'status' | 'state' | 'coverage' | 'held' | 'ended_at'>;

interface Decided extends Decision {
  after?: RolloutRow;
}

/** What is stored of a state, besides when it started. */
export function progressOf(definition: RolloutDefinition, state: RolloutState): StoredState {
  const stored = { status: state.status, state: JSON.stringify(state), held: null };
  if (state.status === 'running' || state.status === 'paused')
    return { ...stored, coverage: rolloutSteps(fileOf(definition))[state.step]?.coverage ?? 0, ended_at: null };
  const isOver = state.status === 'completed' || state.status === 'rolled-back';
  return { ...stored, coverage: isOver && state.kept !== 'control' ? 1 : 0, ended_at: isOver ? state.since : null };
}

async function decide({ call, transaction, setting, state: environment }: Situation, transition: Transition): Promise<Decided> {
  const { row, definition, state, progress, because } = transition;
  const from = environment.pins.get(row.prompt);
  const kept = state.status === 'completed' ? definition.variants.find(({ id }) => id === state.kept) : undefined;
  const moves: Move[] = kept === undefined || kept.id === 'control' ? [] : variantMoves(row.prompt, from, [kept]);
  const isMore = state.status === 'running' && progress.coverage > row.coverage;
  const judged = isMore ? variantMoves(row.prompt, from, definition.variants) : moves;
  const refusals = await policyRefusals(transaction, behalfOf(call, transition.promoter), setting, judged);
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

/** Stores the progress, with its figures in the audit trail and an event for whoever waits. */
async function record(
  transaction: Database,
  call: Call,
  { row, state, changes, progress, because, verdict, reason }: Transition,
  at: { readonly epoch?: number; readonly revision?: number },
): Promise<RolloutRow> {
  const after = await updateRollout(transaction, row, progress);
  const before = stateOf(row);
  const { environment, prompt, id } = row;
  await tell(transaction, call, {
    kind: 'rollout.changed',
    environment,
    prompt,
    data: { ...at, rollout: id, status: state.status, coverage: progress.coverage, because },
  });
  const said = reason !== undefined && { reason };
  await recordAct(transaction, call, {
    target: `${environment}: ${prompt}`,
    before: { rollout: id, status: before.status, coverage: row.coverage },
    after: { rollout: id, status: state.status, coverage: progress.coverage, ...said, changes: asJson(changes), figures: asJson(verdict) },
    verdict: because,
  });
  return after;
}

/** Without members that are undefined, which canonical JSON cannot say. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** What was tried and left does not come back with the next apply. */
async function quarantineVariants(
  { call, transaction, setting }: Situation,
  { row, definition, because, reason }: Transition,
): Promise<void> {
  for (const { to: digest } of variantMoves(row.prompt, undefined, definition.variants)) {
    const said = `rollout ${row.id} of ${shortDigest(digest)}: ${reason ?? because}`;
    await addToQuarantine(transaction, setting.id, { prompt: row.prompt, digest, since: call.time, by: actorOf(call), reason: said });
  }
}
