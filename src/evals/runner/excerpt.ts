import type { Answer, CaseResult } from '../run.ts';

const EXCERPT_LENGTH = 400;

/** A result as it stays in memory: scores and figures whole, of a long answer only the start. */
export function excerptOf(result: CaseResult): CaseResult {
  const { answer } = result;
  if (answer === undefined || (answer.text.length <= EXCERPT_LENGTH && answer.toolCalls === undefined)) return result;
  const { toolCalls: _, ...figures } = answer;
  const excerpt: Answer = { ...figures, text: copyOfStart(answer.text) };
  return { ...result, answer: excerpt };
}

/** A slice alone would keep the whole text alive. */
function copyOfStart(text: string): string {
  if (text.length <= EXCERPT_LENGTH) return text;
  return JSON.parse(JSON.stringify(`${text.slice(0, EXCERPT_LENGTH)}…`)) as string;
}
