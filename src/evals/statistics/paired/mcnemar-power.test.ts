import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connorPairs, detectableDrop, pairsToDetect, pairsToPass } from './mcnemar-power.ts';

const AT_5_PERCENT = { alpha: 0.05, power: 0.8 };
const share = fc.double({ min: 0.001, max: 0.5, noNaN: true });

describe('connorPairs', () => {
  test.each([
    [0.1, 0.05, 312],
    [0.2, 0.05, 626],
  ])('gives the reference value for a discordance of %d and a drop of %d', (discordance, drop, pairs) => {
    // The reference is two-sided at 0.05, which is one-sided at 0.025.
    expect(Math.ceil(connorPairs(drop, discordance, { alpha: 0.025, power: 0.8 }))).toBe(pairs);
  });
});

describe('pairsToDetect', () => {
  test('asks for five changed cases at least, since four cannot reach p < 0.05', () => {
    expect(pairsToDetect(1, { noise: 0, ...AT_5_PERCENT })).toBe(5);
  });

  test('needs more pairs the smaller the drop and the more cases change anyway', () => {
    fc.assert(
      fc.property(share, share, (drop, noise) => {
        const pairs = pairsToDetect(drop, { noise, ...AT_5_PERCENT });
        expect(pairsToDetect(drop * 2, { noise, ...AT_5_PERCENT })).toBeLessThanOrEqual(pairs);
        expect(pairsToDetect(drop, { noise: noise * 2, ...AT_5_PERCENT })).toBeGreaterThanOrEqual(pairs);
      }),
    );
  });
});

describe('detectableDrop', () => {
  test('says nothing for fewer pairs than any drop needs', () => {
    expect(detectableDrop(4, { noise: 0, ...AT_5_PERCENT })).toBeUndefined();
    expect(detectableDrop(5, { noise: 0, ...AT_5_PERCENT })).toBeCloseTo(1, 9);
  });

  test('is the drop that needs just these pairs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 10_000 }), fc.double({ min: 0, max: 0.5, noNaN: true }), (pairs, noise) => {
        const power = { noise, ...AT_5_PERCENT };
        const drop = detectableDrop(pairs, power) ?? Number.NaN;
        expect(pairsToDetect(drop, power)).toBeLessThanOrEqual(pairs);
        expect(pairsToDetect(drop * 0.99, power)).toBeGreaterThan(pairs * 0.97);
      }),
    );
  });

  test('lies above what is accepted, since only a larger observed drop fails', () => {
    const power = { noise: 0.05, ...AT_5_PERCENT };
    expect(detectableDrop(5000, power)).toBeLessThan(0.02);
    expect(detectableDrop(5000, power, 0.05)).toBeGreaterThan(0.05);
  });
});

describe('pairsToPass', () => {
  test('is where the exact bound of nothing seen falls to the accepted drop', () => {
    // 0.95^59 is the first power below 0.05.
    expect(pairsToPass(0.05, { noise: 0, ...AT_5_PERCENT })).toBe(59);
  });

  test('needs more pairs the less is accepted and the more cases change anyway', () => {
    fc.assert(
      fc.property(share, share, (drop, noise) => {
        const pairs = pairsToPass(drop, { noise, ...AT_5_PERCENT });
        expect(pairsToPass(drop * 2, { noise, ...AT_5_PERCENT })).toBeLessThanOrEqual(pairs);
        expect(pairsToPass(drop, { noise: noise * 2, ...AT_5_PERCENT })).toBeGreaterThanOrEqual(pairs);
      }),
    );
  });
});
