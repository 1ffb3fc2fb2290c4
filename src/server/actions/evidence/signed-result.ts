import { describedBy, type TestResult, testResultStatement } from '../../../access/evidence/test-result.ts';
import type { Digest } from '../../../base/digest.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { GateCheck } from '../../../evals/gate/verdict.ts';
import type { RunRow } from '../../storage/evidence/runs.ts';
import type { Call } from '../call.ts';
import { bodyOf } from '../runs/stored-run.ts';
import type { JudgedRun } from './judged-run.ts';

/** All that a registry says of a run that it judged. */
export interface Judgement extends JudgedRun {
  readonly row: RunRow;
  readonly cases: Digest;
  readonly baseline?: Digest;
  readonly discounted?: string;
}

/** What is signed: an in-toto Statement about the version of a prompt that was run. */
export function resultStatement(judged: Judgement, { principal, project, time }: Call): JsonObject {
  const { row, report, verdict, cases, baseline, discounted } = judged;
  const { subject, commit } = bodyOf(row);
  const { candidate } = report;
  const promptlane = {
    project,
    run: row.id,
    time,
    verdict,
    ...(discounted !== undefined && { discounted }),
    suite: row.suite,
    cases: { digest: cases, count: candidate.cases, repeat: candidate.repeat },
    model: candidate.model,
    baseline: baseline ?? 'none',
    scorers: report.scorers.map(({ scorer, figures, comparison }) => ({ scorer, figures, delta: comparison?.statistics?.delta })),
    problems: report.problems.map(({ message }) => message),
    unjudged: report.unjudged,
    cost: candidate.cost,
    ...(commit !== undefined && { commit }),
    uploader: { id: principal.id, name: principal.name, kind: principal.kind, attested: principal.attested },
  };
  return testResultStatement({
    subject: describedBy(subject.prompt, subject.promptDigest),
    result: resultOf(judged),
    configuration: configurationOf(judged),
    passedTests: named(report.checks, 'pass'),
    warnedTests: named(report.checks, 'inconclusive'),
    failedTests: named(report.checks, 'fail'),
    // Members that are absent go, as in any JSON.
    promptlane: JSON.parse(JSON.stringify(promptlane)) as JsonObject,
  });
}

function resultOf({ verdict, discounted }: Judgement): TestResult['result'] {
  if (verdict === 'failed') return 'FAILED';
  return verdict === 'inconclusive' || discounted !== undefined ? 'WARNED' : 'PASSED';
}

function configurationOf({ row, report, baseline }: Judgement): TestResult['configuration'] {
  const { subject } = bodyOf(row);
  return [
    describedBy(`suite:${row.suite}`, subject.suiteDigest),
    describedBy('dataset', subject.datasetDigest),
    ...report.scorers.map(({ scorer, digest }) => describedBy(`scorer:${scorer}`, digest)),
    ...Object.entries(subject.judges ?? {}).map(([scorer, judge]) => describedBy(`judge:${scorer}:${judge.prompt}`, judge.promptDigest)),
    ...(baseline === undefined ? [] : [describedBy(`baseline:${subject.prompt}`, baseline)]),
  ];
}

function named(checks: readonly GateCheck[], verdict: GateCheck['verdict']): string[] {
  return checks
    .filter((check) => check.verdict === verdict)
    .map(({ scorer = 'run', tag, kind, asked }) => `${scorer}${tag === undefined ? '' : ` [${tag}]`} ${kind} ${asked}`);
}
