import { describe, expect, test } from 'vitest';
import type { Digest } from '../../base/digest.ts';
import type { Guardrail, PromptContent, PromptId } from '../prompt.ts';
import type { PromptVersion } from '../version.ts';
import { checkOutput } from './check-output.ts';
import { CHECK_NAMES } from './checks.ts';

const DIGEST = `sha256:${'0'.repeat(64)}` as Digest;

function version(content: Partial<PromptContent>, checks: readonly Guardrail[] = []): PromptVersion {
  return {
    id: 'p' as PromptId,
    digest: DIGEST,
    content: { template: 'liquid', messages: [], parameters: {}, tools: [], guardrails: [], ...content },
    partials: new Map(),
    guardrailSets: new Map([['shared/brand' as PromptId, { digest: DIGEST, content: { checks } }]]),
  };
}

const guarded = (guardrail: Guardrail, output: string) => checkOutput(version({ guardrails: [guardrail] }), output)[0];

const SCHEMA = { type: 'object', properties: { kind: { enum: ['bug', 'bill'] } }, required: ['kind'], additionalProperties: false };

describe('a guardrail', () => {
  test.each<[Guardrail, passes: string, fails: string]>([
    [{ uses: 'equals', value: 'yes' }, 'yes', 'no'],
    [{ uses: 'not-equals', value: 'yes' }, 'no', 'yes'],
    [{ uses: 'contains', value: 'a' }, 'cat', 'dog'],
    [{ uses: 'not-contains', value: 'a' }, 'dog', 'cat'],
    [{ uses: 'icontains', value: 'A' }, 'cat', 'dog'],
    [{ uses: 'not-icontains', value: 'A' }, 'dog', 'cat'],
    [{ uses: 'contains-any', value: ['a', 'b'] }, 'b', 'c'],
    [{ uses: 'not-contains-any', value: ['a', 'b'] }, 'c', 'b'],
    [{ uses: 'contains-all', value: ['a', 'b'] }, 'ab', 'a'],
    [{ uses: 'not-contains-all', value: ['a', 'b'] }, 'a', 'ab'],
    [{ uses: 'starts-with', value: 'a' }, 'ab', 'ba'],
    [{ uses: 'not-starts-with', value: 'a' }, 'ba', 'ab'],
    [{ uses: 'ends-with', value: 'a' }, 'ba', 'ab'],
    [{ uses: 'not-ends-with', value: 'a' }, 'ab', 'ba'],
    [{ uses: 'matches', value: '^\\d+$' }, '12', 'twelve'],
    [{ uses: 'not-matches', value: '\\d' }, 'twelve', '12'],
    [{ uses: 'max-length', value: 2 }, '👍👍', 'abc'],
    [{ uses: 'min-length', value: 2 }, 'ab', '👍'],
    [{ uses: 'is-json' }, '[1]', '[1'],
    [{ uses: 'json-schema', schema: SCHEMA }, '{"kind":"bug"}', '{"kind":"dog"}'],
  ])('%j tells what fits', (guardrail, passes, fails) => {
    expect(guarded(guardrail, passes)).toEqual({ name: guardrail.uses, status: 'passed' });
    expect(guarded(guardrail, fails)).toEqual({ name: guardrail.uses, status: 'failed', reason: expect.any(String) });
  });

  test('is known here by every name that a prompt file may use', () => {
    const known = CHECK_NAMES.filter((uses) => !guarded({ uses, value: 'x', schema: {} }, '1')?.reason?.includes('knows no guardrail'));
    const others = CHECK_NAMES.filter((uses) => !known.includes(uses));
    expect(others).toEqual(['contains-any', 'not-contains-any', 'contains-all', 'not-contains-all', 'max-length', 'min-length']);
  });

  test.each<Guardrail>([
    { uses: 'of-later-versions' },
    { uses: 'contains', value: '{{ inputs.name }}' },
    { uses: 'matches', value: '(?=x)' },
    { uses: 'json-schema' },
    { uses: 'contains' },
  ])('%j is not passed off as judged', (guardrail) => {
    expect(guarded(guardrail, 'x')).toEqual({ name: guardrail.uses, status: 'unjudged', reason: expect.any(String) });
  });

  test('of a set goes by the name of the set', () => {
    const answers = checkOutput(version({ guardrails: [{ uses: 'shared/brand' }] }, [{ uses: 'max-length', value: 1 }]), 'abc');
    expect(answers).toMatchObject([{ name: 'shared/brand: max-length', status: 'failed' }]);
  });
});

describe('the output schema', () => {
  const structured = version({ responseFormat: 'json_schema', schema: { schema: SCHEMA } });

  test.each<[string, string, string | undefined]>([
    ['{"kind":"bug"}', 'passed', undefined],
    ['{"kind":"dog"}', 'failed', '`$.kind` must be one of "bug", "bill"'],
    ['{}', 'failed', '`$.kind` is required'],
    ['{"kind":"bug","more":1}', 'failed', '`$.more` is not allowed'],
    ['Sure! {"kind":"bug"}', 'failed', 'the answer is no JSON'],
  ])('of %s is %s', (output, status, reason) => {
    expect(checkOutput(structured, output)).toEqual([{ name: 'output schema', status, ...(reason !== undefined && { reason }) }]);
  });

  test('with a format says that it cannot tell', () => {
    const schema = { schema: { type: 'string', format: 'email' } };
    expect(checkOutput(version({ responseFormat: 'json_schema', schema }), '"a@b.c"')).toMatchObject([{ status: 'unjudged' }]);
    expect(checkOutput(version({ responseFormat: 'json_schema', schema }), '1')).toMatchObject([{ status: 'failed' }]);
  });

  test('that is any JSON object asks for just that', () => {
    const free = version({ responseFormat: 'json_object' });
    expect(['{}', '[]', '1'].map((output) => checkOutput(free, output)[0]?.status)).toEqual(['passed', 'failed', 'failed']);
  });
});
