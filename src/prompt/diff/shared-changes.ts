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
 * Prompts may pin different versions of one partial: each pair of versions is a change of its own. A prompt that
 * comes or goes with a partial that changed for others is reached by that change.
 */
export function sharedChanges(diffs: readonly PromptDiff[]): SharedChanges {
  return {
    partials: gathered(diffs, ({ partials }) => partials),
    guardrailSets: gathered(diffs, ({ guardrailSets }) => guardrailSets),
  };
}

interface Gathered {
  readonly change: ReferenceChange;
  readonly reaches: PromptId[];
}

function gathered(diffs: readonly PromptDiff[], of: (diff: PromptDiff) => readonly ReferenceChange[]): SharedChange[] {
  const found: Gathered[] = [];
  const all = diffs.flatMap((diff) => of(diff).map((change) => ({ change, id: diff.id })));
  const isWhole = ({ change: { before, after } }: (typeof all)[number]) => before !== undefined && after !== undefined;
  for (const { change, id } of [...all.filter(isWhole), ...all.filter((one) => !isWhole(one))]) {
    const known = found.find((one) => covers(one.change, change));
    if (known) known.reaches.push(id);
    else found.push({ change, reaches: [id] });
  }
  return found.map(({ change, reaches }) => ({ ...change, reaches }));
}

/** Whether one change tells another too: of the same versions, or of the one that the other begins or ends at. */
function covers(whole: ReferenceChange, { id, before, after }: ReferenceChange): boolean {
  return whole.id === id && (before === undefined || whole.before === before) && (after === undefined || whole.after === after);
}
