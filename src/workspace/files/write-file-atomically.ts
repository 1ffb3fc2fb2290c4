import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { isProcessRunning } from '../process-running.ts';

const DAY_MS = 86_400_000;
/** `.<file>.<host>.<pid>.<random>.tmp`: hidden, beside its target, and telling who wrote it. */
const TEMPORARY = /\.([^.]+)\.(\d+)\.[0-9a-f]{8}\.tmp$/;

/** A text, or its parts in their order: what is large need not be in memory as a whole. */
type FileText = string | AsyncIterable<string>;

/**
 * Replaces a file by a text, so that a reader, a crash or a full disk meets the old text or the
 * new one, never a part. Keeps the file's mode; a link stays a link.
 *
 * @param beforeReplace runs when the new text is safe on disk, just before it takes the place of
 * the old one; when it throws, the old text stays.
 * @param text whole, or in pieces as they come; when that fails, the old text stays.
 * @throws Failure `file-unwritable`.
 */
export async function writeFileAtomically(path: string, text: FileText, beforeReplace?: () => Promise<void>): Promise<void> {
  const target = await realpath(path).catch(() => path);
  // A name may have 255 bytes, and a character takes up to four of them.
  const prefix = `.${basename(target).slice(0, 40)}.`;
  const temporary = join(dirname(target), `${prefix}${hostPart()}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    await removeLeftovers(dirname(target), prefix);
    await writeDurably(temporary, text, await modeOf(target));
    await beforeReplace?.();
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (error) {
    await rm(temporary, { force: true });
    if (error instanceof Failure) throw error;
    throw new Failure('file-unwritable', `Could not write ${path}: ${(error as Error).message}.`, { cause: error });
  }
}

async function writeDurably(path: string, text: FileText, mode: number | undefined): Promise<void> {
  await withFile(await open(path, 'wx', mode), async (file) => {
    // Each call goes on where the one before ended.
    for await (const part of typeof text === 'string' ? [text] : text) await file.writeFile(part);
    // Not by `open`: the umask would take bits away.
    if (mode !== undefined) await file.chmod(mode);
    await file.sync();
  });
}

async function modeOf(path: string): Promise<number | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats && stats.mode & 0o7777;
}

/** Makes the new name survive a power cut. Windows cannot open folders, and does not need it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await withFile(await open(path, 'r'), (folder) => folder.sync());
}

async function withFile(file: FileHandle, use: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** Sweeps what killed writers of this file left behind. */
async function removeLeftovers(folder: string, prefix: string): Promise<void> {
  const names = await readdir(folder);
  const leftovers = names.filter((name) => name.startsWith(prefix) && TEMPORARY.test(name));
  await Promise.all(
    leftovers.map(async (name) => {
      if (await isAbandoned(folder, name)) await rm(join(folder, name), { force: true });
    }),
  );
}

/** A process of another machine that shares the folder cannot be asked whether it lives: there, age decides. */
async function isAbandoned(folder: string, name: string): Promise<boolean> {
  const [, host = '', pid = ''] = TEMPORARY.exec(name) ?? [];
  if (host === hostPart()) return !isProcessRunning(Number(pid));
  const stats = await stat(join(folder, name)).catch(() => undefined);
  return stats !== undefined && Date.now() - stats.mtimeMs > DAY_MS;
}

function hostPart(): string {
  return hostname().replaceAll('.', '-').slice(0, 40) || 'localhost';
}
