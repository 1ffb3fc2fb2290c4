import type { QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { readHistory } from '../../../protocol/environments.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { type Call, seesPin } from '../call.ts';
import { numberCursor, PAGE, pageOf } from '../cursor.ts';
import { settingOf } from './setting.ts';

/** Who moved what, when and why, newest first; without the moves of prompts that the caller may not see. */
export async function historyOf(
  call: Call,
  environment: EnvironmentName,
  query: QueryOf<typeof readHistory>,
): Promise<ReplyOf<typeof readHistory>> {
  const { prompt, limit = PAGE } = query;
  const before = numberCursor(query.cursor);
  const { id, log } = await settingOf(call.db, call.project, environment);
  const rows = await log.history(id, {
    ...(prompt !== undefined && { prompt }),
    ...(before !== undefined && { before }),
    limit: limit + 1,
  });
  const { page, ...rest } = pageOf(rows, limit, (row) => row.revision);
  const entries = page.map((row) => ({ ...row, moves: row.moves.filter((move) => seesPin(call, environment, move.prompt)) }));
  return { entries: entries.filter((entry) => entry.moves.length > 0), ...rest };
}
