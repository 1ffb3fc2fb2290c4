import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { EvalCase } from '../../evals/dataset/eval-case.ts';
import type { Answer } from '../../evals/run.ts';
import { scorerFor } from '../../evals/scorer/scorer-for.ts';
import type { PromptContent } from '../../prompt/prompt.ts';
import { scorerOf } from './assertions.ts';

interface Verdict {
  readonly assertion: JsonObject;
  readonly output: string;
  readonly pass: boolean;
}

/** What promptfoo 0.120 says; see test/support/record-promptfoo-verdicts.ts. */
const verdicts = readFileSync(new URL('../../../fixtures/promptfoo/verdicts.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Verdict);

describe('the assertions of promptfoo', () => {
  test('get the verdicts that promptfoo gives, on every answer', () => {
    const scorers = new Map<string, ReturnType<typeof scorerFor> | undefined>();
    const known = (assertion: JsonObject) => {
      const key = JSON.stringify(assertion);
      if (!scorers.has(key)) scorers.set(key, built(assertion));
      return scorers.get(key);
    };
    const compared = verdicts.map(({ assertion, output, pass }) => {
      const scorer = known(assertion);
      if (scorer === undefined) return undefined;
      const answer = { text: output, latencyMs: 50, cost: 0.1 } as unknown as Answer;
      const result = scorer.score(answer, { inputs: {} } as unknown as EvalCase, {} as PromptContent);
      return { assertion, output, pass, ours: 'pass' in result ? result.pass : result };
    });

    expect(compared.filter((one) => one !== undefined && one.ours !== one.pass)).toEqual([]);
    expect(compared.filter((one) => one?.pass === true).length).toBeGreaterThan(200);
    expect(compared.filter((one) => one?.pass === false).length).toBeGreaterThan(200);
  });

  test.each([
    [{ type: 'javascript', value: 'true' }, 'never run'],
    [{ type: 'llm-rubric', value: 'nice' }, 'asks a model'],
    [{ type: 'levenshtein', value: 'a', threshold: 2 }, 'no scorer'],
    [{ type: 'contains-json' }, 'no scorer'],
    [{ type: 'regex', value: '(?=a)b' }, 'linear time'],
    [{ type: 'equals', value: '' }, 'no value'],
    [{ type: 'equals', value: 'a', transform: 'output.trim()' }, 'never run'],
    [{ type: 'is-json', value: 'file://schema.json' }, 'not written in the file'],
    [{ type: '__proto__' }, 'no scorer'],
  ])('says why %j has no scorer', (assertion, reason) => {
    expect(scorerOf(assertion, (assertion as JsonObject).value)).toEqual({ lost: expect.stringContaining(reason) as string });
  });
});

function built(assertion: JsonObject) {
  const scorer = scorerOf(assertion, assertion.value);
  return 'lost' in scorer ? undefined : scorerFor({ id: 'it', ...scorer });
}
