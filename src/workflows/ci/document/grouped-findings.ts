import type { CiFinding } from './ci-document.ts';

/** Findings of one gate that say the same of many places. */
export interface FindingGroup {
  readonly rule: string;
  readonly severity: CiFinding['severity'];
  /** In the order of the document. */
  readonly findings: readonly [CiFinding, ...CiFinding[]];
}

const ORDER: readonly CiFinding['severity'][] = ['error', 'warning', 'info'];

/** What is open among findings, by rule: errors before warnings, what is met most often first. */
export function groupedFindings(findings: readonly CiFinding[]): FindingGroup[] {
  const groups = new Map<string, { rule: string; severity: CiFinding['severity']; findings: [CiFinding, ...CiFinding[]] }>();
  for (const finding of findings) {
    if (finding.accepted !== undefined) continue;
    const key = `${finding.severity} ${finding.rule}`;
    const known = groups.get(key);
    if (known) known.findings.push(finding);
    else groups.set(key, { rule: finding.rule, severity: finding.severity, findings: [finding] });
  }
  return [...groups.values()].sort(
    (left, right) => ORDER.indexOf(left.severity) - ORDER.indexOf(right.severity) || right.findings.length - left.findings.length,
  );
}
