import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { WordChange } from '../../../prompt/diff/word-change.ts';
import { wordsText } from './words.ts';

const shown = (...words: [kind: WordChange['kind'], text: string][]) =>
  wordsText(
    words.map(([kind, text]) => ({ kind, text })),
    new Chalk({ level: 0 }),
  );

describe('wordsText', () => {
  test('marks words in their line and shortens what is unchanged', () => {
    expect(shown(['same', 'a\nb\nsay '], ['removed', 'hello'], ['added', 'hi'], ['same', '\nc\nd\n'])).toEqual([
      '    …',
      '    b',
      '    say [-hello-]{+hi+}',
      '    c',
      '    …',
    ]);
  });

  test('ends with the last line, not with an empty one after it', () => {
    expect(shown(['same', 'say '], ['added', 'hi'], ['same', '\n'])).toEqual(['    say {+hi+}']);
    expect(shown(['added', 'a\nb\n'])).toEqual(['    {+a+}{+⏎+}', '    {+b+}{+⏎+}']);
  });

  test('shows a line end that comes or goes', () => {
    expect(shown(['same', 'a'], ['added', '\n'])).toEqual(['    a{+⏎+}']);
  });
});
