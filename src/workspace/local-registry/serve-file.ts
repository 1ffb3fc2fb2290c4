import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { jsonValue } from '../../base/json/json-value.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';
import { isProcessRunning } from '../process-running.ts';
import { makeStateFolder, STATE_FOLDER } from '../state-folder.ts';
import { isOwnAddress } from './own-address.ts';

const serveFileSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  project: z.string(),
  /** Where the running registry left its admin token; the token itself is never in this file. */
  tokenFile: z.string(),
  pid: z.int().positive(),
});

/** A registry that runs on this machine for this workspace. */
export type LocalRegistry = z.infer<typeof serveFileSchema>;

/** Tells other commands of this workspace where the running registry is. */
export async function writeServeFile(root: string, local: LocalRegistry): Promise<void> {
  const folder = await makeStateFolder(root);
  await writeFileAtomically(join(folder, 'serve.json'), `${JSON.stringify(local, null, 2)}\n`);
}

/**
 * The registry that runs for this workspace; a file left by a process that is gone counts as none.
 *
 * So does one that names another machine: the file may have come with the repository, and a token follows it.
 */
export async function readServeFile(root: string): Promise<LocalRegistry | undefined> {
  const text = await readFile(join(root, STATE_FOLDER, 'serve.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = serveFileSchema.safeParse(jsonValue(text));
  if (!parsed.success || !isOwnAddress(parsed.data.url)) return undefined;
  return isProcessRunning(parsed.data.pid) ? parsed.data : undefined;
}

/** Takes the file away again, if it is still this process's. */
export async function removeServeFile(root: string, pid: number): Promise<void> {
  const local = await readServeFile(root);
  if (local?.pid === pid) await rm(join(root, STATE_FOLDER, 'serve.json'), { force: true });
}
