import { sql } from 'kysely';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { StoredKind } from '../../../protocol/values.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

export type PromptRow = Tables['prompts'];
export type Label = Pick<Tables['prompt_labels'], 'kind' | 'label'>;

/** The rows of these prompts by id. */
export async function findPrompts(db: Database, project: string, ids: readonly PromptId[]): Promise<Map<PromptId, PromptRow>> {
  const found = new Map<PromptId, PromptRow>();
  for (const some of inChunks(ids)) {
    const rows = await db.selectFrom('prompts').selectAll().where('project', '=', project).where('id', 'in', some).execute();
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

/** Writes prompts as they are now, with their labels. */
export async function writePrompts(db: Database, rows: readonly PromptRow[], labels: readonly Tables['prompt_labels'][]): Promise<void> {
  for (const some of inChunks(rows)) {
    const [first] = some;
    if (first === undefined) continue;
    const ids = some.map((row) => row.id);
    await db.deleteFrom('prompts').where('project', '=', first.project).where('id', 'in', ids).execute();
    await db.deleteFrom('prompt_labels').where('project', '=', first.project).where('prompt', 'in', ids).execute();
    await db.insertInto('prompts').values(some).execute();
  }
  for (const some of inChunks(labels)) await db.insertInto('prompt_labels').values(some).execute();
}

export interface PromptPage {
  readonly search?: string;
  readonly kind?: StoredKind;
  readonly tag?: string;
  readonly owner?: string;
  /** Only ids after this one. */
  readonly after?: PromptId;
  readonly limit: number;
}

/** Prompts by id. */
export async function pageOfPrompts(db: Database, project: string, page: PromptPage): Promise<PromptRow[]> {
  let rows = db.selectFrom('prompts').selectAll().where('project', '=', project);
  if (page.after !== undefined) rows = rows.where('id', '>', page.after);
  if (page.kind !== undefined) rows = rows.where('kind', '=', page.kind);
  if (page.search !== undefined) {
    const pattern = `%${page.search.replace(/[\\%_]/g, '\\$&')}%`;
    const contains = (column: 'id' | 'name' | 'description') => sql<boolean>`lower(${sql.ref(column)}) like lower(${pattern}) escape '\\'`;
    rows = rows.where((condition) => condition.or([contains('id'), contains('name'), contains('description')]));
  }
  for (const [kind, label] of [['tag', page.tag] as const, ['owner', page.owner] as const]) {
    if (label === undefined) continue;
    const labelled = db.selectFrom('prompt_labels').select('prompt').where('project', '=', project);
    rows = rows.where('id', 'in', labelled.where('kind', '=', kind).where('label', '=', label));
  }
  return await rows.orderBy('id').limit(page.limit).execute();
}

/** The labels of prompts, each list in the order of its file. */
export async function readLabels(db: Database, project: string, ids: readonly PromptId[]): Promise<Map<PromptId, Label[]>> {
  const labels = new Map<PromptId, Label[]>(ids.map((id) => [id, []]));
  for (const some of inChunks(ids)) {
    const rows = await db
      .selectFrom('prompt_labels')
      .select(['prompt', 'kind', 'label'])
      .where('project', '=', project)
      .where('prompt', 'in', some)
      .orderBy('position')
      .execute();
    for (const { prompt, kind, label } of rows) labels.get(prompt)?.push({ kind, label });
  }
  return labels;
}

/** Where prompts are pinned now. */
export async function readPins(db: Database, project: string, ids: readonly PromptId[]): Promise<Tables['pins'][]> {
  const pins: Tables['pins'][] = [];
  for (const some of inChunks(ids)) {
    pins.push(...(await db.selectFrom('pins').selectAll().where('project', '=', project).where('prompt', 'in', some).execute()));
  }
  return pins;
}
