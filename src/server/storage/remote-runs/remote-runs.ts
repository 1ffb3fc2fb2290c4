import type { Digest } from '../../../base/digest.ts';
import type { CaseResult } from '../../../evals/run.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

export type RemoteRunRow = Tables['remote_runs'];
type RunKey = Pick<RemoteRunRow, 'project' | 'id'>;

export async function findRemoteRun(db: Database, project: string, id: string): Promise<RemoteRunRow | undefined> {
  return await db.selectFrom('remote_runs').selectAll().where('project', '=', project).where('id', '=', id).executeTakeFirst();
}

export async function addRemoteRun(transaction: Database, row: RemoteRunRow): Promise<void> {
  await transaction.insertInto('remote_runs').values(row).execute();
}

/**
 * Adds what a job found, inside a transaction; of a case and repeat that is there already the first stays.
 *
 * @returns how many results the run has now
 */
export async function addRemoteResults(
  transaction: Database,
  { project, id: run, results: before }: RunKey & Pick<RemoteRunRow, 'results'>,
  job: number,
  found: readonly CaseResult[],
): Promise<number> {
  const known = await samplesFound(transaction, { project, id: run }, new Set(found.map(({ caseId }) => caseId)));
  const fresh = found.filter((result) => {
    const isKnown = known.has(keyOf(result));
    known.add(keyOf(result));
    return !isKnown;
  });
  const rows = fresh.map((result, index) => ({
    project,
    run,
    case_id: result.caseId as Digest,
    sample: result.sample,
    seq: before + index + 1,
    job,
    result: JSON.stringify(result),
  }));
  for (const some of inChunks(rows)) await transaction.insertInto('remote_results').values(some).execute();
  const results = before + rows.length;
  await transaction.updateTable('remote_runs').set({ results }).where('project', '=', project).where('id', '=', run).execute();
  return results;
}

/** Which repeats of these cases have a result, by {@link keyOf}, whichever job it came from: one case may stand in two. */
export async function samplesFound(db: Database, { project, id }: RunKey, cases: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  for (const some of inChunks([...cases])) {
    const rows = db.selectFrom('remote_results').select(['case_id', 'sample']).where('project', '=', project).where('run', '=', id);
    const ofSome = await rows.where('case_id', 'in', some as Digest[]).execute();
    for (const { case_id: caseId, sample } of ofSome) found.add(keyOf({ caseId, sample }));
  }
  return found;
}

function keyOf({ caseId, sample }: Pick<CaseResult, 'caseId' | 'sample'>): string {
  return `${sample} ${caseId}`;
}

export async function resultsOfJob(db: Database, { project, id }: RunKey, job: number): Promise<CaseResult[]> {
  const rows = db.selectFrom('remote_results').select('result').where('project', '=', project).where('run', '=', id);
  return parsed(await rows.where('job', '=', job).orderBy('seq').execute());
}

/** Results in the order in which they came. */
export async function remoteResultsAfter(db: Database, { project, id }: RunKey, seq: number, limit: number): Promise<CaseResult[]> {
  const rows = db.selectFrom('remote_results').select('result').where('project', '=', project).where('run', '=', id);
  return parsed(await rows.where('seq', '>', seq).orderBy('seq').limit(limit).execute());
}

export async function noteAsked(db: Database, { project, id }: RunKey, time: number): Promise<void> {
  await db.updateTable('remote_runs').set({ asked_at: time }).where('project', '=', project).where('id', '=', id).execute();
}

/** Runs whose results nobody asked for since a time. */
export async function runsUnaskedSince(db: Database, time: number): Promise<RunKey[]> {
  return await db.selectFrom('remote_runs').select(['project', 'id']).where('asked_at', '<', time).execute();
}

export async function deleteRemoteRun(transaction: Database, { project, id }: RunKey): Promise<void> {
  await transaction.deleteFrom('remote_results').where('project', '=', project).where('run', '=', id).execute();
  await transaction.deleteFrom('remote_runs').where('project', '=', project).where('id', '=', id).execute();
}

function parsed(rows: readonly { readonly result: string }[]): CaseResult[] {
  return rows.map(({ result }) => JSON.parse(result) as CaseResult);
}
