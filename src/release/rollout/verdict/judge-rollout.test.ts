import { describe, expect, test } from 'vitest';
import { CANARY, DIGEST } from '../../../../test/support/stepped-rollout.ts';
import type { RolloutFile } from '../rollout-schema.ts';
import { comparedWeights, judgeRollout } from './judge-rollout.ts';
import type { MetricFigures, RolloutFigures, UnitMeans } from './metric-source.ts';

const ROLLOUT: RolloutFile = {
  ...CANARY,
  ramp: [{ coverage: 0.1, minUnits: 2000 }, { coverage: 1 }],
  guardrails: [{ metric: 'error_rate', worse: 'up', margin: 0.02, do: 'rollback' }],
};

/** So many units of which this share has the value 1, the others 0. */
const rate = (units: number, share: number): UnitMeans => ({ units, sum: units * share, sumOfSquares: units * share });

function figures(variants: Record<string, UnitMeans>, more: Partial<RolloutFigures> = {}): RolloutFigures {
  const metric: MetricFigures = { bounds: [0, 1], variants };
  const exposed = Object.fromEntries(Object.entries(variants).map(([id, { units }]) => [id, units]));
  return { exposed, metrics: { error_rate: metric }, ...more };
}

function verdictOf(seen: RolloutFigures, rollout = ROLLOUT) {
  const [guardrail] = judgeRollout(rollout, seen).guardrails;
  return guardrail?.because ?? guardrail?.verdict;
}

describe('a guardrail', () => {
  test.each<[string, RolloutFigures, string]>([
    ['is worse when the whole interval is', figures({ control: rate(3000, 0.02), candidate: rate(3000, 0.1) }), 'worse'],
    ['is fine when none of it is', figures({ control: rate(3000, 0.02), candidate: rate(3000, 0.02) }), 'fine'],
    ['is open in between', figures({ control: rate(500, 0.02), candidate: rate(500, 0.03) }), 'interval'],
    [
      'is not fine because nothing ever went wrong in a hundred units',
      figures({ control: rate(100, 0), candidate: rate(100, 0) }),
      'interval',
    ],
    ['is open below a hundred units a side', figures({ control: rate(5000, 0), candidate: rate(99, 1) }), 'too-few-units'],
    ['is open when the variant has no figures', figures({ control: rate(5000, 0) }), 'too-few-units'],
    ['is open without the metric', { exposed: { control: 5000, candidate: 5000 }, metrics: {} }, 'no-figures'],
    [
      'is open when one side lacks figures for more of its units',
      figures({ control: rate(3000, 0.02), candidate: rate(2700, 0.02) }, { exposed: { control: 3000, candidate: 3000 } }),
      'uneven',
    ],
    [
      'is worse all the same when it is',
      figures({ control: rate(3000, 0.02), candidate: rate(2700, 0.1) }, { exposed: { control: 3000, candidate: 3000 } }),
      'worse',
    ],
    [
      'is fine when both sides have figures for a sample',
      figures({ control: rate(3000, 0.02), candidate: rate(3010, 0.02) }, { exposed: { control: 60_000, candidate: 60_000 } }),
      'fine',
    ],
    [
      'is open when all values are the same and nothing bounds them',
      {
        exposed: { control: 500, candidate: 500 },
        metrics: { error_rate: { variants: { control: rate(500, 1), candidate: rate(500, 1) } } },
      },
      'no-spread',
    ],
  ])('%s', (_what, seen, expected) => {
    expect(verdictOf(seen)).toBe(expected);
  });

  test('knows which direction is worse', () => {
    const down: RolloutFile = { ...ROLLOUT, guardrails: [{ metric: 'error_rate', worse: 'down', margin: 0.02, do: 'pause' }] };
    const seen = figures({ control: rate(3000, 0.1), candidate: rate(3000, 0.02) });
    expect(verdictOf(seen, down)).toBe('worse');
    expect(verdictOf(seen)).toBe('fine');
    const [guardrail] = judgeRollout(down, seen).guardrails;
    expect(guardrail?.harm?.estimate).toBeCloseTo(0.08, 12);
    expect(guardrail?.harm?.low).toBeLessThan(guardrail?.harm?.high ?? 0);
  });

  test('shares the chance to be wrong with the others, and with each variant', () => {
    const width = (rollout: RolloutFile, seen: RolloutFigures) => {
      const harm = judgeRollout(rollout, seen).guardrails[0]?.harm;
      return harm === undefined ? Number.NaN : harm.high - harm.low;
    };
    const seen = figures({ control: rate(3000, 0.02), candidate: rate(3000, 0.02), other: rate(3000, 0.02) });
    const [guardrail] = ROLLOUT.guardrails ?? [];
    const one = width(ROLLOUT, seen);
    const two = width({ ...ROLLOUT, guardrails: guardrail ? [guardrail, { ...guardrail, metric: 'latency' }] : [] }, seen);
    const [candidate] = ROLLOUT.variants;
    const three = width({ ...ROLLOUT, variants: candidate ? [candidate, { ...candidate, id: 'other' }] : [] }, seen);
    expect(two).toBeGreaterThan(one);
    expect(three).toBeCloseTo(two, 12);
  });
});

test('control has as many units as all variants together, but for experiments', () => {
  const variants = [
    { id: 'short', version: DIGEST('b'), weight: 1 },
    { id: 'long', version: DIGEST('c'), weight: 3 },
  ];
  expect(comparedWeights({ ...ROLLOUT, variants })).toEqual({ control: 4, short: 1, long: 3 });
  expect(comparedWeights({ ...ROLLOUT, mode: 'experiment', variants })).toEqual({ short: 1, long: 3 });
});

test('the smallest group is that of the variant that nobody has had', () => {
  expect(judgeRollout(ROLLOUT, figures({ control: rate(500, 0) })).smallestGroup).toBe(0);
});
