import { type Digest, digestOf, shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { canonicalJson } from '../../../base/json/canonical-json.ts';
import { isDeeperThan } from '../../../base/json/json-depth.ts';
import { readStoredSuite } from '../../../evals/suite/stored/read-stored-suite.ts';
import type { BodyOf, ParamsOf, QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { acceptSuite as acceptEndpoint, listAcceptedSuites, setSuiteTrust, storeSuite } from '../../../protocol/evidence.ts';
import {
  type AcceptedRow,
  acceptedSuite,
  addAccepted,
  addSuite,
  pageOfAccepted,
  readSuiteContent,
  readSuiteTrust,
  writeSuiteTrust,
} from '../../storage/evidence/suites.ts';
import type { Database } from '../../storage/tables.ts';
import { actorOf, type Call, recordAct } from '../call.ts';
import { numberCursor, PAGE, pageOf } from '../cursor.ts';

type Accepted = ReplyOf<typeof acceptEndpoint>;

const MAX_DEPTH = 50;

/** Stores what a suite asks. It counts for nothing until it is accepted. @throws Failure `content-invalid`, `digest-mismatch` */
export async function storeSuiteContent(
  call: Call,
  { suite, digest }: ParamsOf<typeof storeSuite>,
  { content }: BodyOf<typeof storeSuite>,
): Promise<ReplyOf<typeof storeSuite>> {
  if (isDeeperThan(content, MAX_DEPTH) || readStoredSuite(content) === undefined) {
    throw new Failure('content-invalid', `${suite}: this is no suite that this registry can judge by.`, {
      hint: 'Upload with `promptlane eval --upload`; when that is newer than the registry, update the registry.',
    });
  }
  const computed = digestOf(content);
  if (computed !== digest) throw new Failure('digest-mismatch', `The suite ${suite} has the digest ${computed}, not ${digest}.`);
  const { id: uploader_id, name: uploader_name } = actorOf(call);
  const row = { project: call.project, name: suite, digest, content: canonicalJson(content), uploader_id, uploader_name };
  return { created: await addSuite(call.db, { ...row, created_at: call.time }) };
}

/** Lets runs of a suite count from now on, as an admin says. @throws Failure `not-found` for a suite that is not stored */
export async function acceptSuite(call: Call, { suite, digest, cases, reason }: BodyOf<typeof acceptEndpoint>): Promise<Accepted> {
  if ((await readSuiteContent(call.db, call.project, suite, digest)) === undefined) {
    throw new Failure('not-found', `There is no suite ${suite} ${shortDigest(digest)}.`, {
      hint: 'Store it first; `promptlane evidence accept` does.',
    });
  }
  return await call.db.transaction().execute(async (transaction) => {
    const accepted = { suite, digest, cases, cause: 'admin' as const, branch: null, reason: reason ?? null };
    return await accept(transaction, call, accepted);
  });
}

/** Lets runs of a suite count when a job of the trusted branch ran it so: the issuer of its ID token vouches for the branch. */
export async function acceptByBranch(
  transaction: Database,
  call: Call,
  ran: { readonly suite: string; readonly digest: Digest; readonly cases: Digest },
): Promise<void> {
  const { attested } = call.principal;
  const trust = await readSuiteTrust(transaction, call.project);
  if (trust === undefined || attested?.branch !== trust.branch) return;
  if (trust.repository !== null && attested.repository !== trust.repository) return;
  await accept(transaction, call, { ...ran, cause: 'branch', branch: trust.branch, reason: null });
}

/** Whether a suite counts as it was run. */
export async function isAccepted(
  db: Database,
  project: string,
  { suite, digest, cases }: { readonly suite: string; readonly digest: Digest; readonly cases: Digest },
): Promise<boolean> {
  const accepted = await acceptedSuite(db, project, suite);
  return accepted?.digest === digest && accepted.cases === cases;
}

async function accept(
  transaction: Database,
  call: Call,
  wanted: Pick<AcceptedRow, 'suite' | 'digest' | 'cases' | 'cause' | 'branch' | 'reason'>,
): Promise<Accepted> {
  const before = await acceptedSuite(transaction, call.project, wanted.suite);
  if (before !== undefined && before.digest === wanted.digest && before.cases === wanted.cases) return shown(before);
  const { id: actor_id, name: actor_name } = actorOf(call);
  const row = { ...wanted, project: call.project, time: call.time, actor_id, actor_name };
  await addAccepted(transaction, row);
  const { suite, digest, cases, cause, reason } = wanted;
  await recordAct(transaction, call, {
    target: `suite ${suite}`,
    before: before === undefined ? null : { digest: before.digest, cases: before.cases },
    after: { digest, cases, ...(reason !== null && { reason }) },
    verdict: cause === 'branch' ? `accepted by branch ${wanted.branch}` : 'accepted',
  });
  return shown(row);
}

/** What was accepted, newest first. */
export async function acceptedSuites(
  { db, project }: Call,
  { suite, cursor, limit = PAGE }: QueryOf<typeof listAcceptedSuites>,
): Promise<ReplyOf<typeof listAcceptedSuites>> {
  const rows = await pageOfAccepted(db, project, { suite, before: numberCursor(cursor), limit: limit + 1 });
  const { page, ...rest } = pageOf(rows, limit, ({ seq }) => seq);
  return { accepted: page.map(shown), ...rest };
}

/** Says whose runs accept suites. @throws Failure `request-invalid` for a repository without a branch */
export async function trustBranch(call: Call, wanted: BodyOf<typeof setSuiteTrust>): Promise<ReplyOf<typeof setSuiteTrust>> {
  const { branch, repository } = wanted;
  if (branch === undefined && repository !== undefined)
    throw new Failure('request-invalid', 'A repository is trusted with a branch of it.');
  await call.db.transaction().execute(async (transaction) => {
    const before = await readSuiteTrust(transaction, call.project);
    const row = branch === undefined ? undefined : { project: call.project, branch, repository: repository ?? null };
    await writeSuiteTrust(transaction, call.project, row);
    const was = before === undefined ? null : { branch: before.branch, repository: before.repository };
    await recordAct(transaction, call, { target: 'suite trust', before: was, after: { ...wanted }, verdict: 'set' });
  });
  return wanted;
}

function shown({ suite, digest, cases, time, actor_id, actor_name, cause, branch, reason }: Omit<AcceptedRow, 'seq'>): Accepted {
  return {
    suite,
    digest,
    cases,
    time,
    by: { id: actor_id, name: actor_name },
    cause,
    ...(branch !== null && { branch }),
    ...(reason !== null && { reason }),
  };
}
