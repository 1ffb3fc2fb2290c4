import { describe, expect, test } from 'vitest';
import { priceTable } from './price-of.ts';

const tokens = { input: 1_000_000, output: 100_000, cachedInput: 500_000, cacheWrite: 0 };

describe('prices of a project', () => {
  const priceOf = priceTable({
    'local/mine': { input: 2, output: 10, cachedInput: 1 },
    'openai/gpt-4o-mini': { input: 0, output: 0 },
    'local/vectors': { input: 0.02 },
  });

  test('count for a model that no table knows', () => {
    expect(priceOf('local', 'mine')?.(tokens)).toBeCloseTo(0.5 * 2 + 0.5 * 1 + 0.1 * 10, 12);
  });

  test('win over the table', () => {
    expect(priceOf('openai', 'gpt-4o-mini')?.(tokens)).toBe(0);
    expect(priceTable()('openai', 'gpt-4o-mini')?.(tokens)).toBeGreaterThan(0);
  });

  test('need no price of answers, and what is not said of the cache costs as the rest', () => {
    expect(priceOf('local', 'vectors')?.(tokens)).toBeCloseTo(0.02, 12);
  });

  test('leave others as they were: unknown stays unknown', () => {
    expect(priceOf('local', 'other')).toBeUndefined();
    expect(priceOf('openai', 'constructor')).toBeUndefined();
  });
});

test('the table knows models of Google, in steps by length, and vectors', () => {
  const priceOf = priceTable();
  const short = { input: 1000, output: 1000, cachedInput: 0, cacheWrite: 0 };

  expect(priceOf('google', 'gemini-2.5-pro')?.(short)).toBeCloseTo((1000 * 1.25 + 1000 * 10) / 1e6, 12);
  expect(priceOf('google', 'gemini-2.5-pro')?.({ ...short, input: 300_000 })).toBeGreaterThan(0.3 * 1.25);
  expect(priceOf('openai', 'text-embedding-3-small')?.({ ...short, output: 0 })).toBeCloseTo(0.000_02, 12);
});
