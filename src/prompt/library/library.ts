import type { Diagnostic } from '../../base/diagnostic.ts';
import type { GuardrailSetContent, PartialContent, Prompt, PromptId } from '../prompt.ts';

/** A file that defines a prompt, a partial or a guardrail set. */
export interface LibrarySource {
  readonly kind: 'prompt' | 'partial' | 'guardrail-set';
  readonly path: string;
  /** The path below its root, without the suffix. */
  readonly id: string;
  readonly text: string;
}

/** Something that a file defines, with the file. */
export interface Entry<Content> {
  readonly id: PromptId;
  readonly content: Content;
  readonly source: LibrarySource;
  /** Ids of the partials and guardrail sets that it names itself. */
  readonly partials: readonly PromptId[];
  readonly guardrailSets: readonly PromptId[];
}

/**
 * All prompts, partials and guardrail sets of one tree, read and checked together.
 *
 * Holds only what could be read; everything wrong is in `diagnostics`, by file and place.
 */
export interface Library {
  readonly prompts: ReadonlyMap<PromptId, Entry<Prompt>>;
  readonly partials: ReadonlyMap<PromptId, Entry<PartialContent>>;
  readonly guardrailSets: ReadonlyMap<PromptId, Entry<GuardrailSetContent>>;
  readonly diagnostics: readonly Diagnostic[];
}
