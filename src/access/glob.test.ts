import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globCovers, globMatches } from './glob.ts';

const glob = fc.array(fc.constantFrom('a', 'b', '/', '*'), { maxLength: 6 }).map((parts) => parts.join(''));
const text = fc.array(fc.constantFrom('a', 'b', '/', 'c'), { maxLength: 6 }).map((parts) => parts.join(''));

describe('a glob covers another', () => {
  test('only when it stands for all that the other stands for', () => {
    fc.assert(
      fc.property(glob, glob, text, (wide, narrow, name) => {
        if (globCovers(wide, narrow) && globMatches(narrow, name)) expect(globMatches(wide, name)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('whenever it does', () => {
    fc.assert(
      fc.property(glob, glob, (wide, narrow) => {
        // A letter of neither, in place of every star: a name that only the star of the wide one can stand for.
        if (globMatches(wide, narrow.replaceAll('*', 'z'))) expect(globCovers(wide, narrow)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['*', 'staging*', true],
    ['staging*', '*', false],
    ['staging*', 'staging-eu', true],
    ['staging*', 'production', false],
    ['s*g', 's*ng', true],
    ['staging', 'Staging', false],
    ['staging*', 'ｓtaging', false],
  ])('%s over %s: %s', (wide, narrow, covers) => {
    expect(globCovers(wide, narrow)).toBe(covers);
  });
});
