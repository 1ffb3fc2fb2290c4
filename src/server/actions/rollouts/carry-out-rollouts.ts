import type { Json } from '../../../base/json/canonical-json.ts';
import type { EnvironmentRevision } from '../../../release/plan.ts';
import type { RolloutChange } from '../../../release/rollout/progress/rollout-event.ts';
import { stepRollout } from '../../../release/rollout/progress/step-rollout.ts';
import { judgeRollout } from '../../../release/rollout/verdict/judge-rollout.ts';
import { insertRollout, type RolloutRow, updateRollout } from '../../storage/rollouts/rollouts.ts';
import { actorOf, type Call, recordAct, tell } from '../call.ts';
import type { Situation } from '../environments/move-pins.ts';

import type { PlannedRollout } from './planned-rollouts.ts';
import { definitionText, fileOf, newRolloutId, stateOf } from './rollout-rows.ts';
import { progressOf } from './rollout-transition.ts';

/** A rollout that was started or changed. */
export interface CarriedOut {
  readonly row: RolloutRow;
  readonly changes: readonly RolloutChange[];
}

/** Starts and changes what was planned, in the transaction that has let it. */
export async function carryOutRollouts(
  { transaction, call }: Situation,
  planned: readonly PlannedRollout[],
  next: EnvironmentRevision,
): Promise<CarriedOut[]> {
  const carriedOut: CarriedOut[] = [];
  for (const plan of planned) {
    if (plan.change !== 'start' && plan.change !== 'update') continue;
    const done = plan.change === 'start' ? await start(transaction, call, plan) : await change(transaction, plan);
    const { row, changes } = done;
    const because = changes.map((one) => one.because).join(' ');
    const { status } = stateOf(row);
    const data = { ...next, rollout: row.id, status, coverage: row.coverage, because };
    await tell(transaction, call, { kind: 'rollout.changed', environment: row.environment, prompt: row.prompt, data });
    await recordAct(transaction, call, {
      target: `${row.environment}: ${row.prompt}`,
      before: plan.change === 'start' ? null : { rollout: row.id, definition: jsonOf(plan.row?.definition) },
      after: { rollout: row.id, status, coverage: row.coverage, definition: jsonOf(row.definition) },
      verdict: because,
    });
    carriedOut.push(done);
  }
  return carriedOut;
}

/** Whoever may move pins here has approved it by asking: the file was reviewed like any other. */
async function start(transaction: Situation['transaction'], call: Call, { definition, prompt }: PlannedRollout): Promise<CarriedOut> {
  const rollout = fileOf(definition);
  const verdict = judgeRollout(rollout, { exposed: {}, metrics: {} });
  const approved = { status: 'approved', since: call.time } as const;
  const { state, changes } = stepRollout(approved, { kind: 'start' }, { rollout, now: call.time, verdict });
  const { id: creator_id, name: creator_name } = actorOf(call);
  const row: RolloutRow = {
    project: call.project,
    id: newRolloutId(),
    environment: definition.environment as RolloutRow['environment'],
    prompt,
    definition: definitionText(definition),
    revision: 1,
    created_at: call.time,
    started_at: call.time,
    creator_id,
    creator_name,
    starter_id: creator_id,
    ...progressOf(definition, state),
  };
  await insertRollout(transaction, row);
  return { row, changes };
}

async function change(transaction: Situation['transaction'], { row, definition }: PlannedRollout): Promise<CarriedOut> {
  if (row === undefined) throw new Error('a rollout that changes is under way');
  const after = await updateRollout(transaction, row, { definition: definitionText(definition) });
  const { status } = stateOf(row);
  const because = 'Its rules were changed.';
  return { row: after, changes: [{ kind: 'told', cause: 'by-hand', because, from: status, to: status }] };
}

function jsonOf(text: string | undefined): Json {
  return text === undefined ? null : (JSON.parse(text) as Json);
}
