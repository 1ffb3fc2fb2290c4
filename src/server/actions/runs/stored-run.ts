import type { z } from 'zod';
import { allows } from '../../../access/authorise.ts';
import { Failure } from '../../../base/failure.ts';
import type { CaseResult, EvalRun, RunSubject } from '../../../evals/run.ts';
import type { BodyOf } from '../../../protocol/endpoint.ts';
import type { createRun, runSchema, subjectSchema } from '../../../protocol/runs.ts';
import { findRun, type RunRow, readResults } from '../../storage/evidence/runs.ts';
import type { Database } from '../../storage/tables.ts';
import type { Call } from '../call.ts';

/** What was uploaded of a run beside its results. */
export type RunBody = BodyOf<typeof createRun>;

/** A run that the caller may see. @throws Failure `not-found` */
export async function requireRun(call: Call, id: string, db: Database = call.db): Promise<RunRow> {
  const row = await findRun(db, call.project, id);
  if (row !== undefined && allows(call.principal, 'runs:read', { project: call.project, prompt: row.prompt })) return row;
  throw new Failure('not-found', `There is no run "${id}".`);
}

export function bodyOf({ body }: RunRow): RunBody {
  return JSON.parse(body) as RunBody;
}

/** What was run, as evaluations take it. */
function subjectOf({ scorers, ...subject }: z.output<typeof subjectSchema>): RunSubject {
  return { ...subject, scorers: new Map(scorers) } as RunSubject;
}

/** A run as the API shows it. */
export function shownRun(row: RunRow): z.output<typeof runSchema> {
  const { id, state, results, uploader_id, uploader_name, created_at: createdAt, finished_at } = row;
  return {
    ...bodyOf(row),
    id,
    state,
    results,
    uploadedBy: { id: uploader_id, name: uploader_name },
    createdAt,
    ...(finished_at !== null && { finishedAt: finished_at }),
  };
}

/** Results read at once: other requests are answered in between. */
const BATCH = 2000;

/** A run with all its results. */
export async function wholeRun(db: Database, row: RunRow): Promise<EvalRun> {
  const results: CaseResult[] = [];
  for (;;) {
    const last = results.at(-1);
    const some = await readResults(db, row, { after: last && { caseId: last.caseId, sample: last.sample }, limit: BATCH });
    results.push(...some);
    if (some.length < BATCH) return { subject: subjectOf(bodyOf(row).subject), results };
  }
}
