import { expect, test } from 'vitest';
import type { RegressionRule } from '../../src/evals/gate/rules/gate.ts';
import { atMost, simulateGate, type World } from '../support/simulated-gate.ts';

/** Another start draws other runs; a failure names its seed. `PROMPTLANE_DRAWS` sets how many. */
const SEED = Number(process.env.PROMPTLANE_SOAK_SEED ?? Date.now() % 1_000_000_000);
const DRAWS = Number(process.env.PROMPTLANE_DRAWS ?? 2000);
/** Every share below was promised; so many of them are looked at that one of three deviations would come by itself. */
const WORLDS_DEVIATION = 1.35;

const ruleOf = (maxDrop: number): RegressionRule => ({ maxDrop, confidence: 0.95, onInconclusive: 'warn' });
const drawsFor = ({ cases, repeat = 1, scorers = 1 }: World) =>
  Math.max(200, Math.round(DRAWS * Math.min(1, 100 / (cases * repeat * scorers))));
const shown = (figures: Readonly<Record<string, number | undefined>>) =>
  Object.entries(figures)
    .map(([name, figure]) => `${name} ${figure?.toFixed(3) ?? '-'}`)
    .join('  ');

function bound(share: number, draws: number): number {
  return share + (atMost(share, draws) - share) * WORLDS_DEVIATION;
}

const SAME: readonly (readonly [string, Omit<World, 'rule'>])[] = [
  ...[10, 30, 100, 1000].flatMap((cases) =>
    [0.01, 0.05, 0.1, 0.3].map((discordance) => [`${cases} cases, ${100 * discordance} % differ`, { cases, discordance }] as const),
  ),
  ...[10, 30, 100].map((cases) => [`${cases} graded cases`, { cases, spread: 0.1 }] as const),
  ...[2, 3, 5].map((repeat) => [`30 cases × ${repeat}`, { cases: 30, repeat, discordance: 0.2 }] as const),
  ...[2, 5, 10].map((groupOf) => [`60 cases in groups of ${groupOf}`, { cases: 60, groupOf, discordance: 0.2 }] as const),
  ['40 graded cases × 2 in groups of 4', { cases: 40, repeat: 2, groupOf: 4, spread: 0.1 }],
  ...[2, 3, 6].map((scorers) => [`60 cases, ${scorers} scorers gate`, { cases: 60, discordance: 0.2, scorers }] as const),
];

test.each(SAME)('a candidate that is no worse fails at most 5 % of the time: %s', (name, world) => {
  const draws = drawsFor({ ...world, rule: ruleOf(0) });
  const { failed, covered } = simulateGate({ ...world, rule: ruleOf(0) }, draws, SEED);
  console.log(`${name}: ${shown({ failed, covered })}  (${draws} draws, seed ${SEED})`);
  expect(failed).toBeLessThanOrEqual(bound(0.05, draws));
});

test('one comparison of a version with itself over 200 seeds fails no more often than promised', () => {
  const failed = Array.from(
    { length: 200 },
    (_, seed) => simulateGate({ cases: 100, discordance: 0.1, rule: ruleOf(0.02) }, 1, SEED + seed).failed,
  );
  const share = failed.reduce((sum, one) => sum + one, 0) / failed.length;
  console.log(`A/A over 200 seeds: ${shown({ failed: share })}`);
  expect(share).toBeLessThanOrEqual(bound(0.05, 200));
});

const WORSE: readonly (readonly [string, Omit<World, 'rule'> & { drop: number }])[] = [
  ...[20, 60, 200].flatMap((cases) =>
    [0.03, 0.1].flatMap((drop) => [
      [`${cases} cases, ${drop} everywhere`, { cases, drop, discordance: 0.2 }] as const,
      [`${cases} cases, ${drop} collapses`, { cases, drop, discordance: 0.01, collapses: true }] as const,
      [`${cases} cases × 3, ${drop} collapses`, { cases, drop, repeat: 3, discordance: 0.05, collapses: true }] as const,
      [`${cases} graded, ${drop} everywhere`, { cases, drop, spread: 0.1 }] as const,
      [`${cases} graded, ${drop} collapses`, { cases, drop, spread: 0.02, collapses: true }] as const,
      [`${cases} cases in groups of 4, ${drop} collapses`, { cases, drop, groupOf: 4, discordance: 0.1, collapses: true }] as const,
    ]),
  ),
];

test.each(WORSE)('a drop above what is accepted passes at most 5 % of the time: %s', (name, world) => {
  const rule = ruleOf(world.drop - 1e-6);
  const draws = drawsFor({ ...world, rule });
  const { passed, exceeded, covered } = simulateGate({ ...world, rule }, draws, SEED);
  console.log(`${name}: ${shown({ passed, exceeded, covered })}  (${draws} draws, seed ${SEED})`);
  expect(passed).toBeLessThanOrEqual(bound(0.05, draws));
});

const ASKED: readonly (readonly [string, Omit<World, 'rule'>])[] = [
  ...[30, 100, 300].flatMap((cases) =>
    [0.02, 0.1, 0.3].map((discordance) => [`${cases} cases, ${100 * discordance} % differ`, { cases, discordance }] as const),
  ),
  ...[30, 100].map((cases) => [`${cases} cases × 3`, { cases, repeat: 3, discordance: 0.1 }] as const),
  ...[30, 100].map((cases) => [`${cases} graded cases`, { cases, spread: 0.1 }] as const),
];

test.each(ASKED)('what is printed as detectable fails, and as needed passes, in about four of five runs: %s', (name, world) => {
  const rule = ruleOf(0.05);
  const draws = Math.min(400, drawsFor({ ...world, rule }));
  const { detectableDrop, neededPairs } = simulateGate({ ...world, rule }, 60, SEED);
  const power =
    detectableDrop === undefined
      ? undefined
      : simulateGate({ ...world, rule, drop: detectableDrop, collapses: world.spread === undefined }, draws, SEED + 1).failed;
  const settled =
    neededPairs === undefined ? undefined : simulateGate({ ...world, rule, cases: neededPairs }, Math.min(draws, 200), SEED + 2).passed;
  console.log(`${name}: ${shown({ detectableDrop, power, neededPairs, settled })}`);
  expect(power ?? 1).toBeGreaterThanOrEqual(0.65);
  expect(settled ?? 1).toBeGreaterThanOrEqual(0.6);
});
