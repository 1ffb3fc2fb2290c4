import { describe, expect, test } from 'vitest';
import { failing, simulateCanaries, slow } from '../../../../test/support/simulated-canary.ts';
import { atMost } from '../../../../test/support/simulated-gate.ts';

// Few draws, so that every run of the tests has them; test/integration/rollout-simulations.soak.ts has the many.
const DRAWS = 60;
const LOOKS = 20;
const RATES: readonly [number, number] = [0, 1];

describe('in twenty looks', () => {
  test.each([
    ['errors', { control: failing(0.05), candidate: failing(0.05), unitsPerLook: 250, bounds: RATES }],
    ['latencies', { control: slow(800), candidate: slow(800), unitsPerLook: 250 }],
  ] as const)('a candidate that is just as good is called worse at most as often as promised: %s', (_what, world) => {
    const { worse, broken } = simulateCanaries({ ...world, looks: LOOKS, margin: 0 }, DRAWS, 1);
    expect(worse).toBeLessThanOrEqual(atMost(0.05, DRAWS));
    expect(broken).toBe(0);
  });

  test('a candidate that is worse than accepted is called fine at most as often as promised', () => {
    const world = { control: failing(0.05), candidate: failing(0.1), unitsPerLook: 250, bounds: RATES, margin: 0.05, looks: LOOKS };
    expect(simulateCanaries(world, DRAWS, 2).fine).toBeLessThanOrEqual(atMost(0.05, DRAWS));
  });

  test('one that is much worse is found, and one that is as good is shown to be', () => {
    const world = { control: failing(0.02), unitsPerLook: 250, looks: LOOKS, margin: 0.03, bounds: RATES };
    expect(simulateCanaries({ ...world, candidate: failing(0.12) }, DRAWS, 3).worse).toBeGreaterThan(0.9);
    expect(simulateCanaries({ ...world, candidate: failing(0.02) }, DRAWS, 4).fine).toBeGreaterThan(0.9);
  });

  test('a split of 55 to 45 is found', () => {
    const world = {
      control: failing(0.02),
      candidate: failing(0.02),
      share: 0.55,
      unitsPerLook: 250,
      looks: LOOKS,
      margin: 1,
      bounds: RATES,
    };
    expect(simulateCanaries(world, DRAWS, 5).broken).toBeGreaterThan(0.9);
  });
});
