/** A job as it is put in; its number names it within its batch. */
export interface NewJob {
  readonly number: number;
  readonly payload: string;
}

/** Who holds a job, and for the how-manieth time somebody does. A job that was leased again knows only its newest lease. */
export interface Lease {
  readonly batch: string;
  readonly number: number;
  readonly fence: number;
  readonly holder: string;
}

export interface LeasedJob extends Lease {
  readonly payload: string;
}

/** How far a batch is, in jobs. */
export interface BatchProgress {
  readonly ready: number;
  readonly leased: number;
  readonly done: number;
  readonly dead: number;
  /** What the first dead job died of. */
  readonly error?: string;
}

export interface LeaseRequest {
  readonly batch: string;
  readonly holder: string;
  readonly count: number;
  readonly leaseMs: number;
}

/** Leases of a job before it is dead. */
export const MOST_ATTEMPTS = 3;
/** Pauses before the second and the third attempt after one that failed. */
export const BACKOFF_MS: readonly number[] = [2_000, 15_000];

/**
 * Work that any number of workers take in turns, each job until one has done it.
 *
 * At least once: a holder that says nothing until its lease ends loses the job to the next. Exactly one lease of a job is
 * current, and only what its holder says counts; others are told `false`, and change nothing. What a job leads to is
 * written in the transaction of the word that the lease is current. Times are milliseconds of the epoch, of one clock.
 */
export interface JobQueue {
  /** Adds jobs that are not there yet, and gives how many those were. */
  enqueue(batch: string, jobs: readonly NewJob[], now: number): Promise<number>;
  /** Batches with jobs that can be leased now, the oldest first. */
  waiting(now: number): Promise<string[]>;
  /** Leases jobs by their number: those that wait, and those whose holder is silent for too long. */
  lease(request: LeaseRequest, now: number): Promise<LeasedJob[]>;
  /** Holds on for `leaseMs` from now; an end that has passed counts as long as nobody else took the job. */
  extend(lease: Lease, leaseMs: number, now: number): Promise<boolean>;
  /** Also true when this lease has said so before. */
  complete(lease: Lease): Promise<boolean>;
  /** Gives a job back as if it had not been leased. */
  release(lease: Lease, now: number): Promise<boolean>;
  /** Has the job tried again after a pause, or counts it dead when it was tried often enough. */
  fail(lease: Lease, error: string, now: number): Promise<boolean>;
  progress(batch: string, now: number): Promise<BatchProgress>;
  /** Takes a batch away with all its jobs; who holds one is told `false` from then on. */
  cancel(batch: string): Promise<void>;
}
