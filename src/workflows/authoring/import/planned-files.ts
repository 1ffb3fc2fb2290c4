import { posix } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import type { ImportedPartial, ImportedPrompt, ImportedSuite } from '../../../formats/foreign-format.ts';
import { importedId } from '../../../formats/imported-id.ts';
import { writeYamlFile } from '../../../prompt/document/write/write-yaml.ts';
import { writePromptFile } from '../../../prompt/document/write-prompt.ts';
import type { Config } from '../../../workspace/config/config.ts';
import type { ReadImports } from './read-imports.ts';

/** A file that an import would write. */
export interface PlannedFile {
  readonly kind: 'prompt' | 'partial' | 'suite' | 'dataset';
  /** Relative to the workspace. */
  readonly path: string;
  /** Of a prompt or a partial. */
  readonly id?: string;
  /** The foreign file that it comes from. */
  readonly from: string;
  readonly text: string;
}

/** The files that say what was read. @throws Failure `import-clash` when two of them would be one, naming both sources */
export function plannedFiles(read: ReadImports, { prompts, evals }: Pick<Config, 'prompts' | 'evals'>): PlannedFile[] {
  const [promptRoot = 'prompts'] = prompts;
  const [evalRoot = 'evals'] = evals;
  const files = [
    ...read.prompts.map((prompt) => promptFile(prompt, promptRoot)),
    ...read.partials.map((partial) => partialFile(partial, promptRoot)),
    ...read.suites.flatMap((suite) => suiteFiles(suite, evalRoot)),
  ];
  requireDistinct(files);
  return files;
}

function promptFile({ id, from, file, text }: ImportedPrompt, root: string): PlannedFile {
  return {
    kind: 'prompt',
    path: posix.join(root, `${id}.prompt.yaml`),
    id: ownId(file.id) ?? id,
    from,
    text: text ?? writePromptFile(file),
  };
}

function ownId(id: unknown): string | undefined {
  return typeof id === 'string' ? id : undefined;
}

function partialFile({ id, from, template, text }: ImportedPartial, root: string): PlannedFile {
  // A text that begins like front matter would lose its first lines.
  const needsFrontMatter = template !== 'liquid' || /^\uFEFF?---[ \t]*\r?\n/.test(text);
  const written = needsFrontMatter ? `---\ntemplate: ${template}\n---\n${text}` : text;
  return { kind: 'partial', path: posix.join(root, `${id}.partial.md`), id, from, text: written };
}

function suiteFiles({ name, from, file, dataset }: ImportedSuite, root: string): PlannedFile[] {
  const folder = posix.dirname(importedId(name));
  const base = `${importedId(dataset.name.replace(/\.jsonl?$/, '')).replaceAll('/', '-')}.jsonl`;
  const rows = dataset.rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  return [
    { kind: 'suite', path: posix.join(root, `${importedId(name)}.eval.yaml`), from, text: writeYamlFile({ ...file, dataset: base }) },
    { kind: 'dataset', path: posix.join(root, folder, base), from, text: rows },
  ];
}

/** Compared without case: on some machines two such names are one file. */
function requireDistinct(files: readonly PlannedFile[]): void {
  const first = new Map<string, PlannedFile>();
  for (const file of files) {
    const names = [file.path, ...(file.id === undefined ? [] : [`id:${file.id}`])].map((name) => name.toLowerCase());
    const other = names.map((name) => first.get(name)).find((one) => one !== undefined && one !== file);
    if (other !== undefined) {
      const what = file.id === undefined ? `the file ${file.path}` : `the id "${file.id}"`;
      throw new Failure('import-clash', `${other.from} and ${file.from} would both have ${what}.`);
    }
    for (const name of names) first.set(name, file);
  }
}
