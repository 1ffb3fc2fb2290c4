import { randomUUID } from 'node:crypto';
import type { Principal } from '../../access/principal.ts';
import type { Signer } from '../../access/signing/signing-key.ts';
import type { Clock } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import type { Call } from '../actions/call.ts';
import { recordHold } from '../actions/rollouts/hold-rollout.ts';
import { moveRollout } from '../actions/rollouts/move-rollout.ts';
import { verdictOf } from '../actions/rollouts/rollout-figures.ts';
import type { Doorbell } from '../events/doorbell.ts';
import { repeat } from '../events/repeat.ts';
import { endLease, takeLease } from '../storage/leases/leases.ts';
import { everyRolloutUnderWay, type RolloutRow } from '../storage/rollouts/rollouts.ts';
import type { Database } from '../storage/tables.ts';

export interface ControllerTools {
  readonly db: Database;
  readonly signer: Signer;
  readonly clock: Clock;
}

/** A look that costs more is followed by a rest: an embedded database answers nobody else meanwhile. */
const CHEAP_MS = 250;
/** How many times as long as the look the rest is. */
const REST = 20;

/** How often the figures are looked at: what is bad enough to halt by itself is rarely seen sooner. */
const LOOK_MS = 10_000;
const LEASE = 'rollouts';
/** Another server takes over when this one has not looked for so long. */
const LEASE_MS = 60_000;

/**
 * Looks at every rollout again and again until it is stopped: one server of all that share the database does.
 *
 * All that it knows stands in the database. A server that is killed in between has either done a step wholly or not at
 * all, and the next one looks again.
 */
export function startRolloutController(
  tools: ControllerTools,
  { bell, failed, lookMs = LOOK_MS }: { readonly bell: Doorbell; readonly failed: (error: unknown) => void; readonly lookMs?: number },
): { stop(): Promise<void> } {
  const holder = randomUUID();
  const rests: Rests = new Map();
  let isStopped = false;
  const look = async () => {
    // Nothing is written while there is nothing to look at.
    if ((await everyRolloutUnderWay(tools.db)).length === 0) return;
    const time = tools.clock();
    if (isStopped || !(await takeLease(tools.db, LEASE, holder, { time, until: time + LEASE_MS }))) return;
    if (await lookAtRollouts(tools, rests, failed)) bell.ring();
  };
  const repeated = repeat(lookMs, look, failed);
  return {
    async stop() {
      isStopped = true;
      await repeated.stop();
      await endLease(tools.db, LEASE, holder);
    },
  };
}

/** Until when rollouts with many units are left alone, in milliseconds of this process, by id. */
type Rests = Map<string, number>;

/** Looks at every rollout once, and does what follows. True when anything changed. A rollout that fails leaves the others alone. */
async function lookAtRollouts(tools: ControllerTools, rests: Rests, failed: (error: unknown) => void): Promise<boolean> {
  let hasChanged = false;
  for (const row of await everyRolloutUnderWay(tools.db)) {
    const began = performance.now();
    if (began < (rests.get(row.id) ?? 0)) continue;
    try {
      hasChanged = (await lookAt(tools, row)) || hasChanged;
    } catch (error) {
      if (!isRace(error)) failed(error);
    }
    const ended = performance.now();
    if (ended - began > CHEAP_MS) rests.set(row.id, ended + REST * (ended - began));
    else rests.delete(row.id);
  }
  return hasChanged;
}

async function lookAt(tools: ControllerTools, row: RolloutRow): Promise<boolean> {
  const call = callFor(tools, row);
  const verdict = await verdictOf(tools.db, row);
  try {
    const { changes } = await moveRollout(call, { row, event: { kind: 'tick' }, verdict }, row.starter_id ?? undefined);
    return changes.length > 0;
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'policy-refused') throw error;
    return await recordHold(call, row, error.message);
  }
}

/** Someone acted at the same moment: the next look sees what came of it. */
function isRace(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'rollout-moved' || error.code === 'revision-moved');
}

const CONTROLLER: Omit<Principal, 'bindings'> = { id: 'rollout-controller', name: 'rollout controller', kind: 'machine' };

function callFor({ db, signer, clock }: ControllerTools, { project, environment, prompt }: RolloutRow): Call {
  const principal = { ...CONTROLLER, bindings: [{ role: 'deployer' as const, project, environments: environment, prompts: prompt }] };
  return { db, principal, project, time: clock(), clock, requestId: randomUUID(), action: 'lookAtRollout', signer };
}
