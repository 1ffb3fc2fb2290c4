import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { BackupOutcome } from '../../../server/maintenance/backup/back-up.ts';
import type { RestoreOutcome } from '../../../server/maintenance/backup/restore.ts';
import type { DatabaseVerdict } from '../../../server/maintenance/check/check-database.ts';
import type { Migrated } from '../../../server/storage/migrations/migrate.ts';

/** Findings that are shown: whoever has more looks at the JSON. */
const SHOWN = 20;

export function migrationText({ from, to }: Migrated, color: ChalkInstance): string {
  const said = from === to ? `The database has schema ${to} already.` : `The database went from schema ${from} to ${to}.`;
  return `${color.green('✓')} ${said}`;
}

export function backupText({ file, steps, rows, tables, keys }: BackupOutcome, color: ChalkInstance): string {
  const held = `${counted(rows, 'row')} of ${counted(tables, 'table')} (schema ${steps})`;
  const and = keys.length === 0 ? '' : `\n  It holds the keys ${keys.join(', ')}: whoever reads it can act as the registry.`;
  const without =
    keys.length === 0
      ? `\n  ${color.dim('The keys of the data folder are not in it: keep them apart, or take them along with `--with-keys`.')}`
      : '';
  return `${color.green('✓')} Wrote ${printable(file)}: ${held}.${and}${without}`;
}

export function restoreText(
  { time, from, to, rows, epoch, keys, hasPepper }: RestoreOutcome & { readonly keys: readonly string[]; readonly hasPepper: boolean },
  color: ChalkInstance,
): string {
  const step = from === to ? '' : `, brought from schema ${from} to ${to}`;
  const lines = [`${color.green('✓')} Restored ${counted(rows, 'row')} of ${new Date(time).toISOString()}${step}. The epoch is ${epoch}.`];
  if (keys.length > 0) lines.push(`  Wrote the keys ${keys.join(', ')}.`);
  if (!hasPepper)
    lines.push(color.yellow('  There is no pepper.key: put back that of the backup before you start the registry, or no token is valid.'));
  lines.push(color.dim('  Tokens that were revoked after the backup are valid again: revoke them again.'));
  return lines.join('\n');
}

export function databaseCheckText({ steps, checks, findings }: DatabaseVerdict, color: ChalkInstance): string {
  if (findings.length === 0) return `${color.green('✓')} Everything holds: ${checks.join(', ')} (schema ${steps}).`;
  const shown = findings
    .slice(0, SHOWN)
    .map(({ check, subject, message }) => `${color.red('✗')} ${check}  ${printable(subject)}: ${printable(message)}`);
  const more = findings.length > SHOWN ? [color.dim(`And ${findings.length - SHOWN} more: see --json.`)] : [];
  return [...shown, ...more, `${counted(findings.length, 'finding')}.`].join('\n');
}
