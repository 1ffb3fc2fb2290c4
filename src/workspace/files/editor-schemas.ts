import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** The schemas that this package brings; three folders up from here, two from dist/chunks/. */
const PACKAGED = new URL(import.meta.url.includes('/src/') ? '../../../schemas/' : '../../schemas/', import.meta.url);

/** Where a project keeps the schemas for its editors: committed, so that every clone has them without a network. */
export const EDITOR_SCHEMAS = 'schemas/promptlane';

const SUFFIX = '.schema.json';

/** Writes the schemas of this version into a project and tells whether any was missing or another. @throws Failure `file-unwritable` */
export async function writeEditorSchemas(root: string): Promise<boolean> {
  const names = (await readdir(PACKAGED)).filter((name) => name.endsWith(SUFFIX));
  const changed = await Promise.all(names.map((name) => writeChanged(join(root, EDITOR_SCHEMAS, name), new URL(name, PACKAGED))));
  return changed.includes(true);
}

async function writeChanged(target: string, source: URL): Promise<boolean> {
  const text = await readFile(source, 'utf8');
  if (existsSync(target) && (await readFile(target, 'utf8')) === text) return false;
  await makeFolder(dirname(target));
  await writeFileAtomically(target, text);
  return true;
}

/**
 * The comment that tells an editor which schema a file has; nothing while the project has no schemas.
 *
 * @param path of the file, relative to the root.
 */
export function modeline(root: string, path: string, kind: string): string {
  const schema = `${EDITOR_SCHEMAS}/${kind}${SUFFIX}`;
  if (!existsSync(join(root, schema))) return '';
  return `# yaml-language-server: $schema=${posix.relative(posix.dirname(path), schema)}\n`;
}
