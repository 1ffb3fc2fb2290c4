import type { PromptId } from '../../../prompt/prompt.ts';
import type { Database, Tables } from '../../storage/tables.ts';
import { findPrompts, type Label, type PromptRow, readLabels, writePrompts } from '../../storage/versions/prompts.ts';
import type { Call } from '../call.ts';
import type { CheckedVersion } from './check-version.ts';
import { type Numbers, numberOf } from './numbered-version.ts';

/** Brings what lists show of prompts up to date: their newest version, and what their files say for people. */
export async function describePrompts(
  db: Database,
  { project, time }: Call,
  versions: readonly CheckedVersion[],
  latest: readonly CheckedVersion[],
  numbered: Numbers,
): Promise<void> {
  const ids = [...new Set(versions.map(({ id }) => id))];
  const rows = await findPrompts(db, project, ids);
  const labels = await readLabels(db, project, ids);
  const isLatest = new Set(latest);
  for (const version of versions) {
    const { id, about } = version;
    rows.set(
      id,
      describedRow(rows.get(id), version, numberOf(numbered, id, version.digest).number, isLatest.has(version), { project, time }),
    );
    if (about !== undefined) labels.set(id, labelsOf(about));
  }
  await writePrompts(
    db,
    [...rows.values()],
    [...labels].flatMap(([id, list]) => labelRows(project, id, list)),
  );
}

function describedRow(
  row: PromptRow | undefined,
  { id, kind, digest, about }: CheckedVersion,
  number: number,
  isLatest: boolean,
  { project, time }: Pick<Call, 'project' | 'time'>,
): PromptRow {
  const latest = { latest_number: number, latest_digest: digest, latest_at: time };
  const base = row ?? { project, id, kind, name: null, description: null, last_number: 0, ...latest };
  return {
    ...base,
    ...(isLatest && { kind, ...latest }),
    ...(about !== undefined && { name: about.name ?? null, description: about.description ?? null }),
    last_number: Math.max(base.last_number, number),
  };
}

function labelsOf({ tags = [], owners = [] }: NonNullable<CheckedVersion['about']>): Label[] {
  return [...tags.map((label) => ({ kind: 'tag' as const, label })), ...owners.map((label) => ({ kind: 'owner' as const, label }))];
}

function labelRows(project: string, prompt: PromptId, labels: readonly Label[]): Tables['prompt_labels'][] {
  return labels.map((label, position) => ({ project, prompt, position, ...label }));
}
