import { digestOf } from '../../src/base/digest.ts';
import type { JsonObject } from '../../src/base/json/canonical-json.ts';
import { casesInMemory } from '../../src/evals/dataset/case-source.ts';
import { parseDataset } from '../../src/evals/dataset/parse-dataset.ts';
import type { RunRequest } from '../../src/evals/runner/run-subject.ts';
import type { ScorerSpec } from '../../src/evals/scorer/scorer.ts';
import type { PromptContent, PromptId } from '../../src/prompt/prompt.ts';

export interface RunSketch {
  readonly rows: readonly JsonObject[];
  readonly scorers?: readonly ScorerSpec[];
  readonly repeat?: number;
  readonly content?: Partial<PromptContent>;
}

/** A run of a small suite on a prompt that says `{{ q }}`, for tests of what runs it. */
export function runRequest({ rows, scorers = [], repeat = 1, content = {} }: RunSketch): RunRequest {
  const dataset = parseDataset({ file: 'cases.jsonl', text: rows.map((row) => JSON.stringify(row)).join('\n'), format: 'jsonl' });
  return {
    suite: {
      name: 'small',
      prompts: ['ask'],
      dataset: ['cases.jsonl'],
      selection: {},
      seed: 0,
      repeat,
      scorers,
      gate: { scorers: new Map(), maxErrorRate: 0, mustPassTags: [] },
    },
    cases: casesInMemory(dataset.cases),
    datasetDigest: dataset.digest,
    version: {
      id: 'ask' as PromptId,
      digest: digestOf('ask'),
      content: {
        template: 'liquid',
        messages: [{ role: 'user', content: '{{ q }}' }],
        model: 'openai/gpt-4o-mini',
        parameters: {},
        tools: [],
        guardrails: [],
        ...content,
      },
      partials: new Map(),
      guardrailSets: new Map(),
    },
    reference: 'tree',
  };
}

/** Rows that ask `0`, `1`, … */
export function numberedRows(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, index) => ({ q: `question ${index}`, expected: `answer ${index}` }));
}
