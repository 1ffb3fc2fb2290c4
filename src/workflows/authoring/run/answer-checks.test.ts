import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../evals/run.ts';
import type { PromptContent, PromptId } from '../../../prompt/prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import { answerChecks } from './answer-checks.ts';

const SCHEMA = { type: 'object', properties: { a: { enum: ['x', 'y'] } }, required: ['a'] };

function version(more: Partial<PromptContent>): PromptVersion {
  const content: PromptContent = { template: 'liquid', messages: [], parameters: {}, tools: [], guardrails: [], ...more };
  const brand = { digest: 'sha256:1' as never, content: { checks: [{ uses: 'max-length', value: 3 }] } };
  return {
    id: 'p' as PromptId,
    digest: 'sha256:0' as never,
    content,
    partials: new Map(),
    guardrailSets: new Map([['shared/brand' as PromptId, brand]]),
  };
}

const answer = (text: string, more: Partial<Answer> = {}): Answer => ({ text, latencyMs: 1, ...more });
const structured = version({ responseFormat: 'json_schema', schema: { schema: SCHEMA } });

describe('answerChecks', () => {
  test.each([
    ['{"a":"x"}', 'passed', undefined],
    ['{"a":"z"}', 'failed', '/a must be equal to one of the allowed values: "x", "y"'],
    ['{}', 'failed', expect.stringContaining("must have required property 'a'")],
    ['```json\n{"a":"x"}\n```', 'failed', 'the answer is no JSON'],
  ])('holds %s against the output schema', async (text, status, reason) => {
    expect(await answerChecks(structured, answer(text), {})).toEqual([
      { name: 'output schema', status, ...(reason === undefined ? {} : { reason }) },
    ]);
  });

  test('holds an answer against guardrails, those of sets by the name of the set', async () => {
    const guarded = version({ guardrails: [{ uses: 'not-contains', value: 'AI' }, { uses: 'shared/brand' }] });
    expect(await answerChecks(guarded, answer('As an AI'), {})).toEqual([
      { name: 'not-contains', status: 'failed', reason: 'The answer "As an AI" contains "AI".' },
      { name: 'shared/brand: max-length', status: 'failed', reason: 'The answer has 8 characters, more than 3.' },
    ]);
    expect((await answerChecks(guarded, answer('ok'), {})).map(({ status }) => status)).toEqual(['passed', 'passed']);
  });

  test('says of a check that cannot judge why, and does not call it a pass', async () => {
    const guarded = version({
      guardrails: [{ uses: 'json-schema' }, { uses: 'contains', value: '{{ nowhere }}' }, { uses: 'of-later-versions' }],
    });
    expect((await answerChecks(guarded, answer('{}'), {})).map(({ status }) => status)).toEqual(['unjudged', 'unjudged', 'unjudged']);
  });

  test('asks no schema of an answer that calls tools, but guardrails of what it says beside', async () => {
    const { content } = structured;
    const both = { ...structured, content: { ...content, guardrails: [{ uses: 'not-contains', value: 'AI' }] } };
    const toolCalls = [{ id: 'c' }];
    expect((await answerChecks(both, answer('AI is looking', { toolCalls }), {})).map(({ name }) => name)).toEqual(['not-contains']);
    expect(await answerChecks(both, answer('', { toolCalls }), {})).toEqual([]);
  });

  test('wants an object where the format is one', async () => {
    const free = version({ responseFormat: 'json_object' });
    expect(await answerChecks(free, answer('{}'), {})).toEqual([{ name: 'JSON object', status: 'passed' }]);
    expect(await answerChecks(free, answer('3'), {})).toEqual([
      { name: 'JSON object', status: 'failed', reason: 'the answer is no object' },
    ]);
  });
});
