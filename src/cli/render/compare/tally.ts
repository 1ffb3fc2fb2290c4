import { counted } from '../../../base/text/counted.ts';
import type { PromptDiff } from '../../../prompt/diff/prompt-diff.ts';
import type { DiffOutcome } from '../../../workflows/compare/diff.ts';

export const NOTHING = 'No difference in meaning.';

/** True when something differs in the prompt itself, and not only in what it shares with others. */
export function changedItself({ before, after, fields, messages, partials, guardrailSets }: PromptDiff): boolean {
  if (before === undefined || after === undefined) return true;
  if (fields.length > 0 || messages.some(({ kind }) => kind !== 'same')) return true;
  return partials.length + guardrailSets.length === 0;
}

/** The last line of a diff: how many prompts differ, and how. */
export function tally({ before, after, prompts, renamed, unreadable }: DiffOutcome): string {
  const both = prompts.filter((diff) => diff.before !== undefined && diff.after !== undefined);
  const shared = both.filter((diff) => !changedItself(diff)).length;
  const counts: [number, string][] = [
    [both.length - shared, 'changed'],
    [shared, 'changed only through what they share'],
    [prompts.filter((diff) => diff.before === undefined).length, 'new'],
    [prompts.filter((diff) => diff.after === undefined).length, 'gone'],
    [renamed.size, 'renamed'],
    [unreadable.size, 'unreadable'],
  ];
  const total = counts.reduce((sum, [count]) => sum + count, 0);
  const said = counts.filter(([count]) => count > 0);
  const how = said.length === 1 ? ` ${said[0]?.[1]}` : `: ${said.map(([count, what]) => `${count} ${what}`).join(', ')}`;
  return `${before} → ${after}: ${counted(total, 'prompt')}${how}.`;
}
