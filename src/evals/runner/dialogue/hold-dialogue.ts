import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { RenderedMessage } from '../../../prompt/render/rendered-prompt.ts';
import type { CaseDialogue } from '../../dataset/dialogue/case-dialogue.ts';
import type { Answer } from '../../run.ts';
import { questions } from './questions.ts';
import { addedAnswer, type Sum, summedAnswer } from './summed-answer.ts';

/** Answers what was said after the prompt so far; the request around it is the caller's. */
export type Continue = (said: readonly RenderedMessage[]) => Promise<Answer>;

const DEFAULT_STEPS = 8;

/**
 * Asks turn by turn: each answer joins what was said, and so do the results of the tools that it calls.
 *
 * A call of a tool without a result, or one step more than allowed, ends the turn: the calls are the answer then, and
 * nothing is said after them. The answer has the last text, every call on the way, and the sums of what all requests took.
 */
export async function holdDialogue(
  { turns = [], toolResults = {}, maxSteps = DEFAULT_STEPS }: CaseDialogue,
  ask: Continue,
): Promise<Answer> {
  const said: RenderedMessage[] = [];
  const results = new Map(Object.entries(toolResults).map(([tool, list]) => [tool, [...list]]));
  let sum: Sum | undefined;
  for (const upTo of questions(turns)) {
    said.push(...upTo);
    let isOpen = false;
    for (let step = 0; step < maxSteps; step += 1) {
      const answer = withCallIds(await ask([...said]), said.length);
      sum = addedAnswer(sum, answer);
      said.push(saidBy(answer));
      const given = resultsOf(answer, results);
      isOpen = (answer.toolCalls ?? []).length > 0;
      if (given === undefined || step === maxSteps - 1) break;
      said.push(...given);
    }
    if (isOpen) break;
  }
  if (sum === undefined) throw new TypeError('a dialogue has a question');
  return summedAnswer(sum, said);
}

function saidBy({ text, toolCalls = [] }: Answer): RenderedMessage {
  const calls = toolCalls as readonly JsonObject[];
  return {
    role: 'assistant',
    ...((text !== '' || calls.length === 0) && { content: text }),
    ...(calls.length > 0 && { toolCalls: calls }),
  };
}

/** What all tools give back that an answer calls; nothing when it calls none, or one that has no result left. */
function resultsOf({ toolCalls = [] }: Answer, left: ReadonlyMap<string, Json[]>): RenderedMessage[] | undefined {
  if (toolCalls.length === 0) return undefined;
  const wanted = new Map<string, number>();
  for (const call of toolCalls) wanted.set(toolOf(call), (wanted.get(toolOf(call)) ?? 0) + 1);
  if ([...wanted].some(([tool, count]) => (left.get(tool) ?? []).length < count)) return undefined;
  return toolCalls.map((call): RenderedMessage => {
    const result = left.get(toolOf(call))?.shift() as Json;
    const content = typeof result === 'string' ? result : JSON.stringify(result);
    return { role: 'tool', content, toolCallId: isJsonObject(call) ? String(call.id) : '' };
  });
}

function toolOf(call: Json): string {
  const called = isJsonObject(call) ? call.function : undefined;
  return isJsonObject(called) && typeof called.name === 'string' ? called.name : '';
}

/** Some servers give calls no id, and results name the call that they answer. */
function withCallIds(answer: Answer, place: number): Answer {
  const { toolCalls } = answer;
  if (toolCalls === undefined) return answer;
  const named = toolCalls.map((call, index) =>
    isJsonObject(call) && !(typeof call.id === 'string' && call.id !== '') ? { ...call, id: `call_${place}_${index}` } : call,
  );
  return { ...answer, toolCalls: named };
}
