import { allows } from '../../../access/authorise.ts';
import type { DsseEnvelope } from '../../../access/evidence/dsse-envelope.ts';
import { Failure } from '../../../base/failure.ts';
import type { QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { addEvidence, listEvidence, readEvidence } from '../../../protocol/evidence.ts';
import { countRuns, type EvidenceRow, evidenceNamed, pageOfEvidence } from '../../storage/evidence/evidence.ts';
import type { Call } from '../call.ts';
import { numberCursor, PAGE, pageOf } from '../cursor.ts';
import { isAccepted } from './accept-suites.ts';

/** Evidence as the API shows it; whether it counts is as of now. */
export async function shownEvidence(
  { project, db }: Pick<Call, 'project' | 'db'>,
  row: EvidenceRow,
  transaction: Call['db'] = db,
): Promise<ReplyOf<typeof addEvidence>> {
  const { suite, suite_digest: suiteDigest, cases, baseline, discounted } = row;
  const accepted = await isAccepted(transaction, project, { suite, digest: suiteDigest, cases });
  const why =
    discounted ?? (accepted ? undefined : `The suite ${suite} is not accepted as it was run: by these bounds and on these cases.`);
  return {
    id: row.id,
    prompt: row.prompt,
    promptDigest: row.prompt_digest,
    suite,
    suiteDigest,
    cases,
    ...(baseline !== null && { baseline }),
    verdict: row.verdict,
    counts: why === undefined,
    ...(why !== undefined && { why }),
    runs: await countRuns(transaction, row),
    run: row.run,
    uploadedBy: { id: row.uploader_id, name: row.uploader_name },
    createdAt: row.created_at,
  };
}

/** Evidence that the caller may see, newest first. */
export async function evidenceOf(call: Call, query: QueryOf<typeof listEvidence>): Promise<ReplyOf<typeof listEvidence>> {
  const { limit = PAGE, cursor, prompt, digest, suite } = query;
  const rows = await pageOfEvidence(call.db, call.project, { prompt, digest, suite, before: numberCursor(cursor), limit: limit + 1 });
  const { page, ...rest } = pageOf(rows, limit, ({ number }) => number);
  const evidence: ReplyOf<typeof listEvidence>['evidence'] = [];
  for (const row of page) if (seesRuns(call, row)) evidence.push(await shownEvidence(call, row));
  return { evidence, ...rest };
}

/** One piece of evidence with what was signed. @throws Failure `not-found`, `reference-ambiguous` */
export async function evidenceWithEnvelope(call: Call, named: string): Promise<ReplyOf<typeof readEvidence>> {
  const prefix = `sha256:${named.replace(/^sha256:/, '')}`;
  const rows = (await evidenceNamed(call.db, call.project, prefix)).filter((row) => seesRuns(call, row));
  const [row, other] = rows;
  if (row === undefined) throw new Failure('not-found', `There is no evidence ${named}.`);
  if (other !== undefined) throw new Failure('reference-ambiguous', `Several pieces of evidence begin with ${named}.`);
  const { payloadType, payload, signatures } = JSON.parse(row.envelope) as DsseEnvelope;
  return { evidence: await shownEvidence(call, row), envelope: { payloadType, payload, signatures: [...signatures] } };
}

function seesRuns({ principal, project }: Call, { prompt }: EvidenceRow): boolean {
  return allows(principal, 'runs:read', { project, prompt });
}
