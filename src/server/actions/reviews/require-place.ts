import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import { counted } from '../../../base/text/counted.ts';
import type { Database } from '../../storage/tables.ts';
import { readContentBody } from '../../storage/versions/contents.ts';

/** A line of a content: `messages/0/content`, 3. */
interface Place {
  readonly path: string;
  readonly line: number;
}

/** Refuses a comment on what is not there: nobody would ever see it beside its line. @throws Failure `request-invalid` */
export async function requirePlace(db: Database, project: string, digest: Digest, { path, line }: Place): Promise<void> {
  const body = await readContentBody(db, project, digest);
  const value = body === undefined ? undefined : valueAt(JSON.parse(body) as Json, path.split('/'));
  if (value === undefined) {
    throw new Failure('request-invalid', `The version has nothing at ${path}.`, {
      hint: 'Name a part of it, for example messages/0/content; `promptlane show --json` prints them.',
    });
  }
  const lines = typeof value === 'string' ? value.replace(/\n$/, '').split('\n').length : 1;
  if (line > lines) throw new Failure('request-invalid', `${path} has ${counted(lines, 'line')}, so there is no line ${line}.`);
}

function valueAt(value: Json | undefined, [key, ...rest]: readonly string[]): Json | undefined {
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return valueAt((value as Readonly<Record<string, Json>>)[key], rest);
}
