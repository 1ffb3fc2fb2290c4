import { authorise } from '../../../access/authorise.ts';
import { Failure } from '../../../base/failure.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type {
  addRemoteJobs as jobsEndpoint,
  readRemoteResults as resultsEndpoint,
  createRemoteRun as runEndpoint,
} from '../../../protocol/remote-runs.ts';
import { MOST_RESULTS } from '../../../protocol/runs.ts';
import { tableQueue } from '../../jobs/table-queue.ts';
import { addRemoteRun, deleteRemoteRun, findRemoteRun, noteAsked, remoteResultsAfter } from '../../storage/remote-runs/remote-runs.ts';
import { actorOf, type Call } from '../call.ts';
import { uploaderProblem } from '../evidence/uploader-problem.ts';
import { ownRemoteRun, type RemoteSpec } from './stored-remote-run.ts';

/** Whoever waits for results asks far more often; most of it needs no write. */
const NOTED_EVERY_MS = 10_000;

/** Opens a run for workers. @throws Failure `request-invalid` when the id is another run's, or it is too large */
export async function createRun(call: Call, id: string, spec: RemoteSpec): Promise<ReplyOf<typeof runEndpoint>> {
  const { prompt, cases, repeat } = spec.subject;
  authorise(call.principal, 'runs:write', { project: call.project, prompt });
  if (cases * repeat > MOST_RESULTS) throw new Failure('request-invalid', `A run has at most ${MOST_RESULTS} results.`);
  const uploader = actorOf(call);
  const row = {
    project: call.project,
    id,
    prompt,
    results: 0,
    spec: JSON.stringify(spec),
    discounted: uploaderProblem(call, prompt) ?? null,
    uploader_id: uploader.id,
    uploader_name: uploader.name,
    created_at: call.time,
    asked_at: call.time,
  };
  return await call.db.transaction().execute(async (transaction) => {
    const known = await findRemoteRun(transaction, call.project, id);
    if (known === undefined) await addRemoteRun(transaction, row);
    else if (known.spec !== row.spec || known.uploader_id !== row.uploader_id)
      throw new Failure('request-invalid', `The remote run "${id}" is there already, and is another.`);
    return { results: known?.results ?? 0 };
  });
}

/** Adds cases to a run of the caller. */
export async function addJobs(call: Call, id: string, { jobs }: BodyOf<typeof jobsEndpoint>): Promise<ReplyOf<typeof jobsEndpoint>> {
  return await call.db.transaction().execute(async (transaction) => {
    await noteAsked(transaction, await ownRemoteRun(transaction, call, id), call.time);
    const put = jobs.map(({ number, rows }) => ({ number, payload: rows }));
    return { added: await tableQueue(transaction, call.project).enqueue(id, put, call.time) };
  });
}

/** What workers found of a run of the caller, after so many results. */
export async function resultsOf(
  call: Call,
  id: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<ReplyOf<typeof resultsEndpoint>> {
  const moment = call.db.transaction().setAccessMode('read only');
  const { row, ...found } = await moment.execute(async (transaction) => {
    const row = await ownRemoteRun(transaction, call, id);
    const jobs = await tableQueue(transaction, call.project).progress(id, call.time);
    const results = await remoteResultsAfter(transaction, row, after, limit);
    return { row, results: results as ReplyOf<typeof resultsEndpoint>['results'], jobs };
  });
  if (call.time - row.asked_at >= NOTED_EVERY_MS) await noteAsked(call.db, row, call.time);
  return found;
}

/** Takes a run of the caller away from workers; one that is not there is no trouble. */
export async function removeRun(call: Call, id: string): Promise<{ removed: boolean }> {
  return await call.db.transaction().execute(async (transaction) => {
    if ((await findRemoteRun(transaction, call.project, id)) === undefined) return { removed: false };
    await deleteRemoteRun(transaction, await ownRemoteRun(transaction, call, id));
    await tableQueue(transaction, call.project).cancel(id);
    return { removed: true };
  });
}
