import { describe, expect, test } from 'vitest';
import { textFindings } from './text-findings.ts';

const found = (text: string) => textFindings(text).map(({ rule, position }) => `${position.line}:${position.column} ${rule}`);

describe('textFindings', () => {
  test.each([
    ['an override of the writing direction', 'one\nab\u202Ecd', '2:3 bidi-control'],
    ['a zero-width space', 'a\u200Bb', '1:2 zero-width'],
    ['a joiner after a letter', 'ab\u200Dc', '1:3 zero-width'],
    ['a byte order mark inside the text', 'a\uFEFFb', '1:2 zero-width'],
    ['a text hidden in tag characters', 'a\u{E0068}\u{E0069}', '1:2 zero-width'],
    ['an accent apart from its letter', 'a\ncafe\u0301', '2:4 not-nfc'],
  ])('warns of %s', (_name, text, finding) => {
    expect(found(text)).toEqual([finding]);
  });

  test.each([
    ['joined emoji', 'a \u{1F469}\u200D\u{1F4BB} and \u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
    ['joiners that a script needs', 'می\u200Cخواهم क\u094D\u200Dष'],
    ['composed letters of any language', 'café Ünïcode 如何 مساعد'],
  ])('says nothing of %s', (_name, text) => {
    expect(found(text)).toEqual([]);
  });

  test('counts what it found', () => {
    expect(textFindings('a\u200Bb\u200Bc')[0]?.message).toContain('2, the first is U+200B');
  });
});
