import type { Answer, CaseResult, ScoreResult, TokenUsage } from '../../run.ts';

const EXCERPT_LENGTH = 400;

/**
 * Makes results as they stay in memory: scores and figures whole; the start of the answer only where somebody will ask
 * what it was, because a scorer did not pass it. Equal parts of different results are one object.
 *
 * Whole answers stand in the run file. A hundred thousand results take some 30 MB, however long the answers are.
 */
export function compactResults(): (result: CaseResult) => CaseResult {
  const tags = sharedValues<readonly string[]>();
  const passes = sharedValues<readonly ScoreResult[]>();
  const usages = sharedValues<TokenUsage>();
  return (result) => {
    const { scores, answer } = result;
    const kept = scores.every(isPlainPass) ? passes(scores) : scores;
    return new KeptResult(result, tags(result.tags), kept, answer && compactAnswer(answer, scores.some(needsReading), usages));
  };
}

/**
 * A result in as few words as the engine can hold it in: put together with spreads it takes twice as many.
 *
 * What is absent is not there, rather than undefined.
 */
class KeptResult implements CaseResult {
  readonly caseId: string;
  readonly sample: number;
  readonly tags: readonly string[];
  readonly label: string;
  readonly scores: readonly ScoreResult[];
  readonly cached: boolean;
  declare readonly group?: string;
  declare readonly answer?: Answer;
  declare readonly error?: NonNullable<CaseResult['error']>;
  declare readonly isBlank?: true;
  declare readonly spent?: number;

  constructor(result: CaseResult, tags: readonly string[], scores: readonly ScoreResult[], answer: Answer | undefined) {
    this.caseId = result.caseId;
    this.sample = result.sample;
    this.tags = tags;
    this.label = result.label;
    this.scores = scores;
    this.cached = result.cached;
    if (answer !== undefined) this.answer = answer;
    if (result.group !== undefined) this.group = result.group;
    if (result.error !== undefined) this.error = result.error;
    if (result.spent !== undefined) this.spent = result.spent;
    if (result.answer !== undefined && isBlank(result.answer)) this.isBlank = true;
  }
}

/** More than this are too different to be shared: remembering them would cost more than it saves. */
const MOST_SHARED = 10_000;

function sharedValues<Value>(): (value: Value) => Value {
  const shared = new Map<string, Value>();
  return (value) => {
    const key = JSON.stringify(value);
    const known = shared.get(key);
    if (known !== undefined) return known;
    if (shared.size < MOST_SHARED) shared.set(key, value);
    return value;
  };
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

function compactAnswer({ text, latencyMs, cost, usage }: Answer, isRead: boolean, share: (usage: TokenUsage) => TokenUsage): Answer {
  const start = isRead ? copyOfStart(text) : '';
  // Literals, because spreads would make each of a hundred thousand answers larger.
  if (usage === undefined) return cost === undefined ? { text: start, latencyMs } : { text: start, latencyMs, cost };
  const shared = share(usage);
  return cost === undefined ? { text: start, latencyMs, usage: shared } : { text: start, latencyMs, usage: shared, cost };
}

/** A slice alone would keep the whole text alive. */
function copyOfStart(text: string): string {
  if (text.length <= EXCERPT_LENGTH) return text;
  return JSON.parse(JSON.stringify(`${text.slice(0, EXCERPT_LENGTH)}…`)) as string;
}
