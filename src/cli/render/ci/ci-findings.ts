import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { CiFinding, CiGate } from '../../../workflows/ci/document/ci-document.ts';
import { type FindingGroup, groupedFindings } from '../../../workflows/ci/document/grouped-findings.ts';

/** Up to this many findings of a gate are shown one by one; more are told by rule. */
const FEW = 10;
const MOST_RULES = 8;
const MOST_PLACES = 3;
const INDENT = ' '.repeat(10);

/** Renders the findings of one gate, errors first; many of a kind are counted, with the first places. */
export function findingsText(gate: CiGate, findings: readonly CiFinding[], color: ChalkInstance): string {
  const open = findings.filter(({ accepted, severity }) => accepted === undefined && severity !== 'info');
  if (open.length === 0) return '';
  const groups = groupedFindings(open);
  const lines = open.length <= FEW ? open.flatMap((finding) => findingText(finding, color)) : groupsText(groups, color);
  return [color.bold(gate), ...lines].join('\n');
}

function findingText({ severity, rule, message, hint, place }: CiFinding, color: ChalkInstance): string[] {
  return [
    `  ${severityText(severity, color)} ${printable(message)} ${color.dim(printable(rule))}`,
    ...(place === undefined ? [] : [`${INDENT}${color.dim(placeText(place))}`]),
    ...(hint === undefined ? [] : [`${INDENT}${color.dim(printable(hint))}`]),
  ];
}

function groupsText(groups: readonly FindingGroup[], color: ChalkInstance): string[] {
  const shown = groups.slice(0, MOST_RULES).flatMap((group) => groupText(group, color));
  const rest = groups.slice(MOST_RULES);
  const count = rest.reduce((sum, { findings }) => sum + findings.length, 0);
  return [...shown, ...(rest.length > 0 ? [color.dim(`  … and ${count} more of ${counted(rest.length, 'other rule')}`)] : [])];
}

function groupText({ rule, severity, findings }: FindingGroup, color: ChalkInstance): string[] {
  if (findings.length === 1) return findingText(findings[0], color);
  const [{ hint }] = findings;
  const rest = findings.length - MOST_PLACES;
  return [
    `  ${severityText(severity, color)} ${printable(rule)} × ${findings.length}`,
    ...findings.slice(0, MOST_PLACES).map(({ message, place }) => {
      const where = place === undefined ? '' : `${color.dim(placeText(place))} `;
      return `${INDENT}${where}${printable(message)}`;
    }),
    ...(rest > 0 ? [`${INDENT}${color.dim(`… and ${rest} more`)}`] : []),
    ...(hint === undefined ? [] : [`${INDENT}${color.dim(printable(hint))}`]),
  ];
}

function severityText(severity: CiFinding['severity'], color: ChalkInstance): string {
  if (severity === 'error') return color.red('error  ');
  return severity === 'warning' ? color.yellow('warning') : color.blue('info   ');
}

function placeText({ file, line, column }: NonNullable<CiFinding['place']>): string {
  return printable(`${file}:${line}:${column}`);
}
