import type { SourceRange } from '../base/diagnostic.ts';
import type { JsonObject } from '../base/json/canonical-json.ts';
import type { PartialContent, Prompt, PromptId, TemplateDialect } from '../prompt/prompt.ts';

/** A file of another tool, as text. `path` is relative to the tree that was given, with `/`. */
export interface ForeignFile {
  readonly path: string;
  readonly text: string;
}

/** All text files that an import may look at, by path. There are no others: no importer opens a file or reads a variable. */
export type ForeignTree = ReadonlyMap<string, string>;

/** Something that one side says and the other cannot, or says differently. */
export interface Loss {
  /** `dropped`: nothing is left of it. `changed`: it is there, but does not mean quite the same. */
  readonly kind: 'dropped' | 'changed';
  readonly file: string;
  /** Where it stands in that file, when that is known. */
  readonly range?: SourceRange;
  /** What it is about, as a path in that file: `model.configuration.azure_deployment`. */
  readonly field: string;
  readonly message: string;
}

/** A prompt that was read. */
export interface ImportedPrompt {
  readonly id: PromptId;
  /** The foreign file that it comes from. */
  readonly from: string;
  /** What its prompt file says: keys in the order in which they are written. */
  readonly file: JsonObject;
  /** The text that says just this, where the foreign file is one of ours already: its comments and layout stay. */
  readonly text?: string;
}

export interface ImportedPartial {
  readonly id: PromptId;
  readonly from: string;
  readonly template: TemplateDialect;
  readonly text: string;
}

/** A suite that was read; `dataset` of its file names the dataset beside it. */
export interface ImportedSuite {
  /** Base name, without the suffix. */
  readonly name: string;
  readonly from: string;
  readonly file: JsonObject;
  readonly dataset: { readonly name: string; readonly rows: readonly JsonObject[] };
}

export interface Import {
  readonly prompts: readonly ImportedPrompt[];
  readonly partials: readonly ImportedPartial[];
  readonly suites: readonly ImportedSuite[];
  readonly losses: readonly Loss[];
  /** Other files of the tree that were taken in with this one, by path: they are not imported once more by themselves. */
  readonly reads?: readonly string[];
}

/** A prompt to be written in another format, with the partials that it reaches. */
export interface ExportedPrompt {
  readonly prompt: Prompt;
  /** Its file, for the losses. */
  readonly path: string;
  readonly partials: ReadonlyMap<PromptId, PartialContent>;
}

export interface Export {
  /** One file per prompt, in their order. */
  readonly files: readonly ForeignFile[];
  /** Files that tie the others together, such as a list of them; only written where the others are files too. */
  readonly beside?: readonly ForeignFile[];
  readonly losses: readonly Loss[];
}

/** One foreign format. Reading and writing are pure: text in, values out. */
export interface ForeignFormat {
  /** As in `--from` and `--to`, for example `langwatch`. */
  readonly name: string;
  /** For people, for example `Prompty v1 and v2`. */
  readonly title: string;
  /** True for a format that anything could be in: it is read only when it is named. */
  readonly isOnlyNamed?: true;
  /** True when the file looks like one of these; asked when `--from` is not given. */
  recognises(file: ForeignFile): boolean;
  /**
   * Reads one file, with the others of its tree at hand.
   * @throws Failure `import-refused`, located, for what cannot be translated without changing its meaning.
   */
  read(file: ForeignFile, tree: ForeignTree): Import;
  /**
   * Absent for a format that can only be read.
   * @throws Failure `export-refused` for what the format would turn into something else.
   */
  write?(prompts: readonly ExportedPrompt[]): Export;
}
