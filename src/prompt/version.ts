import type { Digest } from '../base/digest.ts';
import type { GuardrailSetContent, PartialContent, PromptContent, PromptId } from './prompt.ts';

/**
 * One immutable version of a prompt with everything needed to render, compare and evaluate it:
 * its own content and the contents that it names, at any depth.
 */
export interface PromptVersion {
  readonly id: PromptId;
  readonly digest: Digest;
  readonly content: PromptContent;
  /** Every partial reached, directly or through other partials. */
  readonly partials: ReadonlyMap<PromptId, Versioned<PartialContent>>;
  readonly guardrailSets: ReadonlyMap<PromptId, Versioned<GuardrailSetContent>>;
}

/** A content with the digest that names it. */
export interface Versioned<Content> {
  readonly digest: Digest;
  readonly content: Content;
}
