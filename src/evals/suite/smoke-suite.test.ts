import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { Evaluator, Prompt, PromptId } from '../../prompt/prompt.ts';
import { scorerFor } from '../scorer/scorer-for.ts';
import { smokeSuite } from './smoke-suite.ts';

const prompt = (evaluators: readonly Evaluator[], testData: readonly JsonObject[], content = '{{input}}'): Prompt => ({
  id: 'greet' as PromptId,
  template: 'liquid',
  messages: [{ role: 'user', content }],
  parameters: {},
  tools: [],
  guardrails: [],
  about: { tags: [], owners: [], metadata: {} },
  testData,
  evaluators,
});

/** What GitHub Models would say of a response under one evaluator. */
function verdict(string: NonNullable<Evaluator['string']>, response: string, row: JsonObject = { input: 'x' }): boolean {
  const subject = prompt([{ name: 'check', string }], [row]);
  const { suite, dataset } = smokeSuite(subject, 'greet.prompt.yml') ?? expect.unreachable();
  const [spec] = suite.scorers;
  const [evalCase] = dataset.cases;
  const result = scorerFor(spec ?? expect.unreachable()).score({ text: response, latencyMs: 1 }, evalCase ?? expect.unreachable(), subject);
  return 'pass' in result && result.pass;
}

describe('smokeSuite has the semantics of GitHub Models:', () => {
  test.each([
    ['equals minds the case', { equals: 'Paris' }, 'paris', false],
    ['equals holds for the same text', { equals: 'Paris' }, 'Paris', true],
    ['the response is trimmed', { equals: 'Paris' }, '\n Paris \t\n', true],
    ['the value is not trimmed', { equals: 'Paris ' }, 'Paris ', false],
    ['contains does not mind the case', { contains: 'PARIS' }, 'It is Paris.', true],
    ['startsWith does not mind the case', { startsWith: 'it IS' }, 'It is Paris.', true],
    ['startsWith looks at the trimmed response', { startsWith: 'It' }, '   It is', true],
    ['startsWith fails elsewhere', { startsWith: 'Paris' }, 'It is Paris', false],
    ['endsWith does not mind the case', { endsWith: 'paris.' }, 'It is Paris.\n', true],
    ['endsWith fails elsewhere', { endsWith: 'It' }, 'It is Paris.', false],
    ['equals goes before contains', { equals: 'Rome', contains: 'Paris' }, 'Paris', false],
    ['contains goes before startsWith', { contains: 'is', startsWith: 'Paris' }, 'It is', true],
    ['startsWith goes before endsWith', { startsWith: 'It', endsWith: 'no' }, 'It is', true],
    ['an empty check counts as none', { equals: '', contains: 'paris' }, 'Paris', true],
  ] as const)('%s', (_what, string, response, expected) => {
    expect(verdict(string, response)).toBe(expected);
  });

  test('a check says what the row says, literally', () => {
    const row = { input: 'capital of France?', expected: 'Paris' };
    expect(verdict({ contains: '{{expected}}' }, 'it is paris', row)).toBe(true);
    expect(verdict({ equals: '{{input}} {{expected}}' }, 'capital of France? Paris', row)).toBe(true);
    expect(verdict({ contains: '{{expected}}' }, 'x .* y', { input: 'x', expected: '.*' })).toBe(true);
    expect(verdict({ contains: '{{expected}}' }, 'aaa', { input: 'x', expected: '.*' })).toBe(false);
    expect(verdict({ equals: '{{expected}}' }, '{{input}}', { input: 'x', expected: '{{input}}' })).toBe(true);
  });

  test('every key of a row but `expected` is a variable, and that one too where a message asks for it', () => {
    const row = { input: 'a', id: '7', tags: 'x', expected: 'b' };

    expect(smokeSuite(prompt([{ name: 'c', string: { contains: 'a' } }], [row]), 'f')?.dataset.cases[0]?.inputs).toEqual({
      input: 'a',
      id: '7',
      tags: 'x',
    });
    expect(smokeSuite(prompt([{ name: 'c', string: { contains: 'a' } }], [row], '{{ expected }}'), 'f')?.dataset.cases[0]?.inputs).toEqual(
      row,
    );
  });

  test('every case must pass every check', () => {
    const { suite } = smokeSuite(prompt([{ name: 'a', string: { contains: 'a' } }], [{ input: 'x' }]), 'f') ?? expect.unreachable();

    expect(suite.gate).toMatchObject({ scorers: new Map([['a', { passRate: { operator: '=', value: 1 } }]]), maxErrorRate: 0 });
  });
});

describe('smokeSuite', () => {
  test('asks a repeated row once', () => {
    expect(
      smokeSuite(prompt([{ name: 'a', string: { contains: 'a' } }], [{ input: 'x' }, { input: 'x' }, { input: 'y' }]), 'f')?.dataset.cases,
    ).toHaveLength(2);
  });

  test('tells evaluators of one name apart', () => {
    const { suite } =
      smokeSuite(
        prompt(
          [
            { name: 'a', string: { contains: 'a' } },
            { name: 'a', string: { contains: 'b' } },
          ],
          [{ input: 'x' }],
        ),
        'f',
      ) ?? expect.unreachable();

    expect(suite.scorers.map(({ id }) => id)).toEqual(['a', 'a (2)']);
  });

  test('refuses evaluators that it cannot run, by name', () => {
    const evaluators = [
      { name: 'similar', uses: 'github/similarity' },
      { name: 'nothing', string: {} },
    ];

    expect(
      smokeSuite(prompt(evaluators, [{ input: 'x' }]), 'f')?.diagnostics.map(({ severity, message }) => `${severity} ${message}`),
    ).toEqual([
      'error The evaluator "similar" is not a check on text, which this version does not support.',
      'error The evaluator "nothing" has no check.',
    ]);
  });

  test('is nothing without rows or without evaluators', () => {
    expect(smokeSuite(prompt([], [{ input: 'x' }]), 'f')).toBeUndefined();
    expect(smokeSuite(prompt([{ name: 'a', string: { contains: 'a' } }], []), 'f')).toBeUndefined();
  });
});
