import { describe, expect, test } from 'vitest';
import { countVotes } from './count-votes.ts';
import type { Vote } from './verdict.ts';

const WORTH = { good: 1, fair: 0.5, poor: 0 };
const votes = (...verdicts: (keyof typeof WORTH | number)[]) =>
  verdicts.map((verdict): Vote => {
    const score = typeof verdict === 'number' ? (verdict - 1) / 4 : WORTH[verdict];
    return { reasoning: '', verdict: String(verdict), score };
  }) as [Vote, ...Vote[]];

describe('countVotes', () => {
  test.each([
    ['the only one', ['fair'], 'fair'],
    ['the most frequent choice', ['good', 'poor', 'good'], 'good'],
    ['the lower of two that are as frequent', ['good', 'poor'], 'poor'],
    ['the lowest where all differ', ['good', 'poor', 'fair'], 'poor'],
    ['the most frequent, where others lie below and above it', ['poor', 'fair', 'fair', 'good', 'good', 'fair'], 'fair'],
  ] as const)('takes %s', (_, said, verdict) => {
    expect(countVotes(votes(...said), { kind: 'choices' }).verdict).toBe(verdict);
  });

  test.each([
    [[5, 1, 4], '4', 0.75],
    [[5, 2], '3.5', 0.625],
    [[1, 5, 5, 5], '5', 1],
  ] as const)('takes the median of %j', (said, verdict, score) => {
    expect(countVotes(votes(...said), { kind: 'scale' })).toMatchObject({ verdict, score });
  });
});
