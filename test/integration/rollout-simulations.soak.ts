import { afterAll, describe, expect, test } from 'vitest';
import { type CanaryWorld, failing, type SimulatedCanaries, simulateCanaries, slow } from '../support/simulated-canary.ts';
import { atMost } from '../support/simulated-gate.ts';

const DRAWS = Number(process.env.CANARY_DRAWS ?? 1000);
const LOOKS = 20;
const RATES: readonly [number, number] = [0, 1];
const rows: string[] = [];

function shown(name: string, { worse, fine, broken, medianLook }: SimulatedCanaries): void {
  const share = (part: number) => `${(100 * part).toFixed(1)} %`.padStart(8);
  rows.push(
    `${name.padEnd(58)} worse ${share(worse)}  fine ${share(fine)}  broken split ${share(broken)}  median look ${medianLook ?? '-'}`,
  );
}

afterAll(() => console.log([`${DRAWS} canaries each, ${LOOKS} looks`, ...rows].join('\n')));

describe('a candidate that is just as good is called worse at most as often as promised', () => {
  test.each<[string, Omit<CanaryWorld, 'looks' | 'margin'>]>([
    ['errors 2 %, 500 units a look', { control: failing(0.02), candidate: failing(0.02), unitsPerLook: 500, bounds: RATES }],
    ['errors 0.1 %, 500 units a look', { control: failing(0.001), candidate: failing(0.001), unitsPerLook: 500, bounds: RATES }],
    ['errors 30 %, 5,000 units a look', { control: failing(0.3), candidate: failing(0.3), unitsPerLook: 5000, bounds: RATES }],
    ['skewed latencies, 500 units a look', { control: slow(800), candidate: slow(800), unitsPerLook: 500 }],
    ['five guardrails', { control: failing(0.05), candidate: failing(0.05), unitsPerLook: 500, bounds: RATES, metrics: 5 }],
  ])('%s', (name, world) => {
    const simulated = simulateCanaries({ ...world, looks: LOOKS, margin: 0 }, DRAWS, 1);
    shown(`same, margin 0: ${name}`, simulated);
    expect(simulated.worse).toBeLessThanOrEqual(atMost(0.05, DRAWS));
    expect(simulated.broken).toBeLessThanOrEqual(atMost(0.001, DRAWS));
  });
});

describe('a candidate that is worse by a hair more than accepted is called fine at most as often as promised', () => {
  test.each<[string, CanaryWorld]>([
    [
      'errors 2 % → 4 %, margin 2 %',
      { control: failing(0.02), candidate: failing(0.04), unitsPerLook: 1000, looks: LOOKS, margin: 0.02, bounds: RATES },
    ],
    [
      'latencies 800 → 900, margin of 137.7 in the mean',
      { control: slow(800), candidate: slow(900), unitsPerLook: 1000, looks: LOOKS, margin: 137.7 },
    ],
  ])('%s', (name, world) => {
    const simulated = simulateCanaries(world, DRAWS, 2);
    shown(`at the margin: ${name}`, simulated);
    expect(simulated.fine).toBeLessThanOrEqual(atMost(0.05, DRAWS));
  });
});

describe('detection', () => {
  test.each<[string, number, number, number]>([
    ['errors 2 % → 4 %, margin 1 %, 1,000 units a look', 0.04, 1000, 0.2],
    ['errors 2 % → 6 %, margin 1 %, 500 units a look', 0.06, 500, 0.8],
    ['errors 2 % → 12 %, margin 1 %, 500 units a look', 0.12, 500, 0.99],
  ])('%s', (name, chance, unitsPerLook, least) => {
    const world = { control: failing(0.02), candidate: failing(chance), unitsPerLook, looks: LOOKS, margin: 0.01, bounds: RATES };
    const simulated = simulateCanaries(world, DRAWS, 3);
    shown(`worse: ${name}`, simulated);
    expect(simulated.worse).toBeGreaterThanOrEqual(least);
  });

  test('a candidate that is just as good is shown to be in most canaries, with enough units', () => {
    const world = { control: failing(0.02), candidate: failing(0.02), unitsPerLook: 1000, looks: LOOKS, margin: 0.01, bounds: RATES };
    const simulated = simulateCanaries(world, DRAWS, 4);
    shown('same: errors 2 %, margin 1 %, 1,000 units a look', simulated);
    expect(simulated.fine).toBeGreaterThanOrEqual(0.8);
  });

  test.each<[number, number]>([
    [0.45, 0.99],
    [0.48, 0.5],
  ])('a share of %d that should be a half is found in most', (share, least) => {
    const world = { control: failing(0.02), candidate: failing(0.02), share, unitsPerLook: 1000, looks: LOOKS, margin: 1, bounds: RATES };
    const simulated = simulateCanaries(world, DRAWS, 5);
    shown(`a share of ${share}, 1,000 units a look`, simulated);
    expect(simulated.broken).toBeGreaterThanOrEqual(least);
  });
});
