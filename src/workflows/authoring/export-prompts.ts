import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { ExportedPrompt, ForeignFile, Loss } from '../../formats/foreign-format.ts';
import { FORMATS, formatNamed } from '../../formats/formats.ts';
import type { Prompt } from '../../prompt/prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { Tree } from '../versions/tree.ts';
import { requireValid } from '../versions/tree.ts';
import { writeTogether } from './import/write-together.ts';

export interface ExportRequest {
  /** References, or prompt files; none means every prompt of the tree. */
  readonly references: readonly string[];
  readonly format: string;
  /** The folder for the files, as the user named it; without one the text of a single prompt is the outcome. */
  readonly out?: string;
  /** What `out` is relative to, absolute. */
  readonly directory: string;
  /** Overwrite what is there. */
  readonly force: boolean;
  /** Give nothing when anything is lost. */
  readonly failOnLoss: boolean;
}

export interface ExportOutcome {
  /** The title of the format. */
  readonly format: string;
  readonly files: readonly ForeignFile[];
  readonly losses: readonly Loss[];
  /** False when nothing was written or given, because of a loss. */
  readonly done: boolean;
  /** Where the files are, as the user named it; absent when the text is the outcome. */
  readonly out?: string;
}

export interface ExportDependencies {
  readonly tree: () => Promise<Tree>;
  /** The version that a reference or a prompt file names. */
  readonly resolve: (reference: string) => Promise<PromptVersion>;
}

/**
 * Writes prompts in the format of another tool.
 *
 * @throws Failure `format-unknown`, `export-refused`, `usage-invalid` for several files without a folder,
 * `import-clash` for files that are there
 */
export async function exportPrompts(request: ExportRequest, dependencies: ExportDependencies): Promise<ExportOutcome> {
  const format = formatNamed(request.format);
  if (format.write === undefined) {
    const writable = FORMATS.filter(({ write }) => write !== undefined).map(({ name }) => name);
    throw new Failure('format-unknown', `${format.title} can only be read.`, { hint: `These can be written: ${writable.join(', ')}.` });
  }
  const prompts = await exportedPrompts(request.references, dependencies);
  if (request.out === undefined && prompts.length !== 1) {
    throw new Failure('usage-invalid', `${prompts.length} prompts do not fit into one text.`, {
      hint: 'Name a folder with `--out`, or one prompt.',
    });
  }
  const { files, beside = [], losses: written } = format.write(prompts);
  const losses = request.out === undefined ? [...written, ...beside.map(unprinted)] : written;
  const done = losses.length === 0 || !request.failOnLoss;
  if (request.out === undefined) return { format: format.title, files, losses, done };
  const all = [...files, ...beside];
  if (done) await writeFiles(all, resolve(request.directory, request.out), request);
  return { format: format.title, files: all, losses, done, out: request.out };
}

/** The one text that is printed needs this file, which has no place in a pipe. */
function unprinted({ path }: ForeignFile): Loss {
  return {
    kind: 'dropped',
    file: path,
    field: 'the file',
    message: 'The prompt needs it, and only one text is printed: write both with `--out`.',
  };
}

async function exportedPrompts(references: readonly string[], { tree, resolve: versionOf }: ExportDependencies): Promise<ExportedPrompt[]> {
  const current = await tree();
  const named = references.length > 0 ? references : [...requireValid(current).library.prompts.keys()];
  const exported: ExportedPrompt[] = [];
  for (const reference of named) {
    const version = await versionOf(reference);
    const entry = current.library.prompts.get(version.id);
    const isCurrent = entry !== undefined && reference === version.id;
    exported.push({
      prompt: isCurrent ? entry.content : promptOf(version),
      path: isCurrent ? entry.source.path : reference,
      partials: new Map([...version.partials].map(([id, { content }]) => [id, content])),
    });
  }
  return exported;
}

/** A version has no words for people beside its content. */
function promptOf({ id, content }: PromptVersion): Prompt {
  return { ...content, id, about: { tags: [], owners: [], metadata: {} }, testData: [], evaluators: [] };
}

async function writeFiles(files: readonly ForeignFile[], folder: string, { force, out }: ExportRequest): Promise<void> {
  const present = files.filter(({ path }) => existsSync(join(folder, path)));
  const [first] = present;
  if (first !== undefined && !force) {
    const more = present.length > 1 ? ` (and ${present.length - 1} more)` : '';
    throw new Failure('import-clash', `${join(out ?? '', first.path)} is there already${more}.`, {
      hint: 'Overwrite with `--force`, or name another folder.',
    });
  }
  await writeTogether(
    folder,
    files.map((file) => ({ ...file, state: present.includes(file) ? 'overwritten' : 'new' })),
  );
}
