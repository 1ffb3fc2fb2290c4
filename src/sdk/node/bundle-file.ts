import { readFile } from 'node:fs/promises';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';

/** A bundle out of its file, and the signature that `bundle --sign` wrote beside it. */
export async function readBundleFile(path: string): Promise<{ document: Json | undefined; signature: Json | undefined }> {
  const [document, signature] = await Promise.all([jsonOf(path), jsonOf(`${path}.sig`)]);
  if (document !== undefined) return { document, signature };
  throw new Failure('file-unreadable', `There is no bundle at ${path}.`, {
    hint: 'Write it with `promptlane bundle`, and ship it with the application.',
  });
}

async function jsonOf(path: string): Promise<Json | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Failure('file-unreadable', `Could not read ${path}: ${(cause as Error).message}.`, { cause });
  }
  const value = jsonValue(text);
  if (value !== undefined) return value;
  throw new Failure('bundle-invalid', `The bundle cannot be used. ${path} is no JSON, or was cut off.`);
}
