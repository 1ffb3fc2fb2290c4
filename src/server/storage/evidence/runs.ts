import type { CaseResult } from '../../../evals/run.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

export type RunRow = Tables['runs'];

export async function findRun(db: Database, project: string, id: string): Promise<RunRow | undefined> {
  return await db.selectFrom('runs').selectAll().where('project', '=', project).where('id', '=', id).executeTakeFirst();
}

/** Adds a run under the next number, inside a transaction. */
export async function addRun(transaction: Database, row: Omit<RunRow, 'number'>): Promise<RunRow> {
  const newest = transaction.selectFrom('runs').select('number').where('project', '=', row.project);
  const last = await newest.orderBy('number', 'desc').limit(1).executeTakeFirst();
  const numbered = { ...row, number: (last?.number ?? 0) + 1 };
  await transaction.insertInto('runs').values(numbered).execute();
  return numbered;
}

export async function setRun(
  transaction: Database,
  { project, id }: Pick<RunRow, 'project' | 'id'>,
  changed: Partial<Pick<RunRow, 'results' | 'state' | 'finished_at'>>,
): Promise<void> {
  await transaction.updateTable('runs').set(changed).where('project', '=', project).where('id', '=', id).execute();
}

/** Adds results; of a case and repeat that is there already the first stays. Gives how many were new. */
export async function addResults(
  transaction: Database,
  { project, id: run }: Pick<RunRow, 'project' | 'id'>,
  results: readonly CaseResult[],
): Promise<number> {
  let added = 0;
  const rows = results.map((result) => ({
    project,
    run,
    case_id: result.caseId as Tables['run_results']['case_id'],
    sample: result.sample,
    result: JSON.stringify(result),
  }));
  for (const some of inChunks(rows)) {
    const { numInsertedOrUpdatedRows = 0n } = await transaction
      .insertInto('run_results')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    added += Number(numInsertedOrUpdatedRows);
  }
  return added;
}

/** Where in the results of a run a page begins: after this case and repeat. */
export interface ResultPosition {
  readonly caseId: string;
  readonly sample: number;
}

/** Results of a run by case and repeat. */
export async function readResults(
  db: Database,
  { project, id }: Pick<RunRow, 'project' | 'id'>,
  { after, limit }: { readonly after?: ResultPosition | undefined; readonly limit: number },
): Promise<CaseResult[]> {
  let rows = db.selectFrom('run_results').select('result').where('project', '=', project).where('run', '=', id);
  if (after !== undefined) {
    const caseId = after.caseId as Tables['run_results']['case_id'];
    rows = rows.where((either) =>
      either.or([either('case_id', '>', caseId), either.and([either('case_id', '=', caseId), either('sample', '>', after.sample)])]),
    );
  }
  const found = await rows.orderBy('case_id').orderBy('sample').limit(limit).execute();
  return found.map(({ result }) => JSON.parse(result) as CaseResult);
}

export interface RunPage {
  readonly prompt?: PromptId | undefined;
  readonly suite?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Runs, newest first. */
export async function pageOfRuns(db: Database, project: string, { prompt, suite, before, limit }: RunPage): Promise<RunRow[]> {
  let rows = db.selectFrom('runs').selectAll().where('project', '=', project);
  if (prompt !== undefined) rows = rows.where('prompt', '=', prompt);
  if (suite !== undefined) rows = rows.where('suite', '=', suite);
  if (before !== undefined) rows = rows.where('number', '<', before);
  return await rows.orderBy('number', 'desc').limit(limit).execute();
}
