import type { z } from 'zod';
import { allows, authorise } from '../../../access/authorise.ts';
import { Failure } from '../../../base/failure.ts';
import type { remoteSpecSchema } from '../../../protocol/remote-runs.ts';
import { findRemoteRun, type RemoteRunRow } from '../../storage/remote-runs/remote-runs.ts';
import type { Database } from '../../storage/tables.ts';
import type { Call } from '../call.ts';
import { uploaderProblem } from '../evidence/uploader-problem.ts';

export type RemoteSpec = z.output<typeof remoteSpecSchema>;

export function specOf({ spec }: RemoteRunRow): RemoteSpec {
  return JSON.parse(spec) as RemoteSpec;
}

/** The caller's own run. @throws Failure `not-found`, also for one of somebody else */
export async function ownRemoteRun(transaction: Database, call: Call, id: string): Promise<RemoteRunRow> {
  const row = await findRemoteRun(transaction, call.project, id);
  if (row === undefined || row.uploader_id !== call.principal.id) throw missing(id);
  authorise(call.principal, 'runs:write', { project: call.project, prompt: row.prompt });
  return row;
}

/** A run that the caller may work on. @throws Failure `not-found` */
export async function workableRun(db: Database, call: Call, id: string): Promise<RemoteRunRow> {
  const row = await findRemoteRun(db, call.project, id);
  if (row === undefined || !mayWorkOn(call, row)) throw missing(id);
  return row;
}

/** A run that may come to count as evidence is done by none but those whose own runs may. */
export function mayWorkOn(call: Call, { prompt, discounted }: RemoteRunRow): boolean {
  if (!allows(call.principal, 'runs:write', { project: call.project, prompt })) return false;
  return discounted !== null || uploaderProblem(call, prompt) === undefined;
}

function missing(id: string): Failure {
  return new Failure('not-found', `There is no remote run "${id}".`);
}
