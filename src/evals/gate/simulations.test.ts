import { describe, expect, test } from 'vitest';
import { atMost, simulateGate, type World } from '../../../test/support/simulated-gate.ts';
import type { RegressionRule } from './rules/gate.ts';

// Few draws, so that every run of the tests has them; test/integration/gate-simulations.soak.ts has the many.
const DRAWS = 40;
const ruleOf = (maxDrop: number): RegressionRule => ({ maxDrop, confidence: 0.95, onInconclusive: 'warn' });

describe('a candidate that is no worse', () => {
  test.each<[string, Omit<World, 'rule'>]>([
    ['one answer to each of 40 cases', { cases: 40, discordance: 0.2 }],
    ['three scorers that gate together', { cases: 30, discordance: 0.2, scorers: 3 }],
    ['three answers to each of 16 cases in groups of four', { cases: 16, repeat: 3, groupOf: 4, discordance: 0.2 }],
    ['scores in between', { cases: 11, spread: 0.1 }],
  ])('fails at most as often as promised: %s', (_, world) => {
    expect(simulateGate({ ...world, rule: ruleOf(0) }, DRAWS, 1).failed).toBeLessThanOrEqual(atMost(0.05, DRAWS));
  });
});

describe('a drop above what is accepted', () => {
  test.each<[string, Omit<World, 'rule' | 'drop'>]>([
    ['in every case a little', { cases: 60, discordance: 0.2 }],
    ['a few cases altogether', { cases: 60, discordance: 0.01, collapses: true }],
    ['a few cases altogether, three answers each', { cases: 30, repeat: 3, discordance: 0.01, collapses: true }],
    ['a few cases altogether, among scores that hardly move', { cases: 40, spread: 0.02, collapses: true }],
  ])('passes at most as often as promised: %s', (_, world) => {
    const { passed } = simulateGate({ ...world, drop: 0.06, rule: ruleOf(0.0599) }, DRAWS, 2);
    expect(passed).toBeLessThanOrEqual(atMost(0.05, DRAWS));
  });
});

describe('what a report prints', () => {
  const world: World = { cases: 60, discordance: 0.1, rule: ruleOf(0.05) };
  const printed = simulateGate(world, 15, 3);

  test('as detectable fails in about four of five runs', () => {
    const drop = printed.detectableDrop ?? Number.NaN;
    const { failed } = simulateGate({ ...world, drop, collapses: true }, DRAWS, 4);
    expect(failed).toBeGreaterThanOrEqual(0.7);
  });

  test('as needed lets a candidate that is no worse pass in about four of five runs', () => {
    const cases = printed.neededPairs ?? Number.NaN;
    expect(simulateGate({ ...world, cases }, 30, 5).passed).toBeGreaterThanOrEqual(0.65);
  });
});
