import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256Hex } from '../../base/digest.ts';
import { isJsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { KeptState, LocalStore } from '../state/local-store.ts';

/** Keeps states and contents as files that only this user can read. Several processes may share the folder. */
export function diskStore(folder: string, key: string): LocalStore {
  const stateFile = join(folder, 'states', `${sha256Hex(key).slice(0, 32)}.json`);
  const contentFile = (digest: string) => join(folder, 'contents', digest.slice('sha256:'.length));
  return {
    async readState() {
      const text = await textOf(stateFile);
      return text === undefined ? undefined : keptState(text);
    },
    writeState: ({ text, etag }) => replaceFile(stateFile, JSON.stringify({ text, etag })),
    readContent: (digest) => textOf(contentFile(digest)),
    writeContent: (digest, text) => replaceFile(contentFile(digest), text),
  };
}

function keptState(text: string): KeptState {
  const kept = jsonValue(text);
  if (!isJsonObject(kept) || typeof kept.text !== 'string') throw new Error('it holds no state');
  return { text: kept.text, etag: typeof kept.etag === 'string' ? kept.etag : undefined };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whoever reads sees the file before or after, never in between. */
async function replaceFile(file: string, text: string): Promise<void> {
  const written = `${file}.${randomUUID()}.tmp`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeFile(written, text, { mode: 0o600 });
    await rename(written, file);
  } catch (error) {
    await rm(written, { force: true });
    throw error;
  }
}
