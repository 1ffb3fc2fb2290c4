import type { z } from 'zod';
import type { CaseResult, RunSubject } from '../../evals/run.ts';
import type { BodyOf, ReplyOf } from '../../protocol/endpoint.ts';
import type { addRemoteJobs, leaseRemoteJobs, readRemoteResults, remoteSpecSchema, reportRemoteJob } from '../../protocol/remote-runs.ts';

/** What workers need to know of a run. */
export type RemoteSpec = z.output<typeof remoteSpecSchema>;
/** The same before it is sent. */
export type RemoteRunUpload = Omit<RemoteSpec, 'subject'> & { readonly subject: RunSubject };
export type RemoteJob = BodyOf<typeof addRemoteJobs>['jobs'][number];
export type LeasedRemoteJob = Omit<ReplyOf<typeof leaseRemoteJobs>['jobs'][number], 'results'> & {
  readonly results: readonly CaseResult[];
};
export type RemoteProgress = ReplyOf<typeof readRemoteResults>['jobs'];
export type JobReport = Omit<BodyOf<typeof reportRemoteJob>, 'results'> & { readonly results: readonly CaseResult[] };

/** Runs that workers do. */
export interface RemoteRunCalls {
  /** Opens a run under an id of the caller: 8 to 64 letters, digits and hyphens. */
  createRemoteRun(run: string, upload: RemoteRunUpload): Promise<void>;
  /** Adds cases; a job of the same number is there once. */
  addRemoteJobs(run: string, jobs: readonly RemoteJob[]): Promise<void>;
  /** What was found after so many results, in the order in which it came. */
  remoteResults(run: string, after: number): Promise<{ readonly results: readonly CaseResult[]; readonly jobs: RemoteProgress }>;
  /** Takes a run away from workers, with all that is kept of it. */
  removeRemoteRun(run: string): Promise<void>;

  remoteSpec(run: string): Promise<RemoteSpec>;
  /** Takes jobs of one run; none when nothing waits. */
  leaseRemoteJobs(
    worker: string,
    count: number,
    leaseMs: number,
  ): Promise<{ readonly run: string; readonly jobs: readonly LeasedRemoteJob[] } | undefined>;
  /** @throws Failure `lease-lost` when somebody else has the job by now, `not-found` when the run was taken away */
  reportRemoteJob(run: string, job: number, report: JobReport): Promise<void>;
}
