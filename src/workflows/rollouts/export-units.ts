import type { RolloutUnit } from '../../protocol/rollouts.ts';
import type { RolloutCalls, RolloutName } from '../../registry/areas/rollouts.ts';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The units of a rollout as text, a piece for each page: CSV has a row for each unit and metric, JSON Lines a line for each unit. */
export async function* exportedUnits(
  registry: Pick<RolloutCalls, 'rolloutUnits'>,
  name: RolloutName,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield 'unit,variant,first_seen,metric,outcomes,mean\n';
  let cursor: string | undefined;
  do {
    const page = await registry.rolloutUnits(name, cursor);
    yield page.units.map(format === 'csv' ? csvRows : jsonLine).join('');
    cursor = page.next;
  } while (cursor !== undefined);
}

function jsonLine({ firstAt, ...unit }: RolloutUnit): string {
  return `${JSON.stringify({ ...unit, firstSeen: new Date(firstAt).toISOString() })}\n`;
}

function csvRows({ unit, variant, firstAt, measures }: RolloutUnit): string {
  const seen = [unit, variant, new Date(firstAt).toISOString()];
  const measured = Object.entries(measures).map(([metric, { count, mean }]) => [...seen, metric, String(count), String(mean)]);
  return (measured.length > 0 ? measured : [[...seen, '', '', '']]).map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

/** Quoted where it has to be. A cell that a spreadsheet would run as a formula becomes text: units are whatever a user is called. */
function csvCell(text: string): string {
  const safe = /^[=+@\t\r-]/.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
