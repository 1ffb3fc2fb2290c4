import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readYaml } from '../safe-yaml.ts';
import type { ValuePath } from './locate.ts';

const read = (text: string) => readYaml({ file: 'a.yaml', text });

/** What the source says from the place on where a place of the text stands. */
const sourceAt = (text: string, path: ValuePath, line: number, column: number, length = 5) => {
  const { start } = read(text).locate(path, { line, column });
  return text.slice(start, start + length);
};

describe('locate', () => {
  const text = 'a:\n  b: [x, yy]\n  c: &n { d: 1 }\ne: *n\n';

  test.each([
    [['a', 'b', 1], '2:10-2:12'],
    [['a', 'c', 'd'], '3:14-3:15'],
    [['e', 'd'], '3:14-3:15'],
    [['a', 'missing', 'd'], '2:3-4:1'],
    [['a', 'b', 7], '2:6-2:13'],
  ])('%j stands at %s', (path, place) => {
    const { line, column, endLine, endColumn } = read(text).locate(path);
    expect(`${line}:${column}-${endLine}:${endColumn}`).toBe(place);
  });

  test('finds the key of a value', () => {
    expect(read(text).locateKey(['a', 'c'])).toMatchObject({ line: 3, column: 3, endColumn: 4 });
  });

  test('gives the start of a file that could not be read', () => {
    expect(read('a: [').locate(['a'])).toMatchObject({ line: 1, column: 1 });
  });
});

describe('a place in a text', () => {
  test.each([
    ['a literal block', 'm:\n  - t: |-\n      one\n        {{two}}\n\n      three {{four}}\n', [2, 3], [4, 7]],
    ['a block with an indentation indicator', 'm:\n  - t: |2-\n        one\n        {{two}}\n\n        three {{four}}\n', [2, 3], [4, 9]],
    ['a block with a comment in its header', 'm:\n  - t: | # {{two}}\n      one\n      {{two}}\n\n      three {{four}}\n', [2, 1], [4, 7]],
    ['a folded block', 'm:\n  - t: >\n      one\n      {{two}}\n      three\n\n      {{four}}\n', [1, 5], [2, 1]],
    ['a plain text over two lines', 'm:\n  - t: one\n      {{two}} three\n      {{four}}\n', [1, 5], [1, 19]],
    ['a single-quoted text', "m:\n  - t: 'it''s {{two}}\n\n      {{four}}'\n", [1, 6], [2, 1]],
    ['a double-quoted text', 'm:\n  - t: "\\tone\\n\\u00e9\\"\\\n      \\x20{{two}} \\U0001F600{{four}}"\n', [2, 4], [2, 14]],
  ] as const)('is found in %s', (_name, source, two, four) => {
    expect(sourceAt(source, ['m', 0, 't'], two[0], two[1], 7)).toBe('{{two}}');
    expect(sourceAt(source, ['m', 0, 't'], four[0], four[1], 8)).toBe('{{four}}');
  });

  test('is found through an alias, where the text is written', () => {
    expect(read('a: &t |\n  one\n  two\nb: *t\n').locate(['b'], { line: 2, column: 2 })).toMatchObject({ line: 3, column: 4 });
  });

  test('is found in a CRLF file', () => {
    expect(read('a: |\r\n  one\r\n  {{two}}\r\n').locate(['a'], { line: 2, column: 1 })).toMatchObject({ line: 3, column: 3 });
  });

  test('beyond the text is its end', () => {
    expect(read('a: one\nb: 1\n').locate(['a'], { line: 7, column: 1 })).toMatchObject({ line: 1, column: 7 });
  });

  test('in white space is after the character before it', () => {
    expect(read('a: |\n  one  \n  two\n').locate(['a'], { line: 1, column: 5 })).toMatchObject({ line: 2, column: 7 });
  });

  test('is exact for every visible character, however the text is written', () => {
    const word = fc.constantFrom('a', 'é', '😀', "'", '"', '\\', '{{x}}', ':', '#', '-');
    const text = fc.array(fc.oneof(word, fc.constantFrom(' ', '\n')), { minLength: 1, maxLength: 30 }).map((parts) => parts.join(''));
    const style = fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED');
    fc.assert(
      fc.property(text, style, (value, defaultStringType) => {
        const source = stringify({ list: [{ text: value }] }, { defaultStringType, lineWidth: 20 } as never);
        const yaml = read(source);
        fc.pre((yaml.value as { list?: { text: string }[] } | undefined)?.list?.[0]?.text === value);
        value.split('\n').forEach((line, row) => {
          for (const [column, character] of [...line].entries()) {
            if (!/[a-zé{]/.test(character)) continue;
            const units = [...line].slice(0, column).join('').length;
            const { start } = yaml.locate(['list', 0, 'text'], { line: row + 1, column: units + 1 });
            expect(source[start]).toBe(character);
          }
        });
      }),
    );
  });
});
