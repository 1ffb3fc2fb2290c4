import { readFile, stat } from 'node:fs/promises';
import { jsonValue } from '../../base/json/json-value.ts';

/** Far above what GitHub sends. */
const MOST_BYTES = 32 * 1_048_576;

/** The event that a job of GitHub Actions runs for; nothing where there is none, or none that can be read. */
export async function readCiEvent(variables: Readonly<Record<string, string | undefined>>): Promise<unknown> {
  const path = variables.GITHUB_EVENT_PATH;
  if (!path) return undefined;
  try {
    return (await stat(path)).size > MOST_BYTES ? undefined : jsonValue(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
