import type { PromptDiff } from '../../prompt/diff/prompt-diff.ts';
import { summarise } from '../../prompt/diff/summarise.ts';
import { diffSides } from '../compare/diff.ts';
import type { Side } from '../compare/sides/side.ts';
import { type CiDocument, MOST_CHANGES } from './document/ci-document.ts';

/** Every prompt that means something else than before, and what, in short lines. */
export async function changedPrompts(before: Side, after: Side): Promise<CiDocument['changed']> {
  const { prompts, renamed } = await diffSides(before, after);
  const former = new Map([...renamed].map(([from, to]) => [to, from]));
  const changed = prompts.map((diff) => changedPrompt(diff, former.get(diff.id)));
  const moved = [...renamed].filter(([, to]) => !prompts.some(({ id }) => id === to));
  return [...changed, ...moved.map(([from, to]) => ({ prompt: to, change: 'renamed' as const, changes: [`was ${from}`] }))];
}

function changedPrompt(diff: PromptDiff, former: string | undefined): CiDocument['changed'][number] {
  if (former !== undefined) return { prompt: diff.id, change: 'renamed', changes: fitted([`was ${former}`, ...summarise(diff)]) };
  if (diff.before === undefined) return { prompt: diff.id, change: 'added', changes: [] };
  if (diff.after === undefined) return { prompt: diff.id, change: 'removed', changes: [] };
  return { prompt: diff.id, change: 'changed', changes: fitted(summarise(diff)) };
}

/** As many lines as a document takes of one prompt. */
export function fitted(lines: readonly string[]): string[] {
  if (lines.length <= MOST_CHANGES) return [...lines];
  return [...lines.slice(0, MOST_CHANGES - 1), `and ${lines.length - MOST_CHANGES + 1} more`];
}
