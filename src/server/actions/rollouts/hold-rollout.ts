import { type RolloutRow, updateRollout } from '../../storage/rollouts/rollouts.ts';
import { type Call, recordAct, tell } from '../call.ts';

/**
 * Keeps why a rollout does not go on though its figures would let it: policy does not. True when that is news.
 *
 * Nothing that is served changes, and the next look tries again.
 */
export async function recordHold(call: Call, row: RolloutRow, because: string): Promise<boolean> {
  if (row.held === because) return false;
  await call.db.transaction().execute(async (transaction) => {
    await updateRollout(transaction, row, { held: because });
    const { environment, prompt, id, status, coverage } = row;
    await tell(transaction, call, { kind: 'rollout.changed', environment, prompt, data: { rollout: id, status, coverage, because } });
    await recordAct(transaction, call, {
      target: `${environment}: ${prompt}`,
      before: { rollout: id, held: row.held },
      after: { rollout: id, held: because },
      verdict: 'held by policy',
    });
  });
  return true;
}
