import type { Database } from '../tables.ts';

/** How often someone may try in which time. */
export interface TryLimit {
  readonly subject: string;
  readonly limit: number;
}

/** Counts one try for each subject, inside a transaction; when one of them has had its share, nothing, and says how many ms it has to wait. */
export async function countTry(
  db: Database,
  subjects: readonly TryLimit[],
  { time, windowMs }: { time: number; windowMs: number },
): Promise<number> {
  await db
    .deleteFrom('login_failures')
    .where('since', '<=', time - windowMs)
    .execute();
  for (const { subject, limit } of subjects) {
    const row = await db.selectFrom('login_failures').select(['tries', 'since']).where('subject', '=', subject).executeTakeFirst();
    if (row !== undefined && row.tries >= limit) return row.since + windowMs - time;
  }
  for (const { subject } of subjects) {
    await db
      .insertInto('login_failures')
      .values({ subject, tries: 1, since: time })
      .onConflict((conflict) => conflict.column('subject').doUpdateSet((set) => ({ tries: set('login_failures.tries', '+', 1) })))
      .execute();
  }
  return 0;
}

/** Takes back what a try that succeeded was counted as. */
export async function forgetTries(db: Database, subject: string): Promise<void> {
  await db.deleteFrom('login_failures').where('subject', '=', subject).execute();
}
