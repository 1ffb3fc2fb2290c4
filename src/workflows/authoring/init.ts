import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../../base/failure.ts';
import { EDITOR_SCHEMAS, writeEditorSchemas } from '../../workspace/files/editor-schemas.ts';
import { makeFolder } from '../../workspace/files/make-folder.ts';
import { writeFileAtomically } from '../../workspace/files/write-file-atomically.ts';
import { openGit } from '../../workspace/git/open-git.ts';
import { LOCKFILE_ATTRIBUTES, PROMPT_ATTRIBUTES } from '../../workspace/git-settings/clone-settings.ts';
import { SAMPLE_FOLDER } from '../../workspace/sample-folder.ts';
import { setUpClone } from '../setup/clone-setup.ts';

export interface InitRequest {
  /** Where, absolute. */
  readonly directory: string;
  /** Leave the sample out. */
  readonly bare: boolean;
  /** Only tell this clone what git cannot carry: how it merges and shows our files. */
  readonly gitOnly?: boolean;
  /** How a shell at the top of a working tree calls this program. */
  readonly programAt: (top: string) => string;
}

/** Paths relative to the folder that was set up. */
export interface InitOutcome {
  readonly written: readonly string[];
  readonly kept: readonly string[];
  /** What was set up: a project with its sample, one without, or this clone alone. */
  readonly extent: 'sample' | 'bare' | 'clone';
}

const CONFIG = 'promptlane.config.yaml';

/** Lines that git's files must hold; what is there stays as it is. */
const GIT_LINES: Readonly<Record<string, readonly string[]>> = {
  '.gitignore': ['.promptlane/'],
  '.gitattributes': [...LOCKFILE_ATTRIBUTES, ...PROMPT_ATTRIBUTES, `${EDITOR_SCHEMAS}/** linguist-generated`],
};

/** Sets up a folder. Running it again adds what is missing and renews the schemas for editors; it changes nothing else. @throws Failure `file-unwritable`, `git-missing` */
export async function init({ directory, bare, gitOnly = false, programAt }: InitRequest): Promise<InitOutcome> {
  await makeFolder(directory);
  const clone = await cloneResults(directory, programAt, gitOnly);
  if (gitOnly) return outcomeOf(clone, 'clone');
  const sample = bare ? [CONFIG] : await samplePaths();
  const results: Result[] = [];
  for (const path of sample) results.push([path, await copyNew(path, directory)]);
  for (const [path, lines] of Object.entries(GIT_LINES)) results.push([path, await addLines(join(directory, path), lines)]);
  results.push([EDITOR_SCHEMAS, await writeEditorSchemas(directory)]);
  return outcomeOf([...results, ...clone], bare ? 'bare' : 'sample');
}

type Result = [path: string, isWritten: boolean];

function outcomeOf(results: readonly Result[], extent: InitOutcome['extent']): InitOutcome {
  const paths = (wanted: boolean) => results.filter(([, isWritten]) => isWritten === wanted).map(([path]) => path);
  return { written: paths(true), kept: paths(false), extent };
}

/** What this clone was told; nothing where there is none, unless nothing else was asked for. */
async function cloneResults(directory: string, programAt: InitRequest['programAt'], isRequired: boolean): Promise<Result[]> {
  const git = await openGit(directory).catch((error: unknown) => {
    if (isRequired || !(error instanceof Failure)) throw error;
  });
  if (git) return [['.git/config', await setUpClone(git, programAt(git.top))]];
  if (isRequired) throw new Failure('git-missing', 'This is not a git repository, so there is no clone to set up.');
  return [];
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
