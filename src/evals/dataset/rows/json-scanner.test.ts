import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonErrorOffset } from './json-scanner.ts';

describe('jsonErrorOffset', () => {
  test('finds no error in whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        expect(jsonErrorOffset(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
    );
  });

  test('finds an error exactly where JSON.parse refuses a text', () => {
    const noise = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', 'a', '1', '-', '.', 'e', 'true', 'null', ' ', '\\', '\n'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(noise, (parts) => {
        const text = parts.join('');
        const isJson = (() => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        })();
        expect(jsonErrorOffset(text) === undefined).toBe(isJson);
      }),
      { numRuns: 2000 },
    );
  });

  test('scans a long string without recursion', () => {
    expect(jsonErrorOffset(JSON.stringify('a\n'.repeat(500_000)))).toBeUndefined();
  });

  test('refuses endless nesting instead of overflowing the stack', () => {
    expect(jsonErrorOffset('['.repeat(100_000))).toBe(501);
  });
});
