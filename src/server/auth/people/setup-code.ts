import { replaceCode } from '../../storage/access/codes.ts';
import { anyUser } from '../../storage/access/principals.ts';
import type { Database } from '../../storage/tables.ts';
import type { CodeKeeper } from './one-time-code.ts';

/** A start that nobody watched is followed by another. */
const LIFETIME_MS = 24 * 3_600_000;

/**
 * The code that makes the first admin of a registry without users; undefined once there is one.
 *
 * Each start gives a new one, and the one before is void.
 */
export async function setupCode(db: Database, codes: CodeKeeper, time: number): Promise<string | undefined> {
  if (await anyUser(db)) return undefined;
  const { code, hash } = codes.mint();
  await db.transaction().execute((transaction) =>
    replaceCode(transaction, {
      hash,
      kind: 'setup',
      bindings: [{ role: 'admin', project: '*', environments: '*', prompts: '*' }],
      createdAt: time,
      expiresAt: time + LIFETIME_MS,
      creator: { id: 'server', name: 'server' },
    }),
  );
  return code;
}
