import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from './printable.ts';

describe('printable', () => {
  test.each([
    ['\u001b[2J\u001b[1;1Hgone', '\\u{1b}[2J\\u{1b}[1;1Hgone'],
    ['\u001b]0;title\u0007', '\\u{1b}]0;title\\u{7}'],
    ['\u009b31mred', '\\u{9b}31mred'],
    ['over\rwritten', 'over␍written'],
    ['two\nlines', 'two↵lines'],
    ['a\tb', 'a b'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['tag \u{e0041}', 'tag \\u{e0041}'],
    ['half \ud83d', 'half \\u{d83d}'],
  ])('shows %j instead of obeying it', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test.each(['Zażółć gęślą jaźń', '日本語', '👩‍👩‍👧 ok', 'می‌خواهم', 'expected "billing", got "sales"'])('leaves %j alone', (text) => {
    expect(printable(text)).toBe(text);
  });

  test('lets no control character through, whatever the text', () => {
    const anything = fc.array(fc.nat({ max: 0x10ffff })).map((points) => String.fromCodePoint(...points));
    fc.assert(
      fc.property(anything, (text) => {
        expect(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u.test(printable(text))).toBe(false);
      }),
    );
  });
});
