import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { WordChange } from '../../../prompt/diff/word-change.ts';
import { wordsText } from './words.ts';

const shown = (...words: [kind: WordChange['kind'], text: string][]) =>
  wordsText(
    words.map(([kind, text]) => ({ kind, text })),
    { color: new Chalk({ level: 0 }), context: 1 },
  );

describe('words of a diff', () => {
  test('are marked in their line, and lines far from a change are left out', () => {
    expect(shown(['same', 'a\nb\nsay '], ['removed', 'hello'], ['added', 'hi'], ['same', '\nc\nd\ne\n'])).toEqual([
      '… 1 unchanged line',
      'b',
      'say [-hello-]{+hi+}',
      'c',
      '… 2 unchanged lines',
    ]);
  });

  test('end with the last line, not with an empty one after it', () => {
    expect(shown(['same', 'say '], ['added', 'hi'], ['same', '\n'])).toEqual(['say {+hi+}']);
    expect(shown(['added', 'a\nb\n'])).toEqual(['{+a+}', '{+b+}']);
  });

  test('show a line end that comes or goes', () => {
    expect(shown(['same', 'a'], ['added', '\n'])).toEqual(['a{+⏎+}']);
    expect(shown(['same', 'a\n'], ['added', '\n'], ['same', 'b'])).toEqual(['a', '{+⏎+}', 'b']);
  });

  test('of a long paragraph are shown with what is around them, cut between words and characters', () => {
    const [line = ''] = shown(['same', 'word '.repeat(500)], ['added', 'new '], ['same', `${'👨‍👩‍👧'.repeat(100)}\n`]);
    expect(line).toMatch(/^…( word)+ \{\+new \+\}(👨‍👩‍👧)+…$/u);
    expect(line.length).toBeLessThan(700);
  });
});
