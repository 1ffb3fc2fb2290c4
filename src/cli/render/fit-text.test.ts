import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { cutText, wrapText } from './fit-text.ts';

describe('cutText', () => {
  test('keeps what fits and marks what does not', () => {
    expect(cutText('billing', 7)).toBe('billing');
    expect(cutText('billing question', 9)).toBe('billing…');
  });

  test('never splits a character, and counts wide ones as two columns', () => {
    expect(cutText('日本語です', 6)).toBe('日本…');
    expect(cutText('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 3)).toBe('👩‍👩‍👧…');
  });

  test('always fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, columns) => {
        expect(stringWidth(cutText(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('wrapText', () => {
  test('breaks between words, and leaves a long word whole', () => {
    expect(wrapText('a drop up to 0.1 is not ruled out', 12)).toEqual(['a drop up to', '0.1 is not', 'ruled out']);
    expect(wrapText('see https://example.org/a/long/path now', 10)).toEqual(['see', 'https://example.org/a/long/path', 'now']);
  });

  test('loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/)), fc.integer({ min: 1, max: 30 }), (words, columns) => {
        expect(wrapText(words.join(' '), columns).join(' ')).toBe(words.join(' '));
      }),
    );
  });
});
