import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import { isEmptyDiff, type PromptDiff, type ReferenceChange } from '../../../prompt/diff/prompt-diff.ts';
import { summarise, summariseReference } from '../../../prompt/diff/summarise.ts';
import { type DiffOutcome, isSame } from '../../../workflows/compare/diff.ts';
import { blocksText } from './diff-text.ts';
import { NOTHING } from './tally.ts';

/** Renders one line per change. */
export function diffStat(outcome: DiffOutcome, color: ChalkInstance): string {
  if (isSame(outcome)) return NOTHING;
  return blocksText(outcome, color, {
    prompt: (diff) => (isEmptyDiff(diff) ? [NOTHING] : summarise(withoutShared(diff)).map(printable)),
    shared: (change) => summariseReference(change).map(printable),
  });
}

/** What changed within what prompts share is counted once, in its own block. */
function withoutShared({ partials, guardrailSets, ...own }: PromptDiff): PromptDiff {
  const named = (change: ReferenceChange): ReferenceChange => ({ ...change, words: [], fields: [] });
  return { ...own, partials: partials.map(named), guardrailSets: guardrailSets.map(named) };
}
