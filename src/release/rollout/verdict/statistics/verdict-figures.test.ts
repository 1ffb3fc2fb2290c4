import { describe, expect, test } from 'vitest';
import reference from '../../../../../fixtures/statistics/rollouts.json' with { type: 'json' };
import type { UnitMeans } from '../metric-source.ts';
import { checkSplit } from './check-split.ts';
import { meanDifference } from './mean-difference.ts';
import { sequenceReach } from './sequence-reach.ts';

/** Differs from the reference by no more than 1e-9 of it. */
function expectExact(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(expected)));
}

const meansOf = (values: readonly number[]): UnitMeans => ({
  units: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  sumOfSquares: values.reduce((sum, value) => sum + value * value, 0),
});

test.each(reference.sequenceReach)(
  'the bounds after %d units, with a chance of %d, planned for %d',
  (units, alpha, plannedUnits, expected) => {
    expectExact(sequenceReach(units as number, { alpha: alpha as number, plannedUnits: plannedUnits as number }), expected as number);
  },
);

test.each(reference.meanDifference)('the difference of means: $estimate between $low and $high', (expected) => {
  const { control, candidate, bounds, alpha, plannedUnits } = expected;
  const harm = meanDifference(
    meansOf(control),
    meansOf(candidate),
    { alpha, plannedUnits },
    (bounds ?? undefined) as [number, number] | undefined,
  );
  for (const name of ['estimate', 'low', 'high'] as const) expectExact(harm?.[name] ?? Number.NaN, expected[name]);
});

test.each(reference.split)('the split $counts of $weights', ({ weights, counts, p, sequentialP }) => {
  const named = (values: readonly number[]) => Object.fromEntries(values.map((value, index) => [`v${index}`, value]));
  const check = checkSplit(named(weights), named(counts));
  expectExact(check.p, p);
  expectExact(check.sequentialP, sequentialP);
  expect(check.isBroken).toBe(sequentialP < 0.001);
});

describe('the bounds', () => {
  test('are tightest about where they were planned for, in standard errors', () => {
    const reach = (units: number) => sequenceReach(units, { alpha: 0.05, plannedUnits: 2000 });
    // Nearer by a tenth of the units is all that is lost by not being there.
    expect(Math.min(...[500, 1000, 2000, 4000, 8000].map(reach))).toBe(reach(2000));
  });

  test('are none where nothing varies', () => {
    const plan = { alpha: 0.05, plannedUnits: 2000 };
    const same = meansOf(Array.from({ length: 300 }, () => 0.1));
    expect(meanDifference(same, same, plan)).toBeUndefined();
    expect(meanDifference(same, same, plan, [0, 1])).toMatchObject({ estimate: 0 });
    expect(meanDifference(meansOf([1]), meansOf([1, 2]), plan)).toBeUndefined();
  });
});

describe('the split', () => {
  test('of nobody is not broken', () => {
    expect(checkSplit({ control: 1, candidate: 1 }, {})).toMatchObject({ p: 1, sequentialP: 1, isBroken: false });
  });

  test('counts a group that was never seen', () => {
    expect(checkSplit({ control: 1, candidate: 1 }, { control: 60 })).toMatchObject({ exposed: { candidate: 0 }, isBroken: true });
  });
});
