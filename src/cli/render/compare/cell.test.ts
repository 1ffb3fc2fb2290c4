import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { cellLines } from './cell.ts';

const cell = (text: string, columns: number) => cellLines([{ text }], columns);

describe('a cell', () => {
  test('breaks between words, and within one that is longer', () => {
    expect(cell('one two three', 8)).toEqual(['one two ', 'three   ']);
    expect(cell('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij  ']);
    expect(cell('', 3)).toEqual(['   ']);
  });

  test('counts wide characters, joined emoji and marks as they are shown', () => {
    expect(cell('你好世界', 5)).toEqual(['你好 ', '世界 ']);
    expect(cell('👨‍👩‍👧👨‍👩‍👧', 3)).toEqual(['👨‍👩‍👧 ', '👨‍👩‍👧 ']);
    expect(cell('cafe\u0301s', 5)).toEqual(['cafe\u0301s']);
  });

  test('takes a tab to its next stop', () => {
    expect(cell('a\tb', 8)).toEqual(['a   b   ']);
    expect(cell('\tb', 8)).toEqual(['    b   ']);
  });

  test('paints what stands together at once', () => {
    expect(cellLines([{ text: 'ab' }, { text: 'cd', paint: (text) => `<${text}>` }], 3)).toEqual(['ab<c>', '<d>  ']);
  });

  test('is never wider or narrower than asked, and loses nothing but white space at breaks', () => {
    const text = fc
      .array(fc.constantFrom('a', 'word', ' ', '  ', '\t', '世', '👍🏽', '👨‍👩‍👧', 'e\u0301', '{{ x }}', 'ｱ', '한'), { maxLength: 30 })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 6, max: 40 }), (value, columns) => {
        const lines = cell(value, columns);
        expect(lines.map((line) => stringWidth(line)).every((width) => width === columns)).toBe(true);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(value.replaceAll(/\s/g, ''));
      }),
      { numRuns: 500 },
    );
  });
});
