import { Failure } from '../../../base/failure.ts';
import { caseReader } from '../../../evals/dataset/case-reader.ts';
import type { CaseResult } from '../../../evals/run.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { leaseRemoteJobs as leaseEndpoint, reportRemoteJob as reportEndpoint } from '../../../protocol/remote-runs.ts';
import type { JobQueue, LeasedJob } from '../../jobs/job-queue.ts';
import { tableQueue } from '../../jobs/table-queue.ts';
import { addRemoteResults, findRemoteRun, type RemoteRunRow, resultsOfJob, samplesFound } from '../../storage/remote-runs/remote-runs.ts';
import type { Database } from '../../storage/tables.ts';
import type { Call } from '../call.ts';
import { mayWorkOn, specOf, workableRun } from './stored-remote-run.ts';

type Report = BodyOf<typeof reportEndpoint>;
type Leases = ReplyOf<typeof leaseEndpoint>;

/** Silence of the one who wants the results after which nobody begins more of them: it would be paid for, and perhaps not read. */
const PAUSED_AFTER_MS = 60_000;

/** Leases jobs of the oldest run that waits for workers, whose results are waited for, and that the caller may work on. */
export async function leaseJobs(call: Call, { worker, count, leaseMs }: BodyOf<typeof leaseEndpoint>): Promise<Leases> {
  // Most questions find nothing: those do not make writers wait.
  if ((await tableQueue(call.db, call.project).waiting(call.time)).length === 0) return { jobs: [] };
  return await call.db.transaction().execute(async (transaction) => {
    const queue = tableQueue(transaction, call.project);
    for (const batch of await queue.waiting(call.time)) {
      const row = await findRemoteRun(transaction, call.project, batch);
      if (row === undefined || call.time - row.asked_at > PAUSED_AFTER_MS || !mayWorkOn(call, row)) continue;
      const leased = await queue.lease({ batch, holder: holderOf(call, worker), count, leaseMs }, call.time);
      const jobs = [];
      for (const job of leased) jobs.push(await shownJob(transaction, row, job));
      if (jobs.length > 0) return { run: batch, jobs };
    }
    return { jobs: [] };
  });
}

async function shownJob(
  transaction: Database,
  row: RemoteRunRow,
  { number, fence, payload: rows }: LeasedJob,
): Promise<Leases['jobs'][number]> {
  const results = fence === 1 ? [] : await resultsOfJob(transaction, row, number);
  return { number, fence, rows, results: results as Leases['jobs'][number]['results'] };
}

/**
 * Keeps what the holder of a job says of it: results, and how it ended.
 *
 * All of it in one transaction with the check of the lease: what a holder says that was overtaken leaves no trace.
 * @throws Failure `lease-lost` for a lease that is not current; `request-invalid` for results of other cases, and for an end
 * without all results
 */
export async function reportJob(call: Call, id: string, number: number, report: Report): Promise<ReplyOf<typeof reportEndpoint>> {
  const { worker, fence, leaseMs, ending, error = 'It said no reason.' } = report;
  return await call.db.transaction().execute(async (transaction) => {
    const row = await workableRun(transaction, call, id);
    const queue = tableQueue(transaction, call.project);
    const lease = { batch: id, number, fence, holder: holderOf(call, worker) };
    const isCurrent = await endOrExtend(queue, lease, { ending, error, leaseMs, now: call.time });
    if (!isCurrent) throw new Failure('lease-lost', `The job ${number} of the remote run "${id}" is not held by this lease.`);
    const wanted = await wantedSamples(transaction, row, number);
    const stray = report.results.find(({ caseId, sample }) => !wanted.has(`${sample} ${caseId}`));
    if (stray) throw new Failure('request-invalid', `The job ${number} has no repeat ${stray.sample} of the case ${stray.caseId}.`);
    const results = await addRemoteResults(transaction, row, number, report.results as CaseResult[]);
    if (ending === 'done') {
      const found = await samplesFound(transaction, row, new Set([...wanted.values()]));
      const missing = [...wanted.keys()].filter((sample) => !found.has(sample)).length;
      if (missing > 0)
        throw new Failure('request-invalid', `The job ${number} has ${wanted.size} results, and ${wanted.size - missing} came.`);
    }
    return { results };
  });
}

function endOrExtend(
  queue: JobQueue,
  lease: Parameters<JobQueue['complete']>[0],
  said: { readonly ending: Report['ending']; readonly error: string; readonly leaseMs: number; readonly now: number },
): Promise<boolean> {
  switch (said.ending) {
    case undefined:
      return queue.extend(lease, said.leaseMs, said.now);
    case 'done':
      return queue.complete(lease);
    case 'released':
      return queue.release(lease, said.now);
    case 'failed':
      return queue.fail(lease, said.error, said.now);
  }
}

/** Every repeat of every case of a job, with its case. */
async function wantedSamples(transaction: Database, row: RemoteRunRow, number: number): Promise<ReadonlyMap<string, string>> {
  const rows = transaction.selectFrom('jobs').select('payload').where('project', '=', row.project).where('batch', '=', row.id);
  const { payload } = await rows.where('number', '=', number).executeTakeFirstOrThrow();
  const reader = caseReader('rows', 'jsonl');
  const { repeat } = specOf(row).subject;
  const wanted = new Map<string, string>();
  for (const { case: evalCase } of [...reader.push(payload), ...reader.end()])
    for (let sample = 0; evalCase !== undefined && sample < repeat; sample += 1)
      wanted.set(`${sample} ${evalCase.caseId}`, evalCase.caseId);
  return wanted;
}

/** Who holds a job: a token, and which of the workers that share it. */
function holderOf({ principal }: Call, worker: string): string {
  return `${principal.id} ${worker}`;
}
