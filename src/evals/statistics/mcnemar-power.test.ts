import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectableDrop, pairsToDetect } from './mcnemar-power.ts';

describe('pairsToDetect', () => {
  test.each([
    [0.1, 0.05, 312],
    [0.2, 0.05, 626],
  ])("gives Connor's number for a discordance of %d and a drop of %d", (discordance, drop, pairs) => {
    // The reference is two-sided at 0.05, which is one-sided at 0.025.
    expect(pairsToDetect(drop, { discordance, alpha: 0.025, power: 0.8 })).toBe(pairs);
  });

  test('asks for five changed cases at least, since four cannot reach p < 0.05', () => {
    expect(pairsToDetect(1, { discordance: 1, alpha: 0.05, power: 0.8 })).toBe(5);
  });

  test('needs more pairs the smaller the drop and the more cases change anyway', () => {
    const share = fc.double({ min: 0.001, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(share, share, (drop, discordance) => {
        const pairs = pairsToDetect(drop, { discordance, alpha: 0.05, power: 0.8 });
        expect(pairsToDetect(drop * 2, { discordance, alpha: 0.05, power: 0.8 })).toBeLessThanOrEqual(pairs);
        expect(pairsToDetect(drop, { discordance: discordance * 2, alpha: 0.05, power: 0.8 })).toBeGreaterThanOrEqual(pairs);
      }),
    );
  });
});

describe('detectableDrop', () => {
  test('says nothing for fewer pairs than any drop needs', () => {
    expect(detectableDrop(4, { discordance: 0, alpha: 0.05, power: 0.8 })).toBeUndefined();
    expect(detectableDrop(5, { discordance: 0, alpha: 0.05, power: 0.8 })).toBeCloseTo(1, 9);
  });

  test('is the drop that needs just these pairs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 10_000 }), fc.double({ min: 0, max: 0.5, noNaN: true }), (pairs, discordance) => {
        const power = { discordance, alpha: 0.05, power: 0.8 };
        const drop = detectableDrop(pairs, power) ?? Number.NaN;
        expect(pairsToDetect(drop, power)).toBeLessThanOrEqual(pairs);
        expect(pairsToDetect(drop * 0.99, power)).toBeGreaterThan(pairs * 0.97);
      }),
    );
  });
});
