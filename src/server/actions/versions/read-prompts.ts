import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { listPrompts, readPrompt } from '../../../protocol/prompts.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { findPrompts, type PromptPage, type PromptRow, pageOfPrompts, readLabels, readPins } from '../../storage/versions/prompts.ts';
import { type Call, sees, seesPin } from '../call.ts';
import { PAGE, pageOf, promptCursor } from '../cursor.ts';

type PromptView = ReplyOf<typeof readPrompt>;

/** Prompts that the caller may see, by id. */
export async function promptsOf(call: Call, query: QueryOf<typeof listPrompts>): Promise<ReplyOf<typeof listPrompts>> {
  const { cursor, limit = PAGE, ...filter } = query;
  const rows = await visibleRows(call, filter, promptCursor(cursor), limit + 1);
  const { page, ...rest } = pageOf(rows, limit, (row) => row.id);
  return { prompts: await viewsOf(call, page), ...rest };
}

/** As many rows as are wanted, all of them visible: a cursor at a hidden one would name it, and its being there would answer a search. */
async function visibleRows(
  call: Call,
  filter: Omit<PromptPage, 'after' | 'limit'>,
  from: PromptId | undefined,
  wanted: number,
): Promise<PromptRow[]> {
  const visible: PromptRow[] = [];
  for (let after = from; ; ) {
    const rows = await pageOfPrompts(call.db, call.project, { ...filter, ...(after !== undefined && { after }), limit: wanted });
    visible.push(...rows.filter((row) => sees(call, row.id)));
    after = rows.at(-1)?.id;
    if (rows.length < wanted || visible.length >= wanted) return visible.slice(0, wanted);
  }
}

/** One prompt. */
export async function promptOf(call: Call, id: PromptId): Promise<PromptView> {
  const rows = await findPrompts(call.db, call.project, [id]);
  const [view] = await viewsOf(call, [...rows.values()]);
  if (view === undefined) throw new Failure('not-found', `There is no prompt "${id}" in project "${call.project}".`);
  return view;
}

async function viewsOf(call: Call, rows: readonly PromptRow[]): Promise<PromptView[]> {
  const { db, project } = call;
  const ids = rows.map((row) => row.id);
  const labels = await readLabels(db, project, ids);
  const served = new Map<PromptId, [EnvironmentName, Digest][]>(ids.map((id) => [id, []]));
  for (const { prompt, environment, digest } of await readPins(db, project, ids)) {
    if (seesPin(call, environment, prompt)) served.get(prompt)?.push([environment, digest]);
  }
  return rows.map((row) => {
    const own = labels.get(row.id) ?? [];
    return {
      id: row.id,
      kind: row.kind,
      ...(row.name !== null && { name: row.name }),
      ...(row.description !== null && { description: row.description }),
      tags: own.filter(({ kind }) => kind === 'tag').map(({ label }) => label),
      owners: own.filter(({ kind }) => kind === 'owner').map(({ label }) => label),
      latest: { digest: row.latest_digest, number: row.latest_number, createdAt: row.latest_at },
      pins: Object.fromEntries(served.get(row.id) ?? []) as PromptView['pins'],
    };
  });
}
