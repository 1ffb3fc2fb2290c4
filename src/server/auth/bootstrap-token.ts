import { writePrivateFile } from '../private-file.ts';
import { addPrincipal } from '../storage/access/principals.ts';
import { addToken, anyToken } from '../storage/access/tokens.ts';
import type { Database } from '../storage/tables.ts';
import { newPrincipalId, type TokenKeeper } from './token-keeper.ts';

/**
 * Gives a registry that has no token an admin's, in a file that only its owner reads; false when there is one already.
 *
 * The one short write of a file inside a transaction: of servers that start at once one makes the token, and killed in
 * between, the next start writes the file again, so that no start leaves a registry that nobody can enter.
 */
export async function bootstrapToken(db: Database, keeper: TokenKeeper, file: string, time: number): Promise<boolean> {
  return await db.transaction().execute(async (transaction) => {
    if (await anyToken(transaction)) return false;
    const { text, id, mac } = keeper.mint();
    await writePrivateFile(file, `${text}\n`);
    const everything = { role: 'admin', project: '*', environments: '*', prompts: '*' } as const;
    const admin = { id: newPrincipalId('machine'), name: 'admin', kind: 'machine', bindings: [everything] } as const;
    await addPrincipal(transaction, admin);
    await addToken(transaction, { id, mac, principal: admin.id, createdAt: time });
    return true;
  });
}
