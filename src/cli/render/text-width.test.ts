import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { textWidth } from './text-width.ts';

test('every character before the wide scripts is as wide as the tables of Unicode say', () => {
  const characters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code));
  expect(characters.filter((character) => textWidth(character) !== stringWidth(character))).toEqual([]);
});

test('texts are, with what joins to the character before it, and with colours', () => {
  const part = fc.constantFrom(
    'a',
    'é',
    '→',
    '✓',
    '…',
    '│',
    '\u0301',
    '\ufe0f',
    '\u200d',
    '漢',
    '👩',
    '1\ufe0f\u20e3',
    '\u001b[31m',
    '\u001b[39m',
    '\t',
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('');
      expect(textWidth(text)).toBe(stringWidth(text));
    }),
  );
});
