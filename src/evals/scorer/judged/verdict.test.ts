import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ballot, readVote, verdictSchema } from './verdict.ts';

const SCALE: Ballot = { kind: 'scale', min: 1, max: 5 };
const CHOICES: Ballot = { kind: 'choices', choices: { good: 1, fair: 0.5, poor: 0 } };

describe('readVote', () => {
  test.each([
    ['a figure', '{"reasoning":"ok","score":4}', SCALE, { reasoning: 'ok', verdict: '4', score: 0.75 }],
    ['a figure between', ' {"reasoning":"ok","score":1.5}\n', SCALE, { reasoning: 'ok', verdict: '1.5', score: 0.125 }],
    ['a choice', '{"reasoning":"ok","choice":"fair"}', CHOICES, { reasoning: 'ok', verdict: 'fair', score: 0.5 }],
    [
      'a code fence around all of it',
      '```json\n{"reasoning":"ok","choice":"poor"}\n```',
      CHOICES,
      { reasoning: 'ok', verdict: 'poor', score: 0 },
    ],
    ['no reasoning', '{"choice":"good"}', CHOICES, { reasoning: '', verdict: 'good', score: 1 }],
  ])('reads %s', (_, text, ballot, vote) => {
    expect(readVote(text, ballot)).toEqual(vote);
  });

  test.each([
    ['prose around it', 'The answer says {"reasoning":"","score":5}, so 1.', SCALE],
    ['two verdicts', '{"score":1}{"score":5}', SCALE],
    ['a figure below the scale', '{"reasoning":"","score":0}', SCALE],
    ['a figure above the scale', '{"reasoning":"","score":5.01}', SCALE],
    ['a figure that is text', '{"reasoning":"","score":"5"}', SCALE],
    ['no figure', '{"reasoning":""}', SCALE],
    ['a choice that there is not', '{"reasoning":"","choice":"excellent"}', CHOICES],
    ['a choice that every object has', '{"reasoning":"","choice":"constructor"}', CHOICES],
    ['a choice in other case', '{"reasoning":"","choice":"Good"}', CHOICES],
    ['a list', '[{"choice":"good"}]', CHOICES],
    ['nothing', '', CHOICES],
  ])('takes %s for no verdict', (_, text, ballot) => {
    expect(readVote(text, ballot)).toBeTypeOf('string');
  });

  test('never gives a score outside of 0…1, whatever it is told', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ score: fc.double(), choice: fc.string() }).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom(SCALE, CHOICES), (text, ballot) => {
        const vote = readVote(text, ballot);
        if (typeof vote !== 'string') expect(vote.score >= 0 && vote.score <= 1).toBe(true);
      }),
    );
  });
});

describe('verdictSchema', () => {
  test('asks for the reasoning before the verdict', () => {
    expect(Object.keys(verdictSchema(CHOICES).schema.properties ?? {})).toEqual(['reasoning', 'choice']);
    expect(verdictSchema(SCALE).schema.required).toEqual(['reasoning', 'score']);
  });
});
