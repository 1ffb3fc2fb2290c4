import type { PromptId } from '../prompt.ts';
import type { PromptDiff, ReferenceChange } from './prompt-diff.ts';

/** A change of a partial or a guardrail set, with the prompts that it reaches. */
export interface SharedChange extends ReferenceChange {
  readonly reaches: readonly PromptId[];
}

/** What prompts share and what of it changed, each change once. */
export interface SharedChanges {
  readonly partials: readonly SharedChange[];
  readonly guardrailSets: readonly SharedChange[];
}

/**
 * Gathers the changes of shared texts out of the prompts that they reach.
 *
 * Prompts may pin different versions of one partial: each pair of versions is a change of its own.
 */
export function sharedChanges(diffs: readonly PromptDiff[]): SharedChanges {
  return {
    partials: gathered(diffs, ({ partials }) => partials),
    guardrailSets: gathered(diffs, ({ guardrailSets }) => guardrailSets),
  };
}

function gathered(diffs: readonly PromptDiff[], of: (diff: PromptDiff) => readonly ReferenceChange[]): SharedChange[] {
  const changes = new Map<string, { readonly change: ReferenceChange; readonly reaches: PromptId[] }>();
  for (const diff of diffs) {
    for (const change of of(diff)) {
      const key = `${change.id} ${change.before} ${change.after}`;
      const known = changes.get(key);
      if (known) known.reaches.push(diff.id);
      else changes.set(key, { change, reaches: [diff.id] });
    }
  }
  return [...changes.values()].map(({ change, reaches }) => ({ ...change, reaches }));
}
