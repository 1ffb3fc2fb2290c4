import { isPassing } from '../../../registry/passing-failure.ts';
import { type Leased, type WorkDependencies, type Worked, type WorkRequest, workOff } from './work-off.ts';

/** Leases that are worked off beside each other: a slow answer keeps only its own from being followed by the next. */
const LANES = 4;

/**
 * Takes jobs of remote runs and does them as `eval` would, until it is told to stop or, with `once`, until nothing waits.
 *
 * A run that cannot be done here is given back with the reason; it never ends the worker.
 * @throws Failure of a registry that refuses, such as `not-signed-in`; with `once` also of one that cannot be reached
 */
export async function workRemotely(request: WorkRequest, dependencies: WorkDependencies): Promise<Worked> {
  const ended = new AbortController();
  const signal = AbortSignal.any([dependencies.signal, ended.signal]);
  const own = { ...dependencies, signal };
  const lanes = Math.min(LANES, request.concurrency);
  const next = leasing(request, Math.ceil(request.concurrency / lanes), own);
  const lane = async (): Promise<Worked> => {
    try {
      return await workAlong(next, request, own);
    } catch (error) {
      // What ends one ends all: the others give back what they hold.
      ended.abort(error);
      throw error;
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  const worked = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const sum = (count: (one: Worked) => number) => worked.reduce((total, one) => total + count(one), 0);
  return { jobs: sum(({ jobs }) => jobs), results: sum(({ results }) => results) };
}

/** Gives what can be worked on, as soon as it is there; nothing at the end. One asks at a time, for all. */
type NextLease = () => Promise<Leased | undefined>;

function leasing(request: WorkRequest, count: number, { registry, signal, pause, note }: WorkDependencies): NextLease {
  let isTroubled = false;
  const lease = async (): Promise<Leased | undefined> => {
    while (!signal.aborted) {
      try {
        const leased = await registry.leaseRemoteJobs(request.worker, count, request.leaseMs);
        isTroubled = false;
        if (leased !== undefined) return leased;
      } catch (error) {
        // A worker outlives whatever happens to its registry.
        if (!isPassing(error) || request.once) throw error;
        if (!isTroubled) note(error.message);
        isTroubled = true;
      }
      if (request.once) return undefined;
      await pause(signal).catch(() => undefined);
    }
    return undefined;
  };
  let turn: Promise<unknown> = Promise.resolve();
  return () => {
    const mine = turn.then(lease);
    turn = mine.catch(() => undefined);
    return mine;
  };
}

async function workAlong(next: NextLease, request: WorkRequest, dependencies: WorkDependencies): Promise<Worked> {
  let worked: Worked = { jobs: 0, results: 0 };
  for (let leased = await next(); leased !== undefined; leased = await next()) {
    try {
      const { jobs, results } = await workOff(leased, request, dependencies);
      worked = { jobs: worked.jobs + jobs, results: worked.results + results };
    } catch (error) {
      if (!isPassing(error) || request.once) throw error;
      dependencies.note(error.message);
    }
  }
  return worked;
}
