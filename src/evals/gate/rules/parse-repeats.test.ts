import { describe, expect, test } from 'vitest';
import { parseRepeats } from './parse-repeats.ts';

describe('parseRepeats', () => {
  test.each([
    ['2 of 3', { needed: 2, of: 3 }],
    [' 1  of 1 ', { needed: 1, of: 1 }],
  ])('reads %j', (text, repeats) => {
    expect(parseRepeats(text)).toEqual(repeats);
  });

  test.each(['', '2', '0 of 3', '4 of 3', '-1 of 3', '2/3', '2 of', '1.5 of 3', '2 of 3 of 4'])('refuses %j', (text) => {
    expect(parseRepeats(text)).toBeUndefined();
  });
});
