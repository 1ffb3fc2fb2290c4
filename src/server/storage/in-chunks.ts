/** Rows that one statement takes: SQLite allows 32,766 parameters, PostgreSQL 65,535. */
const ROWS = 500;

/** Splits a list into pieces that fit one statement. */
export function* inChunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += ROWS) yield items.slice(start, start + ROWS);
}
