import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, FILE_START } from '../../../base/diagnostic.ts';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import type { Config } from '../../../workspace/config/config.ts';
import type { Workspace } from '../../../workspace/config/workspace.ts';
import { isSkipped, sourceFolders, sourcePath } from '../../../workspace/files/source-file.ts';

/** What is searched for secrets, and a warning for each file of which only the beginning is. */
export interface ScannedTexts {
  /** By path. */
  readonly texts: readonly { readonly path: string; readonly text: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A folder of the config that holds what people and programs write into a project. */
type ProjectFolders = Pick<Config, 'prompts' | 'evals' | 'rollouts' | 'monitors' | 'datasets' | 'cassettes'>;

/** What of a file is searched. Datasets grow without end, and a hook must not. */
const MAX_SCANNED_BYTES = 8 * 1_048_576;

const CONFIG_NAMES = ['promptlane.config.yaml', 'promptlane.config.yml', 'promptlane.config.json', '.promptlanerc'];
const TEXT_SUFFIX = /\.(?:ya?ml|md|jsonl?|ndjson|csv|tsv|txt)$/i;

/** Whether a path may hold a secret that is ours to find: prompts, partials, suites, datasets, cassettes, the config. */
export function isScanned(path: string, config: ProjectFolders): boolean {
  if (CONFIG_NAMES.includes(path) || sourcePath(path, config) !== undefined) return true;
  return TEXT_SUFFIX.test(path) && !path.split('/').some(isSkipped) && ownFolders(config).some((folder) => path.startsWith(`${folder}/`));
}

/** What is searched of the working tree; what cannot be read is left to `check`. */
export function scannedTextsOfTree({ root, config }: Pick<Workspace, 'root' | 'config'>): ScannedTexts {
  const paths = new Set([...CONFIG_NAMES, ...scannedFolders(config).flatMap((folder) => pathsBelow(root, folder))]);
  const read = [...paths].filter((path) => isScanned(path, config)).map((path) => ({ path, bytes: firstBytes(join(root, path)) }));
  return scannedTexts(read.flatMap(({ path, bytes }) => (bytes === undefined ? [] : [{ path, bytes }])));
}

/** The files and folders that hold all that is scanned. */
export function scannedPlaces(config: ProjectFolders): string[] {
  const folders = scannedFolders(config);
  return folders.includes('.') ? ['.'] : [...folders, ...CONFIG_NAMES];
}

const LOSSY = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes that are no UTF-8 hide no key: keys are ASCII. */
export function scannedTexts(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): ScannedTexts {
  const sorted = [...files].sort((one, other) => byCodePoint(one.path, other.path));
  return {
    texts: sorted.map(({ path, bytes }) => ({ path, text: LOSSY.decode(bytes.subarray(0, MAX_SCANNED_BYTES)) })),
    diagnostics: sorted.filter(({ bytes }) => bytes.length > MAX_SCANNED_BYTES).map(({ path }) => incomplete(path)),
  };
}

function incomplete(file: string): Diagnostic {
  return {
    file,
    range: FILE_START,
    rule: 'secret-scan-incomplete',
    severity: 'warning',
    message: `Only the first ${MAX_SCANNED_BYTES / 1_048_576} MiB were searched for secrets.`,
    hint: 'Split the file.',
  };
}

/** Folders whose every text is the project's; with the root of the repository among them only sources are. */
function ownFolders(config: ProjectFolders): string[] {
  return scannedFolders(config).filter((folder) => folder !== '.');
}

function scannedFolders(config: ProjectFolders): string[] {
  return [...new Set([...sourceFolders(config), config.datasets, config.cassettes])];
}

function pathsBelow(root: string, folder: string): string[] {
  return entriesOf(join(root, folder)).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (isSkipped(entry.name)) return [];
    if (entry.isDirectory()) return pathsBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The part of a file that is searched, and a byte more when there is more. */
function firstBytes(path: string): Uint8Array | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const buffer = Buffer.alloc(Math.min(fstatSync(file).size, MAX_SCANNED_BYTES + 1));
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
