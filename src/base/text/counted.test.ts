import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test('says one of a thing, and several', () => {
  expect([0, 1, 2].map((count) => counted(count, 'file'))).toEqual(['0 files', '1 file', '2 files']);
  expect(counted(2, 'pin moves', 'pins move')).toBe('2 pins move');
});

test('groups digits as English does, for every count', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (count) => {
      expect(counted(count, 'case')).toBe(`${count.toLocaleString('en-US')} case${count === 1 ? '' : 's'}`);
    }),
  );
});
