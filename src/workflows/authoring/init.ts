import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EDITOR_SCHEMAS, writeEditorSchemas } from '../../workspace/files/editor-schemas.ts';
import { makeFolder } from '../../workspace/files/make-folder.ts';
import { writeFileAtomically } from '../../workspace/files/write-file-atomically.ts';
import { SAMPLE_FOLDER } from '../../workspace/sample-folder.ts';

export interface InitRequest {
  /** Where, absolute. */
  readonly directory: string;
  /** Leave the sample out. */
  readonly bare: boolean;
}

/** Paths relative to the folder that was set up. */
export interface InitOutcome {
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly bare: boolean;
}

const CONFIG = 'promptlane.config.yaml';

/** Lines that git's files must hold; what is there stays as it is. */
const GIT_LINES: Readonly<Record<string, readonly string[]>> = {
  '.gitignore': ['.promptlane/'],
  '.gitattributes': [
    'promptlane.lock text eol=lf',
    '*.prompt.yaml text eol=lf',
    '*.partial.md text eol=lf',
    `${EDITOR_SCHEMAS}/** linguist-generated`,
  ],
};

/** Sets up a folder. Running it again adds what is missing and renews the schemas for editors; it changes nothing else. @throws Failure `file-unwritable` */
export async function init({ directory, bare }: InitRequest): Promise<InitOutcome> {
  await makeFolder(directory);
  const sample = bare ? [CONFIG] : await samplePaths();
  const results: [path: string, isWritten: boolean][] = [];
  for (const path of sample) results.push([path, await copyNew(path, directory)]);
  for (const [path, lines] of Object.entries(GIT_LINES)) results.push([path, await addLines(join(directory, path), lines)]);
  results.push([EDITOR_SCHEMAS, await writeEditorSchemas(directory)]);
  const paths = (wanted: boolean) => results.filter(([, isWritten]) => isWritten === wanted).map(([path]) => path);
  return { written: paths(true), kept: paths(false), bare };
}

async function samplePaths(): Promise<string[]> {
  const folder = fileURLToPath(SAMPLE_FOLDER);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return files.map((path) => path.split(sep).join('/')).sort();
}

async function copyNew(path: string, directory: string): Promise<boolean> {
  const target = join(directory, path);
  if (existsSync(target)) return false;
  await makeFolder(dirname(target));
  await writeFileAtomically(target, await readFile(new URL(path, SAMPLE_FOLDER), 'utf8'));
  return true;
}

async function addLines(path: string, lines: readonly string[]): Promise<boolean> {
  const text = existsSync(path) ? await readFile(path, 'utf8') : '';
  const present = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  const missing = lines.filter((line) => !present.has(line));
  if (missing.length === 0) return false;
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  await writeFileAtomically(path, `${text}${separator}${missing.join('\n')}\n`);
  return true;
}
