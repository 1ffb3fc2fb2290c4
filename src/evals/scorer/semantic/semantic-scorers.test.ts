import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../base/digest.ts';
import type { EvalCase } from '../../dataset/eval-case.ts';
import { scorerFor } from '../scorer-for.ts';
import { cosine } from './cosine.ts';
import { answeredVector, embeddedText, embeddingRequest, vectorText } from './embedding-request.ts';

const CASE: EvalCase = {
  caseId: digestOf('case'),
  id: 'c',
  inputs: { a: 'up', b: 'right' },
  expected: 'up',
  tags: [],
  label: 'c',
  where: { file: 'c.jsonl', line: 1, column: 1 },
};
const PROMPT = { template: 'none', messages: [], parameters: {}, tools: [], guardrails: [] } as const;
const VECTORS: Readonly<Record<string, readonly number[]>> = {
  up: [0, 1],
  right: [1, 0],
  down: [0, -1],
  between: [3, 4],
  nothing: [0, 0],
  long: [1, 2, 3],
};

const score = async (text: string, parameters = {}) =>
  scorerFor({ id: 's', uses: 'similarity', parameters: { model: 'fake/vectors', ...parameters } }).score(
    { text, latencyMs: 1 },
    CASE,
    PROMPT,
    {
      embed: async (_, texts) => texts.map((one) => VECTORS[one] ?? []),
    },
  );

describe('similarity', () => {
  test.each([
    ['the same', 'up', {}, 1, true],
    ['something between', 'between', {}, 0.8, true],
    ['something else', 'right', {}, 0, false],
    ['the opposite, which is no less alike than something else', 'down', {}, 0, false],
    ['the best of several', 'right', { value: ['{{ expected }}', '{{ b }}'] }, 1, true],
    ['a bar of its own', 'between', { min: 0.81 }, 0.8, false],
  ] as const)('scores %s', async (_, text, parameters, expected, pass) => {
    const result = await score(text, parameters);
    expect(result).toMatchObject({ pass });
    expect('score' in result && result.score).toBeCloseTo(expected, 12);
  });

  test.each([
    ['an empty answer', ' \n', /empty/],
    ['a vector of zeros', 'nothing', /cannot be compared/],
    ['vectors of different lengths', 'long', /cannot be compared/],
  ])('cannot judge %s', async (_, text, reason) => {
    expect(await score(text)).toEqual({ scorer: 's', error: expect.stringMatching(reason) });
  });
});

describe('cosine', () => {
  test('is symmetric, within −1 and 1, and blind to length', () => {
    const vector = fc.array(
      fc.double({ min: -1e150, max: 1e150, noNaN: true }).filter((member) => member === 0 || Math.abs(member) > 1e-150),
      { minLength: 3, maxLength: 3 },
    );
    fc.assert(
      fc.property(vector, vector, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (left, right, factor) => {
        const angle = cosine(left, right);
        expect(cosine(right, left)).toEqual(angle);
        if (angle === undefined) return;
        expect(Math.abs(angle)).toBeLessThanOrEqual(1 + 1e-9);
        expect(
          cosine(
            left.map((member) => member * factor),
            right,
          ),
        ).toBeCloseTo(angle, 9);
      }),
    );
  });
});

describe('embeddingRequest', () => {
  test('holds the text, and its answer the vector', () => {
    expect(embeddedText(embeddingRequest('m/v', 'a text'))).toBe('a text');
    expect(answeredVector({ text: vectorText([0.25, -1e-9]) }, 'm/v')).toEqual([0.25, -1e-9]);
    for (const text of ['', '[]', '["1"]', '{"0":1}', 'I cannot do that.'])
      expect(() => answeredVector({ text }, 'm/v')).toThrow('m/v gave no vector');
  });
});
