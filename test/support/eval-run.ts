import { type Digest, digestOf } from '../../src/base/digest.ts';
import type { CaseResult, EvalRun, RunSubject, ScoreResult } from '../../src/evals/run.ts';
import type { PromptId } from '../../src/prompt/prompt.ts';

/** What one scorer says of one repeat: a score (1 passes, less fails), or that it failed. */
export type Said = number | 'error';

/** A run in shorthand: by scorer, by case, what was said of every repeat. */
export interface RunSketch {
  readonly scores: Readonly<Record<string, readonly (Said | readonly Said[])[]>>;
  readonly groups?: readonly (string | undefined)[];
  readonly tags?: readonly (readonly string[])[];
  /** By case: the model gave no answer. */
  readonly unanswered?: readonly number[];
  /** By case: milliseconds; 800 where nothing is said. Every score carries it as its measured value. */
  readonly latencies?: readonly number[];
  readonly labels?: readonly string[];
  readonly cost?: number | null;
  readonly cached?: boolean;
  readonly subject?: Partial<RunSubject>;
}

/** Simulations build thousands of runs from the same few names. */
const digests = new Map<string, Digest>();

function digest(name: string): Digest {
  const known = digests.get(name) ?? digestOf(name);
  digests.set(name, known);
  return known;
}

const UNTAGGED: readonly string[] = [];

/** A complete run of `triage` from its shorthand. */
export function evalRun(sketch: RunSketch): EvalRun {
  const scorers = Object.entries(sketch.scores);
  const columns = scorers.map(([, said]) => said);
  const cases = Math.max(0, ...columns.map((said) => said.length));
  const repeat = columns.flat().reduce<number>((most, said) => Math.max(most, typeof said === 'object' ? said.length : 1), 1);
  const results = Array.from({ length: cases }, (_, row) =>
    Array.from({ length: repeat }, (_, sample) => result(sketch, scorers, row, sample)),
  ).flat();
  return {
    subject: {
      suite: 'triage',
      suiteDigest: digest('suite'),
      datasetDigest: digest('dataset'),
      scorers: new Map(scorers.map(([id]) => [id, digest(id)])),
      prompt: 'support/triage' as PromptId,
      promptDigest: digest('candidate'),
      reference: 'tree',
      model: 'openai/gpt-4o-mini',
      repeat,
      seed: 7,
      cases,
      ...sketch.subject,
    },
    results,
  };
}

function result(sketch: RunSketch, scorers: [string, readonly (Said | readonly Said[])[]][], row: number, sample: number): CaseResult {
  const latencyMs = sketch.latencies?.[row] ?? 800;
  const group = sketch.groups?.[row];
  const identity = {
    caseId: `case-${String(row).padStart(5, '0')}`,
    sample,
    tags: sketch.tags?.[row] ?? UNTAGGED,
    label: sketch.labels?.[row] ?? `ticket ${row}`,
    cached: sketch.cached ?? false,
    ...(group !== undefined && { group }),
  };
  if (sketch.unanswered?.includes(row)) {
    return { ...identity, error: { code: 'model-unreachable', message: 'no answer within 30 s' }, scores: [] };
  }
  const cost = sketch.cost === undefined ? 0.001 : sketch.cost;
  return {
    ...identity,
    answer: { text: 'ok', latencyMs, usage: { input: 120, output: 8 }, ...(cost !== null && { cost }) },
    scores: scorers.map(([scorer, said]) => score(scorer, saidOf(said[row], sample), latencyMs)),
  };
}

function saidOf(said: Said | readonly Said[] = 1, sample: number): Said {
  return typeof said === 'object' ? (said[sample] ?? 1) : sample === 0 ? said : 1;
}

function score(scorer: string, said: Said, value: number): ScoreResult {
  if (said === 'error') return { scorer, error: 'the answer is no JSON' };
  return { scorer, score: said, pass: said === 1, value, ...(said < 1 && { reason: `expected "billing", got "sales"` }) };
}
