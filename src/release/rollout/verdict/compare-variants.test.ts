import { expect, test } from 'vitest';
import { CANARY, DIGEST } from '../../../../test/support/stepped-rollout.ts';
import type { RolloutFile } from '../rollout-schema.ts';
import { compareVariants } from './compare-variants.ts';
import type { MetricFigures } from './metric-source.ts';

const EXPERIMENT: RolloutFile = {
  ...CANARY,
  mode: 'experiment',
  variants: [
    { id: 'control', version: DIGEST('a'), weight: 1 },
    { id: 'short', version: DIGEST('b'), weight: 1 },
    { id: 'long', version: DIGEST('c'), weight: 1 },
  ],
};
const rate = (units: number, share: number) => ({ units, sum: units * share, sumOfSquares: units * share });
const solved: MetricFigures = { bounds: [0, 1], variants: { control: rate(3000, 0.5), short: rate(3000, 0.6), long: rate(3000, 0.51) } };

test('says of each variant in each metric what is shown by now', () => {
  const rows = compareVariants(EXPERIMENT, {
    exposed: {},
    metrics: { solved, rare: { variants: { control: rate(99, 0), short: rate(99, 1) } } },
  });
  expect(rows.map(({ metric, variant, shown }) => `${metric} ${variant}: ${shown}`)).toEqual([
    'rare short: open',
    'rare long: open',
    'solved short: more',
    'solved long: open',
  ]);
  expect(rows[0]).toMatchObject({ control: { units: 99, mean: 0 }, candidate: { units: 99, mean: 1 } });
  expect(rows[1]).toMatchObject({ candidate: { units: 0 } });
  expect(rows[2]?.difference?.estimate).toBeCloseTo(0.1, 12);
});

test('shows less where it is less', () => {
  const { variants } = solved;
  const turned = { ...solved, variants: { ...variants, control: variants.short ?? rate(0, 0), short: variants.control ?? rate(0, 0) } };
  expect(compareVariants(EXPERIMENT, { exposed: {}, metrics: { solved: turned } })[0]?.shown).toBe('less');
});

test('has bounds that leave more room when there are more variants', () => {
  const width = (rollout: RolloutFile) => {
    const [row] = compareVariants(rollout, { exposed: {}, metrics: { solved } });
    return (row?.difference?.high ?? 0) - (row?.difference?.low ?? 0);
  };
  expect(width(EXPERIMENT)).toBeGreaterThan(width({ ...EXPERIMENT, variants: EXPERIMENT.variants.slice(0, 2) }));
});
