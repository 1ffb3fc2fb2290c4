import type { PromptId } from '../../../prompt/prompt.ts';
import type { Pins } from '../../../release/environment.ts';
import type { Move } from '../../../release/plan.ts';

/** What the log says of a prompt whose pin stays while something else about it changes: a move from the pin to itself. */
export function stayingMove(pins: Pins, prompt: PromptId): Move {
  const pin = pins.get(prompt);
  return { prompt, ...(pin !== undefined && { from: pin, to: pin }) };
}
