import { shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import { evaluateGate } from '../../../evals/gate/evaluate-gate.ts';
import type { Gate } from '../../../evals/gate/rules/gate.ts';
import { type EvalReport, evalReport } from '../../../evals/report/eval-report.ts';
import type { EvalRun, RunSubject } from '../../../evals/run.ts';
import { readStoredSuite, type StoredSuite } from '../../../evals/suite/stored/read-stored-suite.ts';
import { coversPrompt } from '../../../evals/suite/suite.ts';
import type { EvidenceFact } from '../../../release/policy/facts.ts';
import type { RunRow } from '../../storage/evidence/runs.ts';
import { readSuiteContent } from '../../storage/evidence/suites.ts';
import type { Call } from '../call.ts';
import { calledSuite } from '../runs/store-run.ts';
import { bodyOf } from '../runs/stored-run.ts';

/** What the registry makes of uploaded scores: nothing of it is taken from the upload. */
export interface JudgedRun {
  readonly report: EvalReport;
  readonly verdict: EvidenceFact['verdict'];
  /** Why it does not count, whoever uploaded it. */
  readonly problem?: string;
}

/** Judges runs by the stored copy of their suite. @throws Failure `request-invalid` when it is not stored */
export async function judgeRun(
  call: Call,
  row: RunRow,
  { candidate, baseline }: { readonly candidate: EvalRun; readonly baseline?: EvalRun },
): Promise<JudgedRun> {
  const suite = await storedSuite(call, row);
  const gate = gateWith(suite, row);
  const runs = { candidate, ...(baseline && { baseline }) };
  const report = evalReport({ ...runs, gate, verdict: evaluateGate({ ...runs, gate }), command: '' });
  const [unfit] = report.problems.map(({ message }) => `It cannot be judged: ${message}`);
  const problem = departure(candidate.subject, suite) ?? differentPrompt(candidate.subject, baseline?.subject) ?? unfit;
  return { report, verdict: verdictOf(report), ...(problem !== undefined && { problem }) };
}

/** The gate of a run's suite, as the registry has it. @throws Failure `request-invalid` */
export async function gateOf(call: Call, row: RunRow): Promise<Gate> {
  return gateWith(await storedSuite(call, row), row);
}

async function storedSuite({ db, project }: Call, row: RunRow): Promise<StoredSuite> {
  const { subject } = bodyOf(row);
  const name = calledSuite(subject);
  const content = await readSuiteContent(db, project, name, subject.suiteDigest);
  const suite = content === undefined ? undefined : readStoredSuite(JSON.parse(content) as Json);
  if (suite !== undefined) return suite;
  throw new Failure('request-invalid', `The suite ${name} ${shortDigest(subject.suiteDigest)} is not stored here.`, {
    hint: 'Store it first; `promptlane eval --upload` does.',
  });
}

/** Which judges were not compared with people is only known where the suite was opened; saying so can only close the gate. */
function gateWith({ gate }: StoredSuite, row: RunRow): Gate {
  const { uncalibrated } = bodyOf(row);
  return { ...gate, ...(uncalibrated && { uncalibrated }) };
}

/** How a run is not what its suite asks for. */
function departure(subject: RunSubject, suite: StoredSuite): string | undefined {
  const { prompt, repeat, seed, scorers, filter } = subject;
  if (filter !== undefined) return `Only a part of the cases was asked: ${filter}.`;
  if (!coversPrompt(suite, prompt)) return `The suite is not about ${prompt}.`;
  if (repeat !== suite.repeat || seed !== suite.seed) return 'It was run with another seed or other repeats than its suite says.';
  const isSame = scorers.size === suite.scorers.size && [...suite.scorers].every(([id, digest]) => scorers.get(id) === digest);
  return isSame ? undefined : 'It was scored by other scorers than its suite has.';
}

function differentPrompt({ prompt }: RunSubject, baseline: RunSubject | undefined): string | undefined {
  return baseline === undefined || baseline.prompt === prompt ? undefined : `The baseline is of another prompt, ${baseline.prompt}.`;
}

function verdictOf({ outcome, checks }: EvalReport): EvidenceFact['verdict'] {
  // Nothing that the gate asks could be asked, as at a first release of a suite that only compares.
  if (outcome === 'unjudged') return 'inconclusive';
  if (outcome !== 'passed') return 'failed';
  return checks.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'passed';
}
