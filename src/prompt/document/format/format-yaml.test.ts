import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { realPromptFiles } from '../../../../test/support/real-files.ts';
import { yamlValues } from '../../../../test/support/yaml-values.ts';
import { saysTheSame } from '../edit/changes-between.ts';
import { PROMPT_KEYS } from '../prompt-file/key-order.ts';
import { readYaml } from '../safe-yaml.ts';
import { writeYamlFile } from '../write/write-yaml.ts';
import { formatYaml } from './format-yaml.ts';

const formatted = (text: string) => {
  const result = formatYaml({ file: 'a.yaml', text }, PROMPT_KEYS);
  return 'text' in result ? result.text : `problem: ${result.problem}`;
};

describe('formatYaml', () => {
  test.each([
    [
      'indents by two columns, lists and what stands behind dashes too',
      'a:\n    b:\n    -   c: 1\n        d: 2\n',
      'a:\n  b:\n    - c: 1\n      d: 2\n',
    ],
    ['moves blocks with their keys, to the byte', 'a:\n      b: |4-\n            x\n          y\n', 'a:\n  b: |2-\n      x\n    y\n'],
    ['keeps chomping', 'a: |+\n     x\n\n\nb: |\n     x\n', 'a: |+\n  x\n\n\nb: |\n  x\n'],
    ['keeps folds', 'a: >-\n     x y\n     z\n\n     w\n', 'a: >-\n  x y\n  z\n\n  w\n'],
    ['makes a block of a text with escaped line ends', 'a: "x\\ny\\n" # c\n', 'a: | # c\n  x\n  y\n'],
    ['prefers double quotes', "a: 'x'\nb: 'say \"y\"'\n", 'a: "x"\nb: \'say "y"\'\n'],
    ['spaces braces and colons', 'a:   {b:  1,c: [ x,y ]}\nd :  2\n', 'a: { b: 1, c: [x, y] }\nd : 2\n'],
    [
      'keeps comments where they are',
      '# top\n\na: 1   # one\n#   b\nb:\n    # in b\n    c: 1\n\n\n\n# end\n',
      '# top\n\na: 1   # one\n#   b\nb:\n  # in b\n  c: 1\n\n# end\n',
    ],
    [
      'orders the keys of a prompt with the comments above them',
      '# top\n\nmessages: []\n# why m\nmodel: m\nx-a: 1\nname: n\n',
      '# top\n\nname: n\n# why m\nmodel: m\nx-a: 1\nmessages: []\n',
    ],
    ['leaves indented comments with what is above', 'messages:\n  - a\n  # more\nmodel: m\n', 'model: m\nmessages:\n  - a\n  # more\n'],
    ['does not move what aliases need', 'messages: &m []\nmodel: m\nx-a: *m\n', 'messages: &m []\nmodel: m\nx-a: *m\n'],
    ['ends lines with LF, and the file with one', '\uFEFFa: 1  \r\n\r\n\r\n\r\nb: 2', 'a: 1\n\nb: 2\n'],
    ['keeps a space at the end of a text', 'a: |-\n  b \n', 'a: |-\n  b \n'],
    ['keeps a space that is none to YAML', 'a: \u00A0\nb: x\u00A0  \n', 'a: \u00A0\nb: x\u00A0\n'],
    ['leaves JSON alone', '{"a": 1,\n   "b": 2}', '{"a": 1,\n   "b": 2}\n'],
  ])('%s', (_promise, text, wanted) => expect(formatted(text)).toBe(wanted));

  test('a file with errors has no style', () => {
    expect(formatted('a: 1\na: 2\n')).toMatch(/^problem: "a" is given twice/);
  });
});

describe.each(realPromptFiles())('$name', ({ text }) => {
  test('keeps its value, and formatting it twice is formatting it once', () => {
    const once = formatted(text);
    expect(saysTheSame(readYaml({ file: 'a.yaml', text: once }).value, readYaml({ file: 'a.yaml', text }).value)).toBe(true);
    expect(formatted(once)).toBe(once);
  });
});

test('any file keeps its value and gets one style', () => {
  const writers = [
    (value: object) => writeYamlFile(value as never),
    (value: object) => writeYamlFile(value as never, { step: 4, listStep: 0, quote: 'single', isOpen: () => true }),
    (value: object) => stringify(value, { indent: 3, indentSeq: false, singleQuote: true }),
    (value: object) => stringify(value, { lineWidth: 12, minContentWidth: 1 }),
    (value: object) => writeYamlFile(value as never).replace(/^(?=\w+: \w)/gm, '   # about it\n'),
    (value: object) => writeYamlFile(value as never).replaceAll('\n', '\r\n'),
  ];
  fc.assert(
    fc.property(yamlValues, fc.constantFrom(...writers), (value, write) => {
      const text = write(value);
      const before = readYaml({ file: 'a.yaml', text }).value;
      fc.pre(before !== undefined && before !== null);
      const once = formatted(text);
      expect(saysTheSame(readYaml({ file: 'a.yaml', text: once }).value, before), once).toBe(true);
      expect(formatted(once)).toBe(once);
    }),
    { numRuns: 200 },
  );
});
