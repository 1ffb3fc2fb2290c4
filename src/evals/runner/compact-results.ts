import type { Answer, CaseResult, ScoreResult } from '../run.ts';

const EXCERPT_LENGTH = 400;

/**
 * Makes results as they stay in memory: scores and figures whole; the start of the answer only where somebody will ask
 * what it was, because a scorer did not pass it. Equal parts of different results are one object.
 *
 * Whole answers stand in the run file. A hundred thousand results take some 40 MB, however long the answers are.
 */
export function compactResults(): (result: CaseResult) => CaseResult {
  const shared = new Map<string, unknown>();
  /** Only of values of which there are few: a map of all others would cost more than it saves. */
  const share = <Value>(value: Value): Value => {
    const key = JSON.stringify(value);
    if (!shared.has(key)) shared.set(key, value);
    return shared.get(key) as Value;
  };
  return ({ tags, scores, answer, ...members }) => ({
    ...members,
    tags: share(tags),
    scores: scores.every(isPlainPass) ? share(scores) : scores,
    ...(answer !== undefined && { answer: compactAnswer(answer, scores.some(needsReading)) }),
    ...(answer !== undefined && isBlank(answer) && { isBlank: true as const }),
  });
}

/** Nothing a scorer could have looked at. */
function isBlank({ text, toolCalls = [] }: Answer): boolean {
  return toolCalls.length === 0 && text.trim() === '';
}

/** Passed, and nothing else to say: the result of most scorers for most answers. */
function isPlainPass(score: ScoreResult): boolean {
  return (
    'score' in score &&
    score.pass &&
    score.score === 1 &&
    score.reason === undefined &&
    score.value === undefined &&
    score.cost === undefined
  );
}

function needsReading(score: ScoreResult): boolean {
  return 'error' in score || !score.pass;
}

function compactAnswer({ text, latencyMs, cost, usage }: Answer, isRead: boolean): Answer {
  return { text: isRead ? copyOfStart(text) : '', latencyMs, ...(usage !== undefined && { usage }), ...(cost !== undefined && { cost }) };
}

/** A slice alone would keep the whole text alive. */
function copyOfStart(text: string): string {
  if (text.length <= EXCERPT_LENGTH) return text;
  return JSON.parse(JSON.stringify(`${text.slice(0, EXCERPT_LENGTH)}…`)) as string;
}
