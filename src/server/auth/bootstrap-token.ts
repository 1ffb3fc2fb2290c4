import { writePrivateFile } from '../private-file.ts';
import { anyToken } from '../storage/access/tokens.ts';
import type { Database } from '../storage/tables.ts';
import type { TokenKeeper } from './token-keeper.ts';

/**
 * Gives a registry that has no token an admin's, in a file that only its owner reads; false when there is one already.
 *
 * The file is written first: killed in between, the next start writes it again, and no start leaves a
 * registry that nobody can enter.
 */
export async function bootstrapToken(db: Database, keeper: TokenKeeper, file: string, time: number): Promise<boolean> {
  if (await anyToken(db)) return false;
  const everything = { role: 'admin', project: '*', environments: '*', prompts: '*' } as const;
  await keeper.issue('admin', [everything], time, (token) => writePrivateFile(file, `${token}\n`));
  return true;
}
