import { authorise } from '../../../access/authorise.ts';
import { sealEnvelope } from '../../../access/evidence/dsse-envelope.ts';
import { STATEMENT_TYPE } from '../../../access/evidence/test-result.ts';
import { digestOf } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { canonicalJson } from '../../../base/json/canonical-json.ts';
import { askedCasesDigest } from '../../../evals/dataset/asked-cases-digest.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { addEvidence as addEndpoint } from '../../../protocol/evidence.ts';
import { addEvidence, evidenceOfRun } from '../../storage/evidence/evidence.ts';
import type { RunRow } from '../../storage/evidence/runs.ts';
import { actorOf, type Call, recordAct, tell } from '../call.ts';
import { bodyOf, requireRun, wholeRun } from '../runs/stored-run.ts';
import { acceptByBranch } from './accept-suites.ts';
import { judgeRun } from './judged-run.ts';
import { shownEvidence } from './read-evidence.ts';
import { type Judgement, resultStatement } from './signed-result.ts';
import { uploaderProblem } from './uploader-problem.ts';

type Shown = ReplyOf<typeof addEndpoint>;

/**
 * Judges a finished run and signs what comes of it.
 *
 * All figures are computed here, from the scores of each case and the thresholds of the stored suite. That the scores are
 * those of real answers is what the uploader's identity vouches for, and nothing else.
 * @throws Failure `not-found`, `request-invalid` for a run that is not finished or whose suite is not stored
 */
export async function evidenceFrom(call: Call, { run, baseline }: BodyOf<typeof addEndpoint>): Promise<Shown> {
  const row = await finishedRun(call, run);
  authorise(call.principal, 'runs:write', { project: call.project, prompt: row.prompt });
  const known = await evidenceOfRun(call.db, call.project, run);
  if (known !== undefined) return await shownEvidence(call, known);
  requireMayVouch(call, row);
  const judged = await judgement(call, row, baseline === undefined ? undefined : await finishedRun(call, baseline));
  const statement = resultStatement(judged, call);
  const envelope = JSON.stringify(sealEnvelope(STATEMENT_TYPE, canonicalJson(statement), call.signer));
  return await store(call, judged, { id: digestOf(statement), envelope });
}

/** A run has one evidence: whoever gives none that counts must not use up that of a run that would. @throws Failure `not-allowed` */
function requireMayVouch(call: Call, { id, prompt, discounted }: RunRow): void {
  const problem = discounted === null ? uploaderProblem(call, prompt) : undefined;
  if (problem === undefined) return;
  throw new Failure('not-allowed', `The run "${id}" is to be judged by who uploaded it.`, {
    hint: `What you ask for would never count: ${problem} Leave it to the job that ran it.`,
  });
}

async function finishedRun(call: Call, id: string): Promise<RunRow> {
  const row = await requireRun(call, id);
  if (row.state === 'finished') return row;
  throw new Failure('request-invalid', `The run "${id}" is not finished.`);
}

async function judgement(call: Call, row: RunRow, before: RunRow | undefined): Promise<Judgement> {
  const candidate = await wholeRun(call.db, row);
  const baseline = before && (await wholeRun(call.db, before));
  const judged = await judgeRun(call, row, { candidate, ...(baseline && { baseline }) });
  const discounted =
    uploaderProblem(call, row.prompt) ??
    row.discounted ??
    (before && before.discounted !== null ? `The baseline does not count: ${before.discounted}` : undefined) ??
    judged.problem;
  return {
    ...judged,
    row,
    cases: askedCasesDigest(candidate.results),
    ...(baseline && { baseline: baseline.subject.promptDigest }),
    ...(discounted !== undefined && { discounted }),
  };
}

async function store(call: Call, judged: Judgement, { id, envelope }: { id: Shown['id']; envelope: string }): Promise<Shown> {
  const { row, verdict, cases, baseline, discounted } = judged;
  const { promptDigest, suiteDigest } = bodyOf(row).subject;
  const { id: uploader_id, name: uploader_name } = actorOf(call);
  return await call.db.transaction().execute(async (transaction) => {
    const known = await evidenceOfRun(transaction, call.project, row.id);
    if (known !== undefined) return await shownEvidence(call, known, transaction);
    if (discounted === undefined) await acceptByBranch(transaction, call, { suite: row.suite, digest: suiteDigest, cases });
    const stored = await addEvidence(transaction, {
      project: call.project,
      id,
      prompt: row.prompt,
      prompt_digest: promptDigest,
      suite: row.suite,
      suite_digest: suiteDigest,
      cases,
      baseline: baseline ?? null,
      verdict,
      discounted: discounted ?? null,
      run: row.id,
      envelope,
      uploader_id,
      uploader_name,
      created_at: call.time,
    });
    const after = { evidence: id, suite: row.suite, verdict, ...(discounted !== undefined && { discounted }) };
    await recordAct(transaction, call, { target: `${row.prompt}@${promptDigest}`, before: null, after, verdict: 'signed' });
    await tell(transaction, call, { kind: 'evidence.added', prompt: row.prompt, data: { ...after, digest: promptDigest } });
    return await shownEvidence(call, stored, transaction);
  });
}
