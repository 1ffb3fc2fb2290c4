import type { MergeConflict } from '../../prompt/merge/value-merge.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { DraftSummary } from '../../registry/registry.ts';

/**
 * What became of a draft.
 *
 * `merged`: its changes are in the file now. `contained`: they were already. `conflict`: both sides changed the same
 * place; `theirs` settled it, or nothing of the file is written. `waiting`: an earlier draft of the same file could not
 * be merged. `declined`: someone said that it is not wanted. `gone`: the tree has no such prompt. `unreadable`: a file
 * has errors, or would have.
 */
export type DraftOutcome =
  | { readonly kind: 'merged'; readonly settled: readonly MergeConflict[] }
  | { readonly kind: 'contained' | 'waiting' | 'declined' | 'gone' }
  | { readonly kind: 'conflict'; readonly conflicts: readonly MergeConflict[] }
  | { readonly kind: 'unreadable'; readonly message: string };

export interface DraftResult {
  readonly draft: DraftSummary;
  /** The file in the tree. */
  readonly file?: string;
  /** What the prompt is called now. */
  readonly renamed?: PromptId;
  readonly outcome: DraftOutcome;
}
