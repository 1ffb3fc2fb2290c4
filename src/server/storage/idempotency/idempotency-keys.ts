import type { Database } from '../tables.ts';

/** A key that a caller gave to a request so that it runs once. */
export interface IdempotencyKey {
  readonly principal: string;
  readonly key: string;
}

/** What is known of the request that had the key first. */
export interface KeptRequest {
  readonly requestHash: string;
  /** True when what it does is committed. */
  readonly acted: boolean;
  /** Sealed. Absent: it runs, or whoever ran it is gone. */
  readonly reply?: string;
  readonly isRunning: boolean;
}

export interface Claim extends IdempotencyKey {
  readonly requestHash: string;
  readonly time: number;
  /** Afterwards whoever runs it counts as gone. */
  readonly runUntil: number;
  /** Keys of earlier requests are forgotten. */
  readonly keptSince: number;
}

/** Takes a key for a request that is to run now; nothing was known of it when nothing comes back. */
export async function claimKey(db: Database, claim: Claim): Promise<KeptRequest | undefined> {
  const { principal, key, requestHash, time, runUntil, keptSince } = claim;
  return await db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('idempotency_keys').where('created_at', '<', keptSince).execute();
    const row = await rowOf(transaction, claim);
    if (row === undefined) {
      const values = { principal, key, request_hash: requestHash, acted: 0, reply: null, run_until: runUntil, created_at: time } as const;
      await transaction.insertInto('idempotency_keys').values(values).execute();
      return undefined;
    }
    const isRunning = row.reply === null && row.run_until > time;
    const { reply, acted } = row;
    // Its server died before it did anything: whoever comes with the same request does it.
    if (reply === null && acted === 0 && !isRunning && row.request_hash === requestHash) {
      await update(transaction, claim).set({ run_until: runUntil }).execute();
      return undefined;
    }
    return { requestHash: row.request_hash, acted: acted === 1, ...(reply !== null && { reply }), isRunning };
  });
}

/** Says in the transaction of an act that the request has acted. */
export async function markActed(transaction: Database, key: IdempotencyKey): Promise<void> {
  await update(transaction, key).set({ acted: 1 }).execute();
}

/** Keeps the reply for whoever asks again. */
export async function keepReply(db: Database, key: IdempotencyKey, reply: string): Promise<void> {
  await update(db, key).set({ acted: 1, reply }).execute();
}

/** Gives the key of a request back that failed and so did nothing. */
export async function releaseKey(db: Database, { principal, key }: IdempotencyKey): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('principal', '=', principal).where('key', '=', key).where('acted', '=', 0).execute();
}

async function rowOf(db: Database, { principal, key }: IdempotencyKey) {
  return await db.selectFrom('idempotency_keys').selectAll().where('principal', '=', principal).where('key', '=', key).executeTakeFirst();
}

function update(db: Database, { principal, key }: IdempotencyKey) {
  return db.updateTable('idempotency_keys').where('principal', '=', principal).where('key', '=', key);
}
