import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { AuditEntry } from '../../../registry/areas/audit.ts';
import type { AuditVerification } from '../../../workflows/audit/verify-audit.ts';
import { jsonDocument } from '../../json.ts';
import { fittedTable } from '../table.ts';

/** Renders entries of the trail, one a line. */
export function auditLogText(entries: readonly AuditEntry[], color: ChalkInstance, columns: number): string {
  if (entries.length === 0) return 'The audit trail has no such entry.';
  const rows = entries.map(({ seq, time, actor, action, target, verdict }) => [
    String(seq),
    new Date(time).toISOString().replace('.000Z', 'Z'),
    printable(actor.name),
    color.cyan(printable(action)),
    printable(target).replace(/sha256:([0-9a-f]{12})[0-9a-f]{52}/g, '$1'),
    printable(verdict),
  ]);
  return fittedTable(
    ['entry', 'time', 'who', 'what', 'on', 'verdict'].map((title) => color.bold(title)),
    rows,
    columns,
  );
}

export function auditLogJson(entries: readonly AuditEntry[]): string {
  return jsonDocument('promptlane/audit-log/v1', { entries });
}

/** Renders what verifying found. */
export function auditVerificationText(outcome: AuditVerification, color: ChalkInstance): string {
  const { project, entries, checkpoints, finding, kept } = outcome;
  if (project === undefined) return 'The audit trail has no entry yet.';
  if (finding !== undefined) {
    return [
      `${color.red('✗')} ${color.bold(printable(project))} ${color.red(finding.damage)} at entry ${finding.seq}`,
      `    ${printable(finding.message)}`,
      `    ${entries} before it ${entries === 1 ? 'holds' : 'hold'}.`,
    ].join('\n');
  }
  const against = kept === undefined ? '' : `, entry ${kept.seq} as Git keeps it (${shortDigest(kept.hash)})`;
  return `${color.green('✓')} ${counted(entries, 'entry', 'entries')} of ${printable(project)} ${entries === 1 ? 'holds' : 'hold'}: ${counted(checkpoints, 'signature')}${against}.`;
}

export function auditVerificationJson({ head, ...outcome }: AuditVerification): string {
  return jsonDocument('promptlane/audit-verification/v1', { isOk: outcome.finding === undefined, ...outcome, ...(head && { head }) });
}
