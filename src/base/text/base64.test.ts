import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from './base64.ts';

test('writes what others read, and reads it back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }),
  );
});

test.each(['a', '====', 'AAA', 'AA==A', 'AB==', 'Y Q==', 'Y\u0000==', '_-8='])('refuses %j: one value has one text', (text) => {
  expect(fromBase64(text)).toBeUndefined();
});
