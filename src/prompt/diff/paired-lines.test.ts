import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffWords } from './diff-words.ts';
import { type DiffLine, isUnchanged, pairLines } from './paired-lines.ts';

const text = (line: DiffLine | undefined) => line?.words.map((word) => word.text).join('');
const beside = (before: string, after: string) =>
  pairLines(diffWords(before, after)).map((pair) => [text(pair.before)?.trimEnd() ?? '', text(pair.after)?.trimEnd() ?? '']);

describe('lines side by side', () => {
  test('stand beside the line that they have most in common with', () => {
    expect(beside('the cat\nyou answer questions of customers\nend', 'the\nyou answer all questions of customers\nend')).toEqual([
      ['the cat', 'the'],
      ['you answer questions of customers', 'you answer all questions of customers'],
      ['end', 'end'],
    ]);
    expect(beside('a b c d e f', 'a new line\na b c d e f g')).toEqual([
      ['', 'a new line'],
      ['a b c d e f', 'a b c d e f g'],
    ]);
  });

  test('of one text alone stand alone, or beside what came in their place', () => {
    expect(beside('keep\nkeep too', 'keep\nnew\nkeep too')).toEqual([
      ['keep', 'keep'],
      ['', 'new'],
      ['keep too', 'keep too'],
    ]);
    expect(beside('first\nx y\nz\nlast', 'first\np\nlast')).toEqual([
      ['first', 'first'],
      ['x y', 'p'],
      ['z', ''],
      ['last', 'last'],
    ]);
  });

  test('are numbered by their own text', () => {
    const pairs = pairLines(diffWords('a\nc', 'a\nb\nc'));
    expect(pairs.map(({ before, after }) => [before?.number, after?.number])).toEqual([
      [1, 1],
      [undefined, 2],
      [2, 3],
    ]);
    expect(pairs.map(isUnchanged)).toEqual([true, false, true]);
  });

  test('a line end that comes or goes is a change of its line', () => {
    expect(pairLines(diffWords('a', 'a\n'))).toEqual([
      {
        before: { number: 1, words: [{ kind: 'same', text: 'a' }] },
        after: {
          number: 1,
          words: [
            { kind: 'same', text: 'a' },
            { kind: 'added', text: '\n' },
          ],
        },
      },
    ]);
  });

  test('are all there, in order, whatever the texts', () => {
    const some = fc
      .array(fc.constantFrom('a ', 'b ', 'c', '\n', '\n\n', 'word ', '世'), { maxLength: 25 })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(some, some, (before, after) => {
        const pairs = pairLines(diffWords(before, after));
        expect(pairs.map((pair) => text(pair.before) ?? '').join('')).toBe(before);
        expect(pairs.map((pair) => text(pair.after) ?? '').join('')).toBe(after);
        expect(pairs.every((pair) => pair.before ?? pair.after)).toBe(true);
        expect(pairs.every(isUnchanged)).toBe(before === after);
      }),
      { numRuns: 500 },
    );
  });
});
