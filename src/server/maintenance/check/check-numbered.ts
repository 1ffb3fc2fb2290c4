import type { SqlDialect } from '../../storage/dialect.ts';
import type { Database, Tables } from '../../storage/tables.ts';
import { tableRows } from '../table-rows.ts';
import type { DatabaseCheck, DatabaseFinding } from './finding.ts';

/** Reviews and what was done in them have no gaps, and nothing was done in a review that is not there. */
export const checkReviews: DatabaseCheck = async function* (db, words) {
  yield* withoutGaps(db, words, 'reviews', (row) => {
    const { project, number } = row as unknown as Tables['reviews'];
    return { subject: `${project}: reviews`, number };
  });
  yield* withoutGaps(db, words, 'review_acts', (row) => {
    const { project, review, seq } = row as unknown as Tables['review_acts'];
    return { subject: `${project}: review ${review}`, number: seq };
  });
  const strays = await db
    .selectFrom('review_acts')
    .leftJoin('reviews', (join) =>
      join.onRef('reviews.project', '=', 'review_acts.project').onRef('reviews.number', '=', 'review_acts.review'),
    )
    .select(['review_acts.project', 'review_acts.review'])
    .distinct()
    .where('reviews.number', 'is', null)
    .orderBy('review_acts.review')
    .execute();
  for (const { project, review } of strays)
    yield { subject: `${project}: review ${review}`, message: 'what was done in it is there without it' };
};

/** Events have no gaps, and no webhook is ahead of them: it would miss what comes. */
export const checkEvents: DatabaseCheck = async function* (db, words) {
  const last = yield* withoutGaps(db, words, 'events', (row) => {
    const { project, seq } = row as unknown as Tables['events'];
    return { subject: project, number: seq };
  });
  for await (const row of tableRows(db, words, 'webhooks')) {
    const { id, project, cursor } = row as unknown as Tables['webhooks'];
    const newest = last.get(project) ?? 0;
    if (cursor > newest) yield { subject: `${project}: webhook ${id}`, message: `it is at event ${cursor}, and the newest is ${newest}` };
  }
};

/** Names each gap in the numbers 1, 2, 3 … of each subject; gives the last ones. */
async function* withoutGaps(
  db: Database,
  words: SqlDialect,
  table: string,
  placeOf: (row: Readonly<Record<string, unknown>>) => { readonly subject: string; readonly number: number },
): AsyncGenerator<Omit<DatabaseFinding, 'check'>, ReadonlyMap<string, number>> {
  const last = new Map<string, number>();
  for await (const row of tableRows(db, words, table)) {
    const { subject, number } = placeOf(row);
    const expected = (last.get(subject) ?? 0) + 1;
    if (number !== expected) yield { subject, message: `number ${expected} is not there` };
    last.set(subject, number);
  }
  return last;
}
