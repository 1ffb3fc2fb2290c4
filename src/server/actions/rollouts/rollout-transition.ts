import { shortDigest } from '../../../base/digest.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import type { EnvironmentRevision } from '../../../release/plan.ts';
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
import type { Situation } from '../environments/move-pins.ts';
import { verdictOf } from './rollout-figures.ts';
import { definitionOf, fileOf, stateOf } from './rollout-rows.ts';
import { variantMoves } from './variant-moves.ts';

/** Something that happens to a rollout, and what its figures say at that time. */
export interface RolloutMoment {
  readonly row: RolloutRow;
  readonly event: RolloutEvent;
  readonly verdict: RolloutVerdict;
  /** What a person said of it. */
  readonly reason?: string;
}

/** What becomes of a rollout by it. */
export interface Transition extends RolloutMoment {
  readonly definition: RolloutDefinition;
  readonly state: RolloutState;
  /** Empty when nothing happens. */
  readonly changes: readonly RolloutChange[];
  readonly progress: StoredState;
  readonly because: string;
}

/** What is stored of a state. */
type StoredState = Pick<RolloutRow, 'status' | 'state' | 'coverage' | 'held' | 'ended_at'>;

/** Works out what becomes of a rollout. @throws Failure as {@link stepRollout} does. */
export function transitionOf(moment: RolloutMoment, now: number): Transition {
  const { row, event, verdict } = moment;
  const definition = definitionOf(row);
  const { state, changes } = stepRollout(stateOf(row), event, { rollout: fileOf(definition), now, verdict });
  const because = changes.map((change) => change.because).join(' ');
  return { ...moment, definition, state, changes, progress: progressOf(definition, state), because };
}

/** What is stored of a state, besides when it started. */
export function progressOf(definition: RolloutDefinition, state: RolloutState): StoredState {
  const stored = { status: state.status, state: JSON.stringify(state), held: null };
  if (state.status === 'running' || state.status === 'paused')
    return { ...stored, coverage: rolloutSteps(fileOf(definition))[state.step]?.coverage ?? 0, ended_at: null };
  const isOver = state.status === 'completed' || state.status === 'rolled-back';
  return { ...stored, coverage: isOver && state.kept !== 'control' ? 1 : 0, ended_at: isOver ? state.since : null };
}

/** Carries a transition out in a transaction that makes a revision of the environment for it. */
export async function carryOut(situation: Situation, transition: Transition, next: EnvironmentRevision): Promise<RolloutRow> {
  const { row, state, progress } = transition;
  const after = await recordTransition(situation.transaction, situation.call, transition, next);
  if (state.status === 'rolled-back') await quarantineVariants(situation, transition);
  if (progress.ended_at !== null) await forgetOutcomes(situation.transaction, { project: row.project, rollout: row.id });
  return after;
}

/** Ends a rollout at once, because what it tries is not to be served: everybody gets control again. */
export async function abortRollout(situation: Situation, row: RolloutRow, reason: string, next: EnvironmentRevision): Promise<RolloutRow> {
  const verdict = await verdictOf(situation.transaction, row);
  return await carryOut(situation, transitionOf({ row, event: { kind: 'abort' }, verdict, reason }, situation.call.time), next);
}

/** Stores the progress, with its figures in the audit trail and an event for whoever waits. */
export async function recordTransition(
  transaction: Database,
  call: Call,
  { row, state, changes, progress, because, verdict, reason }: Transition,
  at?: EnvironmentRevision,
): Promise<RolloutRow> {
  const after = await updateRollout(transaction, row, progress);
  const before = stateOf(row);
  const { environment, prompt, id } = row;
  await tell(transaction, call, {
    kind: 'rollout.changed',
    environment,
    prompt,
    data: {
      ...(at && { epoch: at.epoch, revision: at.revision }),
      rollout: id,
      status: state.status,
      coverage: progress.coverage,
      because,
    },
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
