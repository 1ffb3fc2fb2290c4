import type { listDrafts } from '../../../protocol/drafts.ts';
import type { QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import { type DraftRow, pageOfDrafts } from '../../storage/versions/drafts.ts';
import { type Call, sees } from '../call.ts';
import { numberCursor, PAGE, pageOf } from '../cursor.ts';
import { versionOf } from '../versions/read-versions.ts';

type Drafts = ReplyOf<typeof listDrafts>;

/** Open drafts that the caller may see, newest first. */
export async function draftsOf(call: Call, query: QueryOf<typeof listDrafts>): Promise<Drafts> {
  const { prompt, limit = PAGE } = query;
  const offset = numberCursor(query.cursor) ?? 0;
  const rows = await pageOfDrafts(call.db, call.project, { ...(prompt !== undefined && { prompt }), offset, limit: limit + 1 });
  const { page, ...rest } = pageOf(rows, limit, () => offset + limit);
  return { drafts: page.filter((row) => sees(call, row.prompt)).map(draftOf), ...rest };
}

/** A draft as the protocol tells it. */
export function draftOf(row: DraftRow): Drafts['drafts'][number] {
  const { parent, blob, parent_blob: parentBlob } = row;
  return { ...versionOf(row), parent, ...(blob !== '' && { blob }), ...(parentBlob !== '' && { parentBlob }) };
}
