import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffWords } from './diff-words.ts';
import type { WordChange } from './word-change.ts';

const join = (changes: readonly WordChange[], kind: 'added' | 'removed') =>
  changes
    .filter((change) => change.kind === 'same' || change.kind === kind)
    .map(({ text }) => text)
    .join('');
/** `[-removed-]`, `{+added+}`, the rest is the same. */
const shown = (before: string, after: string) =>
  diffWords(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`))
    .join('');

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        'word',
        'other',
        ' ',
        '  ',
        '\n',
        '\r\n',
        '\t',
        '{{ a }}',
        '{{ b | c }}',
        '{% if %}',
        '{{',
        '}}',
        '世',
        '界',
        'é',
        '👨‍👩‍👧',
        '👍🏽',
        'ภาษา',
        '.',
        ',',
      ),
      { maxLength: 40 },
    )
    .map((pieces) => pieces.join('')),
);

describe('laws', () => {
  test('same and removed are the text before, same and added the text after, byte for byte', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const changes = diffWords(before, after);
        expect(join(changes, 'removed')).toBe(before);
        expect(join(changes, 'added')).toBe(after);
      }),
      { numRuns: 1_000 },
    );
  });

  test('equal texts have no change', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(diffWords(text, text)).toEqual(text === '' ? [] : [{ kind: 'same', text }]);
      }),
    );
  });

  test('no change is empty, and none follows another of its kind', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const changes = diffWords(before, after);
        for (const [index, change] of changes.entries()) {
          expect(change.text).not.toBe('');
          expect(changes[index + 1]?.kind).not.toBe(change.kind);
        }
      }),
    );
  });
});

describe('words', () => {
  test('a variable or a tag is one word', () => {
    expect(shown('Hi {{ name }}!', 'Hi {{ name | upcase }}!')).toBe('Hi [-{{ name }}-]{+{{ name | upcase }}+}!');
    expect(shown('{% if a b %}x', '{% if a c %}x')).toBe('[-{% if a b %}-]{+{% if a c %}+}x');
  });

  test('are not matched by their spaces', () => {
    expect(shown('one two three', 'four two five')).toBe('[-one -]{+four +}two [-three-]{+five+}');
    expect(shown('a b c', 'x y z')).toBe('[-a b c-]{+x y z+}');
  });

  test('stay the same when only the space after them changes', () => {
    expect(shown('one\r\ntwo', 'one\ntwo')).toBe('one[-\r\n-]{+\n+}two');
    expect(shown(' a', 'a')).toBe('[- -]a');
  });

  test('of languages without spaces are single characters', () => {
    expect(shown('你好世界', '你好新世界')).toBe('你好{+新+}世界');
    expect(shown('今日は晴れ', '明日は晴れ')).toBe('[-今-]{+明+}日は晴れ');
    expect(shown('안녕하세요', '안녕히세요')).toBe('안녕[-하-]{+히+}세요');
  });

  test('an emoji is never cut', () => {
    expect(shown('ok 👍🏽', 'ok 👍🏿')).toBe('ok [-👍🏽-]{+👍🏿+}');
    expect(shown('👨‍👩‍👧', '👨‍👩‍👦')).toBe('[-👨‍👩‍👧-]{+👨‍👩‍👦+}');
  });

  test('a letter with a mark is one with it', () => {
    expect(shown('cafe\u0301 x', 'cafe x')).toBe('[-cafe\u0301 -]{+cafe +}x');
  });
});

describe('bounds', () => {
  const random = (seed: number) => {
    let state = seed;
    return () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    };
  };
  const noise = (seed: number, separator: string): string => {
    const next = random(seed);
    return Array.from({ length: 50_000 }, () => Math.floor(next() * 2_000).toString(36) + (next() < 0.1 ? separator : ' ')).join('');
  };

  test.each([
    ['random words', noise(1, ' '), noise(2, ' ')],
    ['random lines', noise(1, '\n'), noise(2, '\n')],
    [
      'disjoint words',
      Array.from({ length: 40_000 }, (_, i) => `a${i}`).join(' '),
      Array.from({ length: 40_000 }, (_, i) => `b${i}`).join('\n'),
    ],
    ['reversed characters', '你好世界今天明天'.repeat(12_500), '天明天今界世好你'.repeat(12_500)],
    ['open braces', '{{'.repeat(100_000), '{{ '.repeat(66_000)],
  ])('%s of 200 kB are compared in about a second, within bounded memory', (_what, before, after) => {
    const memory = process.memoryUsage().rss;
    const started = process.cpuUsage();
    const changes = diffWords(before, after);
    expect(process.cpuUsage(started).user).toBeLessThan(10_000_000);
    expect(process.memoryUsage().rss - memory).toBeLessThan(300_000_000);
    expect(join(changes, 'removed')).toBe(before);
    expect(join(changes, 'added')).toBe(after);
  });

  test('a text with thousands of changes is still compared by word inside its changed lines', () => {
    const lines = (middle: (index: number) => string) =>
      Array.from({ length: 400 }, (_, index) => `kept ${index}\nline ${index} ${middle(index)} end`).join('\n');
    const before = lines((index) => `a${index} b c d`);
    const after = lines((index) => `x${index} b y${index} d`);
    const changes = diffWords(before, after);
    expect(changes).toContainEqual({ kind: 'removed', text: 'a7 ' });
    expect(join(changes, 'added')).toBe(after);
  });
});
