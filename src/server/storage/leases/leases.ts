import type { Database } from '../tables.ts';

/** Takes or keeps what only one of several servers may do, until a time; false while another has it. */
export async function takeLease(
  db: Database,
  name: string,
  holder: string,
  { time, until }: { time: number; until: number },
): Promise<boolean> {
  return await db.transaction().execute(async (transaction) => {
    const lease = await transaction.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst();
    if (lease === undefined) {
      await transaction.insertInto('leases').values({ name, holder, until }).execute();
      return true;
    }
    if (lease.holder !== holder && lease.until > time) return false;
    await transaction.updateTable('leases').set({ holder, until }).where('name', '=', name).execute();
    return true;
  });
}

/** Lets another server have it at once. */
export async function endLease(db: Database, name: string, holder: string): Promise<void> {
  await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
}
