import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf, isDigest, shortDigest } from './digest.ts';
import type { Json } from './json/canonical-json.ts';

describe('digestOf', () => {
  test('ignores the order of keys', () => {
    expect(digestOf({ model: 'm', temperature: 0 })).toBe(digestOf({ temperature: 0, model: 'm' }));
  });

  test('gives the published answer for a known content', () => {
    // printf '%s' '{"a":null,"b":[1,"x"]}' | sha256sum
    expect(digestOf({ b: [1, 'x'], a: null })).toBe('sha256:c22cb7b0353770e2b38094af641143ebf008ddf2d1f2dedb9d875996fcf245fa');
  });

  test('survives a JSON round trip', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(digestOf(JSON.parse(JSON.stringify(value)) as Json)).toBe(digestOf(value as Json));
      }),
    );
  });

  test('is a digest, shown by its first twelve digits', () => {
    const digest = digestOf(null);
    expect(isDigest(digest)).toBe(true);
    expect(shortDigest(digest)).toMatch(/^[0-9a-f]{12}$/);
    expect(isDigest(digest.toUpperCase())).toBe(false);
  });
});
