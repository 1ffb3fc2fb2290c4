import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byCodePoint } from './code-point-order.ts';

const codePoints = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0);

test('puts what lies beyond U+FFFF last', () => {
  expect(['\u{1f600}', '\ufb33', 'b', 'a'].sort(byCodePoint)).toEqual(['a', 'b', '\ufb33', '\u{1f600}']);
});

test('agrees with comparing lists of code points', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (left, right) => {
      const [a, b] = [codePoints(left), codePoints(right)];
      const first = a.findIndex((point, index) => point !== b[index]);
      const expected = first < 0 || first >= b.length ? a.length - b.length : (a[first] ?? 0) - (b[first] ?? 0);
      expect(Math.sign(byCodePoint(left, right))).toBe(Math.sign(expected));
    }),
  );
});
