import type { Report, ReportFinding, ReportRule } from '../../../base/report/report.ts';
import { RULE_IDS, RULES } from '../../../prompt/breaking/rules.ts';
import { CI_GATES, type CiDocument, type CiFinding, type CiGate } from './ci-document.ts';

/** What each gate holds a change to, for formats that describe their rules. */
const GATES: Readonly<Record<CiGate, ReportRule>> = {
  check: { name: 'check', description: 'Prompts, partials, guardrail sets and suites are valid.', help: 'Run `promptlane check`.' },
  secrets: { name: 'secrets', description: 'No key, token or password is committed.', help: 'Take it out and revoke it.' },
  lock: { name: 'lock', description: 'The lockfile pins what the tree holds.', help: 'Run `promptlane lock` and commit promptlane.lock.' },
  breaking: { name: 'breaking', description: 'No caller of a prompt is broken.', help: 'Run `promptlane breaking`.' },
  eval: { name: 'eval', description: 'The gates of all affected suites pass.', help: 'Run `promptlane eval`.' },
  plan: { name: 'plan', description: 'The policy of every environment lets its pins move.', help: 'Run `promptlane plan`.' },
};

/**
 * All gates of a run as one report for other tools.
 *
 * @param by what findings are grouped under: their gate, or the prompt or file that they are about.
 */
export function ciReport({ gates, findings }: Pick<CiDocument, 'gates' | 'findings'>, version: string, by: 'gate' | 'subject'): Report {
  const judged = gates.filter(({ status }) => status !== 'skipped').map(({ gate }) => gate);
  return {
    tool: { name: 'promptlane', version },
    name: 'ci',
    rules: rulesOf(findings),
    subjects: by === 'gate' ? judged : [],
    findings: findings.map((finding) => reported(finding, by)),
  };
}

function rulesOf(findings: readonly CiFinding[]): ReadonlyMap<string, ReportRule> {
  const breaking = RULE_IDS.map((id): [string, ReportRule] => [
    id,
    { name: RULES[id].name, description: RULES[id].why, help: RULES[id].mend },
  ]);
  // What the other rules say stands in their messages; what they are for is their gate's to tell.
  const others = findings.map(({ rule, gate }): [string, ReportRule] => [rule, { ...GATES[gate], name: rule }]);
  return new Map([...others, ...breaking]);
}

/** Formats want a place; where there is none, the lockfile is where a reviewer looks. */
function reported({ gate, rule, severity, message, hint, subject, place, accepted }: CiFinding, by: 'gate' | 'subject'): ReportFinding {
  const { file, ...range } = place ?? { file: 'promptlane.lock', line: 1, column: 1, endLine: 1, endColumn: 1 };
  return {
    rule,
    severity,
    message,
    ...(hint !== undefined && { hint }),
    subject: by === 'gate' ? gate : (subject ?? (place === undefined ? gate : file)),
    place: { file, range },
    ...(accepted !== undefined && { accepted }),
  };
}

const RANK: readonly CiGate[] = ['breaking', ...CI_GATES.filter((gate) => gate !== 'breaking')];

/** The findings that annotations show: breaking changes first, and of each severity at most `limit`, which is what GitHub shows. */
export function annotated(findings: readonly CiFinding[], limit: number): CiFinding[] {
  const open = findings
    .filter(({ accepted }) => accepted === undefined)
    .toSorted((left, right) => RANK.indexOf(left.gate) - RANK.indexOf(right.gate));
  return (['error', 'warning', 'info'] as const).flatMap((severity) => open.filter((one) => one.severity === severity).slice(0, limit));
}
