import type { Clock } from '../../base/clock.ts';
import { type Repeated, repeat } from '../events/repeat.ts';
import { deleteRemoteRun, runsUnaskedSince } from '../storage/remote-runs/remote-runs.ts';
import type { Database } from '../storage/tables.ts';
import { tableQueue } from './table-queue.ts';

const LOOK_MS = 60_000;
/** Longer than a laptop sleeps over lunch. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/**
 * Deletes remote runs whose results nobody asks for any more, with cases and answers, until it is stopped.
 *
 * Who asks for a run deletes it at its end; this is for those that were killed. Any number of servers may do it.
 */
export function startForgettingRuns(db: Database, clock: Clock, failed: (error: unknown) => void): Repeated {
  return repeat(LOOK_MS, () => forgetRuns(db, clock() - FORGOTTEN_AFTER_MS), failed);
}

async function forgetRuns(db: Database, time: number): Promise<void> {
  if ((await runsUnaskedSince(db, time)).length === 0) return;
  await db.transaction().execute(async (transaction) => {
    for (const run of await runsUnaskedSince(transaction, time)) {
      await deleteRemoteRun(transaction, run);
      await tableQueue(transaction, run.project).cancel(run.id);
    }
  });
}
