import type { Severity } from '../../../base/diagnostic.ts';
import type { Report, ReportFinding, ReportRule } from '../../../base/report/report.ts';
import type { CaseComparison } from '../../comparison/comparison.ts';
import { blamedScorers } from '../blamed-scorers.ts';
import { type CaseRecord, caseChanges, type ReportedEvaluation } from '../case-record.ts';

const RULES: ReadonlyMap<string, ReportRule> = new Map([
  [
    'eval-failed',
    { name: 'EvalFailed', description: 'The gate of a suite asked for something and did not get it.', help: 'See the cases that fail.' },
  ],
  [
    'eval-inconclusive',
    { name: 'EvalInconclusive', description: 'Too few cases to tell a drop from noise.', help: 'Add cases, or repeat them.' },
  ],
  [
    'eval-unjudged',
    { name: 'EvalUnjudged', description: 'The run says nothing about quality.', help: 'Mend what is named and run again.' },
  ],
  [
    'case-regressed',
    { name: 'CaseRegressed', description: 'A case passed before and fails now.', help: 'Compare the answers in the HTML report.' },
  ],
  ['case-failed', { name: 'CaseFailed', description: 'A case fails.', help: 'Look at its answer in the HTML report.' }],
  ['case-errored', { name: 'CaseErrored', description: 'A case has no answer, or could not be scored.', help: 'Run it again.' }],
]);

/** More than this nobody reads one by one; what was left out is counted, and the whole is in other formats. */
const MOST = 1_000;

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What evaluations found, for SARIF, annotations and code quality: at the suite what its gate says, at each row what failed there. */
export async function evalFindings(evaluations: readonly ReportedEvaluation[], version: string): Promise<Report> {
  const findings: ReportFinding[] = [];
  for (const evaluation of evaluations) findings.push(...gateFindings(evaluation), ...(await caseFindings(evaluation)));
  return {
    tool: { name: 'promptlane', version },
    name: 'eval',
    rules: RULES,
    subjects: evaluations.map(subjectOf),
    findings: mostImportant(findings),
  };
}

function mostImportant(findings: readonly ReportFinding[]): ReportFinding[] {
  const sorted = findings.toSorted((left, right) => RANKS[left.severity] - RANKS[right.severity]);
  const shown = sorted.slice(0, MOST);
  const [first] = shown;
  const rest = sorted.length - shown.length;
  if (rest === 0 || first === undefined) return shown;
  const message = `${rest} more findings were left out here; the HTML and CSV reports have them all.`;
  return [...shown, { ...first, rule: 'case-failed', severity: 'info', message }];
}

function subjectOf({ report }: ReportedEvaluation): string {
  const { suite, prompt, candidate } = report;
  return `${suite}: ${prompt}${candidate.cell === undefined ? '' : ` (${candidate.cell})`}`;
}

const FIRST_LINE = { line: 1, column: 1, endLine: 1, endColumn: 1 };

function gateFindings(evaluation: ReportedEvaluation): ReportFinding[] {
  const { report, file, prefix } = evaluation;
  const about = {
    subject: subjectOf(evaluation),
    ...(file !== undefined && { place: { file: `${prefix}${file}`, range: FIRST_LINE } }),
    hint: `Run \`${report.command}\` to see every case.`,
  };
  const checks = report.checks.filter(({ verdict }) => verdict !== 'pass');
  return [
    ...report.problems.map(({ message }) => ({ ...about, rule: 'eval-unjudged', severity: 'error' as const, message })),
    ...checks.map(({ scorer = 'run', tag, asked, verdict, blocks, reason }) => ({
      ...about,
      rule: verdict === 'fail' ? 'eval-failed' : 'eval-inconclusive',
      severity: blocks ? ('error' as const) : ('warning' as const),
      message: `${tag === undefined ? scorer : `${scorer} on ${tag}`}: asked ${asked}: ${reason}`,
    })),
  ];
}

async function caseFindings(evaluation: ReportedEvaluation): Promise<ReportFinding[]> {
  const { report, records } = evaluation;
  const blamed = blamedScorers(report);
  const findings: ReportFinding[] = [];
  for await (const record of records()) {
    if (record.isRemoved) continue;
    caseChanges(record, report).forEach((change, index) => {
      const scorer = report.scorers[index]?.scorer ?? '';
      const found = change && caseFinding(change, scorer, blamed.has(scorer));
      if (found) findings.push({ ...found, ...placeOf(record, evaluation) });
    });
  }
  return findings;
}

/** The row of the case; the suite where its dataset is not at hand, and nothing where that is not either. */
function placeOf({ case: { where } }: CaseRecord, evaluation: ReportedEvaluation) {
  const subject = subjectOf(evaluation);
  const { file = evaluation.file, line = 1, column = 1 } = where ?? {};
  if (file === undefined) return { subject };
  return { subject, place: { file: `${evaluation.prefix}${file}`, range: { line, column, endLine: line, endColumn: column } } };
}

function caseFinding(
  change: CaseComparison,
  scorer: string,
  isBlamed: boolean,
): Pick<ReportFinding, 'rule' | 'severity' | 'message'> | undefined {
  const { label, candidate, baseline, error } = change;
  if (error !== undefined) return { rule: 'case-errored', severity: 'warning', message: `${scorer}: ${label}: ${error}` };
  if (candidate === undefined || candidate.pass) return undefined;
  const reason = candidate.reason === undefined ? '' : `: ${candidate.reason}`;
  const severity = isBlamed ? 'error' : 'warning';
  if (baseline?.pass) return { rule: 'case-regressed', severity, message: `${scorer}: passed before and fails now: ${label}${reason}` };
  return { rule: 'case-failed', severity: isBlamed ? severity : 'info', message: `${scorer}: fails: ${label}${reason}` };
}
