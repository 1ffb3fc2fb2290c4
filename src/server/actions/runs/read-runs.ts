import { allows } from '../../../access/authorise.ts';
import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { evaluateGate } from '../../../evals/gate/evaluate-gate.ts';
import { evalReport } from '../../../evals/report/eval-report.ts';
import type { QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { listRuns, readResults as resultsEndpoint } from '../../../protocol/runs.ts';
import { pageOfRuns, readResults } from '../../storage/evidence/runs.ts';
import type { Call } from '../call.ts';
import { numberCursor, PAGE, pageOf } from '../cursor.ts';
import { gateOf } from '../evidence/judged-run.ts';
import { requireRun, shownRun, wholeRun } from './stored-run.ts';

/** Runs that the caller may see, newest first. */
export async function runsOf(call: Call, query: QueryOf<typeof listRuns>): Promise<ReplyOf<typeof listRuns>> {
  const { limit = PAGE, cursor, prompt, suite } = query;
  const rows = await pageOfRuns(call.db, call.project, { prompt, suite, before: numberCursor(cursor), limit: limit + 1 });
  const { page, ...rest } = pageOf(rows, limit, ({ number }) => number);
  const seen = page.filter((row) => allows(call.principal, 'runs:read', { project: call.project, prompt: row.prompt }));
  return { runs: seen.map(shownRun), ...rest };
}

/** The results of a run, by case and repeat. */
export async function resultsOf(call: Call, id: string, query: QueryOf<typeof resultsEndpoint>): Promise<ReplyOf<typeof resultsEndpoint>> {
  const { limit = PAGE, cursor } = query;
  const row = await requireRun(call, id);
  const rows = await readResults(call.db, row, { after: positionOf(cursor), limit: limit + 1 });
  const { page, ...rest } = pageOf(rows, limit, ({ caseId, sample }) => `${sample} ${caseId}`);
  return { results: page as unknown as ReplyOf<typeof resultsEndpoint>['results'], ...rest };
}

function positionOf(cursor: string | undefined): { caseId: string; sample: number } | undefined {
  if (cursor === undefined) return undefined;
  const [, sample, caseId] = /^(\d{1,9}) (sha256:[0-9a-f]{64})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (sample !== undefined && caseId !== undefined) return { caseId, sample: Number(sample) };
  throw new Failure('request-invalid', 'The cursor is not one that this server gave.', {
    hint: 'Use `next` of the page before, unchanged.',
  });
}

/** A run judged by its stored suite, against another where one is named. */
export async function reportOf(call: Call, id: string, baselineId: string | undefined): Promise<{ report: JsonObject }> {
  const row = await requireRun(call, id);
  const gate = await gateOf(call, row);
  const candidate = await wholeRun(call.db, row);
  const baseline = baselineId === undefined ? undefined : await wholeRun(call.db, await requireRun(call, baselineId));
  const runs = { candidate, ...(baseline && { baseline }) };
  const report = evalReport({ ...runs, gate, verdict: evaluateGate({ ...runs, gate }), command: '' });
  return { report: JSON.parse(JSON.stringify(report)) as JsonObject };
}
