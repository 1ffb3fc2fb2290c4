import { type RawBuilder, sql } from 'kysely';
import type { SqlDialect } from '../storage/dialect.ts';
import type { Database } from '../storage/tables.ts';

/** Rows that are in memory at once; one may hold a text of megabytes. */
const ROWS = 100;

export type TableRow = Readonly<Record<string, string | number | null>>;

/** The rows of a table in the order of its primary key, a few at a time. */
export async function* tableRows(db: Database, words: SqlDialect, table: string): AsyncGenerator<TableRow> {
  const keys = (await sql.raw<{ name: string }>(words.keyColumns(table)).execute(db)).rows.map(({ name }) => name);
  const key = sql.join(keys.map((name) => sql.ref(name)));
  let beyond: RawBuilder<unknown> = sql``;
  for (;;) {
    const { rows } = await sql<TableRow>`select * from ${sql.table(table)} ${beyond} order by ${key} limit ${ROWS}`.execute(db);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS) return;
    beyond = sql`where (${key}) > (${sql.join(keys.map((name) => last[name]))})`;
  }
}
