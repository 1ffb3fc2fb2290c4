import { authorise } from '../../../access/authorise.ts';
import { Failure } from '../../../base/failure.ts';
import type { CaseResult } from '../../../evals/run.ts';
import { suiteCalled } from '../../../evals/suite/asked/suite-cells.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import { type addResults as addEndpoint, type finishRun as finishEndpoint, MOST_RESULTS, type readRun } from '../../../protocol/runs.ts';
import { addResults, addRun, findRun, type RunRow, setRun } from '../../storage/evidence/runs.ts';
import type { Database } from '../../storage/tables.ts';
import { actorOf, type Call, recordAct } from '../call.ts';
import { uploaderProblem } from '../evidence/uploader-problem.ts';
import { bodyOf, type RunBody, requireRun, shownRun } from './stored-run.ts';

type Shown = ReplyOf<typeof readRun>;

/** Opens a run, or gives the one that is there. @throws Failure `request-invalid` when it is another run or too large */
export async function createRun(call: Call, id: string, body: RunBody): Promise<Shown> {
  const { prompt, suite, cell, cases, repeat } = body.subject;
  authorise(call.principal, 'runs:write', { project: call.project, prompt });
  if (cases * repeat > MOST_RESULTS) throw new Failure('request-invalid', `A run has at most ${MOST_RESULTS} results.`);
  const uploader = actorOf(call);
  const row = {
    project: call.project,
    id,
    prompt,
    suite: calledSuite({ suite, cell }),
    body: JSON.stringify(body),
    discounted: uploaderProblem(call, prompt) ?? null,
    state: 'open' as const,
    results: 0,
    finished_at: null,
    uploader_id: uploader.id,
    uploader_name: uploader.name,
    created_at: call.time,
  };
  return await call.db.transaction().execute(async (transaction) => {
    const known = await findRun(transaction, call.project, id);
    if (known === undefined) return shownRun(await addRun(transaction, row));
    if (known.body === row.body && known.uploader_id === row.uploader_id) return shownRun(known);
    throw new Failure('request-invalid', `The run "${id}" is there already, and is another.`);
  });
}

/** How a suite is called, with the cell of its matrix. */
export function calledSuite({ suite, cell }: { readonly suite: string; readonly cell?: string | undefined }): string {
  return suiteCalled({ name: suite, ...(cell !== undefined && { cell: { name: cell } }) });
}

/** Adds results to an open run of the caller; what is there already stays. */
export async function storeResults(call: Call, id: string, { results }: BodyOf<typeof addEndpoint>): Promise<ReplyOf<typeof addEndpoint>> {
  return await call.db.transaction().execute(async (transaction) => {
    const row = await ownRun(transaction, call, id);
    if (row.state === 'finished') throw new Failure('request-invalid', `The run "${id}" is finished and takes no more results.`);
    const { cases, repeat } = bodyOf(row).subject;
    const total = row.results + (await addResults(transaction, row, results as CaseResult[]));
    if (total > cases * repeat) throw new Failure('request-invalid', `The run "${id}" has ${cases} × ${repeat} results, and no more.`);
    await setRun(transaction, row, { results: total });
    return { results: total };
  });
}

/** Closes a run. @throws Failure `request-invalid` when it has not as many results as the caller sent */
export async function finishRun(call: Call, id: string, { results }: BodyOf<typeof finishEndpoint>): Promise<Shown> {
  return await call.db.transaction().execute(async (transaction) => {
    const row = await ownRun(transaction, call, id);
    if (row.results !== results) throw new Failure('request-invalid', `The run "${id}" has ${row.results} results, not ${results}.`);
    if (row.state === 'finished') return shownRun(row);
    const finished = { state: 'finished', finished_at: call.time } as const;
    await setRun(transaction, row, finished);
    const { subject, role } = bodyOf(row);
    const after = { suite: row.suite, promptDigest: subject.promptDigest, role, results };
    await recordAct(transaction, call, { target: `${row.prompt}@${subject.promptDigest}`, before: null, after, verdict: 'stored' });
    return shownRun({ ...row, ...finished });
  });
}

/** A run is written by who opened it, and by nobody else. */
async function ownRun(transaction: Database, call: Call, id: string): Promise<RunRow> {
  const row = await requireRun(call, id, transaction);
  authorise(call.principal, 'runs:write', { project: call.project, prompt: row.prompt });
  if (row.uploader_id === call.principal.id) return row;
  throw new Failure('not-allowed', `The run "${id}" is of ${row.uploader_name}.`);
}
