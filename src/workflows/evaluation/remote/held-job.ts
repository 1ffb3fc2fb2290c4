import { Failure } from '../../../base/failure.ts';
import type { CaseResult } from '../../../evals/run.ts';
import type { JobReport, LeasedRemoteJob } from '../../../registry/areas/remote-runs.ts';

/** A job that this worker holds, and what it says of it: one word at a time. */
export interface HeldJob {
  /** False once it is done, or somebody else has it. */
  readonly isOpen: boolean;
  /** True once the registry knows that all of it was found. */
  readonly isDone: boolean;
  /** Tells of a result soon; ends the job with its last one. */
  add(result: CaseResult): void;
  /** Says that the work goes on. */
  beat(): void;
  /** Ends a job that is open, with what was found so far. */
  end(ending: 'released' | 'failed', error?: string): Promise<void>;
  /** Resolves when all that was said has arrived, or cannot. */
  settled(): Promise<void>;
}

export interface Holding {
  /** Tells the registry of a job by its number. */
  readonly report: (number: number, said: JobReport) => Promise<void>;
  readonly worker: string;
  readonly leaseMs: number;
  /** Told once when the job is another's by now, or nothing can be said of it any more. */
  readonly onLost: (failure: unknown) => void;
}

/** Longest reason that a registry takes. */
const ERROR_LENGTH = 2000;

/** @param samples how many results the job comes to */
export function heldJob({ number, fence, results }: LeasedRemoteJob, samples: number, holding: Holding): HeldJob {
  const { report, worker, leaseMs, onLost } = holding;
  const known = new Set(results);
  let pending: CaseResult[] = [];
  let seen = 0;
  let ending: { readonly ending: NonNullable<JobReport['ending']>; readonly error?: string } | undefined;
  let isOpen = true;
  let isDone = false;
  let isWanted = false;
  let speaking: Promise<void> | undefined;

  const sayOnce = async () => {
    isWanted = false;
    const said = { worker, fence, leaseMs, results: pending, ...ending };
    pending = [];
    await report(number, said);
    if (said.ending === undefined) return;
    isOpen = false;
    isDone = said.ending === 'done';
  };
  const sayAll = async () => {
    try {
      while (isOpen && isWanted) await sayOnce();
    } catch (error) {
      isOpen = false;
      onLost(error);
    } finally {
      // At once, so that a word that comes after the last look is not left unsaid.
      speaking = undefined;
    }
  };
  const speak = async (): Promise<void> => {
    isWanted = true;
    if (isOpen) speaking ??= sayAll();
    await speaking;
  };
  return {
    get isOpen() {
      return isOpen;
    },
    get isDone() {
      return isDone;
    },
    add(result) {
      seen += 1;
      if (!known.has(result)) pending.push(result);
      if (seen === samples) ending = { ending: 'done' };
      void speak();
    },
    beat: () => void (isOpen && ending === undefined && speak()),
    async end(how, error) {
      ending ??= { ending: how, ...(error !== undefined && { error: error.slice(0, ERROR_LENGTH) }) };
      await speak();
    },
    settled: async () => {
      while (speaking !== undefined) await speaking;
    },
  };
}

/** True for what says that a job is no longer this worker's: no trouble, others do it. */
export function isLostLease(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'lease-lost' || error.code === 'not-found');
}
