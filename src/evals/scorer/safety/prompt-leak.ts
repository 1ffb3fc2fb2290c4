import type { PromptContent } from '../../../prompt/prompt.ts';
import { wordsOf } from '../similarity/rouge-l.ts';

/** What an answer may never repeat: what only the author of a prompt wrote, cut at its variables and tags. */
export function secretTexts({ messages, template }: PromptContent): string[] {
  const own = messages.filter(({ role }) => role === 'system' || role === 'developer').map(({ content = '' }) => content);
  return template === 'none' ? own : own.flatMap((text) => text.split(/\{\{[^}]*\}\}|\{%[^%]*%\}/));
}

/** The first so many words in a row that a text has in common with one of the others; undefined when there are none. */
export function sharedRun(text: string, others: readonly string[], length: number): string | undefined {
  const runs = new Set(others.flatMap((other) => runsOf(wordsOf(other), length)));
  return runsOf(wordsOf(text), length).find((run) => runs.has(run));
}

function runsOf(words: readonly string[], length: number): string[] {
  return Array.from({ length: Math.max(0, words.length - length + 1) }, (_, at) => words.slice(at, at + length).join(' '));
}
