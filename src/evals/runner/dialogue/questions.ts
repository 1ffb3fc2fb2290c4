import type { RenderedMessage } from '../../../prompt/render/rendered-prompt.ts';
import type { CaseTurn } from '../../dataset/dialogue/case-dialogue.ts';

/** The messages up to each question: what the assistant is taken to have said needs no answer. */
export function questions(turns: readonly CaseTurn[]): RenderedMessage[][] {
  if (turns.length === 0) return [[]];
  const asked: RenderedMessage[][] = [];
  let before: RenderedMessage[] = [];
  for (const [index, turn] of turns.entries()) {
    before.push({ role: turn.role, content: turn.content });
    // A text that the assistant is given an answer to is not asked.
    if (turn.role !== 'user' || turns[index + 1]?.role === 'assistant') continue;
    asked.push(before);
    before = [];
  }
  return asked;
}
