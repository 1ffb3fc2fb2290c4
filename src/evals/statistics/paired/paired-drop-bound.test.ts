import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import reference from '../../../../fixtures/statistics/reference.json' with { type: 'json' };
import { logGamma } from '../../../base/statistics/log-gamma.ts';
import { largestPairedDrop, type PairedChanges, scoreBound } from './paired-drop-bound.ts';

const changes = fc
  .record({ baselineOnly: fc.nat({ max: 60 }), candidateOnly: fc.nat({ max: 60 }), same: fc.nat({ max: 400 }) })
  .filter(({ baselineOnly, candidateOnly, same }) => baselineOnly + candidateOnly + same > 0)
  .map(({ baselineOnly, candidateOnly, same }) => ({ baselineOnly, candidateOnly, pairs: baselineOnly + candidateOnly + same }));

describe('scoreBound', () => {
  test.each(reference.pairedScore as [number, number, number, number, number][])(
    'gives the reference value for %d worse and %d better of %d at %d',
    (baselineOnly, candidateOnly, pairs, confidence, drop) => {
      expect(scoreBound({ baselineOnly, candidateOnly, pairs }, confidence)).toBeCloseTo(drop, 7);
    },
  );
});

describe('largestPairedDrop', () => {
  test('never falls because a case got worse, nor rises because one got better', () => {
    fc.assert(
      fc.property(changes, (seen) => {
        const wider = { ...seen, pairs: seen.pairs + 1 };
        const bound = largestPairedDrop(wider, 0.95);
        expect(largestPairedDrop({ ...wider, baselineOnly: seen.baselineOnly + 1 }, 0.95)).toBeGreaterThanOrEqual(bound - 1e-9);
        expect(largestPairedDrop({ ...wider, candidateOnly: seen.candidateOnly + 1 }, 0.95)).toBeLessThanOrEqual(bound + 1e-9);
      }),
    );
  });

  test('allows at least the observed drop, and more the surer it must be', () => {
    fc.assert(
      fc.property(changes, (seen) => {
        const bound = largestPairedDrop(seen, 0.95);
        expect(bound).toBeGreaterThanOrEqual((seen.baselineOnly - seen.candidateOnly) / seen.pairs);
        expect(bound).toBeLessThanOrEqual(1);
        expect(largestPairedDrop(seen, 0.99)).toBeGreaterThanOrEqual(bound);
      }),
    );
  });

  // Exact: every table of so many pairs with its chance. The soak enumerates more of them.
  test.each([12, 30, 60])('misses a true drop at most as often as it may, over every outcome of %d pairs', (pairs) => {
    const bounds = new Map<string, number>();
    for (const drop of [0.01, 0.04, 0.1, 0.2]) {
      for (const mended of [0, 0.01, 0.05, 0.2]) {
        expect(chanceToMiss({ drop, mended, pairs }, bounds), `drop ${drop}, mended ${mended}`).toBeLessThanOrEqual(0.05);
      }
    }
  });
});

/** How often the bound lies below the true drop, by the trinomial chances of all tables. */
function chanceToMiss({ drop, mended, pairs }: { drop: number; mended: number; pairs: number }, bounds: Map<string, number>): number {
  let missed = 0;
  for (let baselineOnly = 0; baselineOnly <= pairs; baselineOnly += 1) {
    for (let candidateOnly = 0; baselineOnly + candidateOnly <= pairs; candidateOnly += 1) {
      const chance = trinomial(
        [baselineOnly, candidateOnly, pairs - baselineOnly - candidateOnly],
        [mended + drop, mended, 1 - 2 * mended - drop],
      );
      if (chance > 1e-12 && cached(bounds, { baselineOnly, candidateOnly, pairs }) < drop) missed += chance;
    }
  }
  return missed;
}

function cached(bounds: Map<string, number>, seen: PairedChanges): number {
  const key = `${seen.baselineOnly} ${seen.candidateOnly}`;
  const bound = bounds.get(key) ?? largestPairedDrop(seen, 0.95);
  bounds.set(key, bound);
  return bound;
}

function trinomial(counts: readonly number[], shares: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const logs = counts.map((count, index) => (count === 0 ? 0 : count * Math.log(shares[index] ?? 0)) - logGamma(count + 1));
  return Math.exp(logs.reduce((sum, log) => sum + log, logGamma(total + 1)));
}
