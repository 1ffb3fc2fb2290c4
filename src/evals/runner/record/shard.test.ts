import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../base/digest.ts';
import { parseShard, shardOf, shardText } from './shard.ts';

describe('parseShard', () => {
  test('reads what a CI matrix writes', () => expect(parseShard(' 2/8 ')).toEqual({ index: 2, count: 8 }));
  test('writes what it reads', () => expect(shardText(parseShard('8/8'))).toBe('8/8'));
  test.each(['', '2', '0/8', '9/8', '-1/8', '1/0', '1.5/2', '1/1001', 'a/b'])('refuses "%s"', (text) => {
    expect(() => parseShard(text)).toThrow(expect.objectContaining({ code: 'usage-invalid' }));
  });
});

describe('shardOf', () => {
  const cases = Array.from({ length: 4000 }, (_, index) => ({ caseId: digestOf(index) }));

  test('puts every case into one of the shards, about as many into each', () => {
    const sizes = new Map<number, number>();
    for (const one of cases) sizes.set(shardOf(one, 8), (sizes.get(shardOf(one, 8)) ?? 0) + 1);
    expect([...sizes.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    // Five standard deviations of a binomial of 4000 at an eighth.
    expect(Math.max(...[...sizes.values()].map((size) => Math.abs(size - 500)))).toBeLessThan(5 * 21);
  });

  test('keeps the cases of a group together', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (group, count) => {
        expect(new Set(cases.slice(0, 20).map((one) => shardOf({ ...one, group }, count))).size).toBe(1);
      }),
    );
  });
});
