import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { yamlTexts, yamlValues } from '../../../../test/support/yaml-values.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { readYaml } from '../safe-yaml.ts';
import { writeYamlFile } from './write-yaml.ts';

const reread = (text: string) => {
  const { value, diagnostics } = readYaml({ file: 'a.yaml', text });
  expect(diagnostics, text).toEqual([]);
  return value;
};
const written = (value: JsonObject) => {
  const text = writeYamlFile(value);
  expect(reread(text), text).toEqual(value);
  return text;
};

describe('writeYamlFile', () => {
  test('puts texts of several lines in blocks that keep their last line end', () => {
    expect(written({ a: 'one\ntwo', b: 'one\ntwo\n', c: 'one\n\n\n', d: '  indented\n\ttab', e: ['x\ny'] })).toBe(
      'a: |-\n  one\n  two\nb: |\n  one\n  two\nc: |+\n  one\n\n\nd: |2-\n    indented\n  \ttab\ne:\n  - |-\n    x\n    y\n',
    );
  });

  test('puts what is short on one line, and a list of mappings on one line each', () => {
    expect(written({ modelParameters: { temperature: 0.2, stop: ['a', 'b'] }, testData: [{ a: 1 }, { a: 2 }], none: [] })).toBe(
      'modelParameters: { temperature: 0.2, stop: [a, b] }\ntestData:\n  - { a: 1 }\n  - { a: 2 }\nnone: []\n',
    );
  });

  test('quotes what YAML would read as something else', () => {
    const texts = [
      '',
      '1',
      '0x1F',
      '1e3',
      'true',
      'Null',
      '~',
      'yes',
      '2024-01-01',
      '12:30',
      '1_000',
      '- a',
      'a: b',
      'a #b',
      ' a',
      '{{x}}',
    ];
    expect(written({ texts }).match(/"/g)).toHaveLength(2 * texts.length);
    expect(written({ a: 'http://x.y/#z', b: 'say "it"', c: "it's", d: 'v1.2', e: '{{ "a" }}', f: '"it\'s"\t' })).toBe(
      'a: http://x.y/#z\nb: say "it"\nc: it\'s\nd: v1.2\ne: \'{{ "a" }}\'\nf: "\\"it\'s\\"\\t"\n',
    );
  });

  test('escapes what a block would change or hide', () => {
    expect(written({ a: 'one\r\ntwo', b: 'bell\u0007\n', c: '\u0085\n', d: '\n\n', e: 'a\n  ' })).toBe(
      'a: "one\\r\\ntwo"\nb: "bell\\u0007\\n"\nc: "\\u0085\\n"\nd: "\\n\\n"\ne: "a\\n  "\n',
    );
  });

  test('keeps the exact value of numbers too large for digits', () => {
    expect(written({ a: 2 ** 60, b: 1e21, c: 5e-324, d: -(2 ** 70) })).toContain('a: 1.152921504606847e+18\n');
  });

  test('marks a key that is too long to be seen as one', () => {
    expect(written({ ['k'.repeat(1100)]: { a: 'x\ny' }, b: [{ ['l'.repeat(1100)]: 1 }] })).toContain('? kkk');
  });

  test('keeps apart what nests', () => {
    expect(written({ a: [[['x\ny'], [1]], []], b: { '': { '<<': { '- ': null } } } })).toContain('- - - |-');
  });
});

test('a reader of YAML 1.1 sees the same texts', () => {
  fc.assert(
    fc.property(fc.array(yamlTexts), (texts) => {
      expect(parse(writeYamlFile({ texts, pairs: texts.map((text) => ({ text })) }), { version: '1.1' })).toEqual({
        texts,
        pairs: texts.map((text) => ({ text })),
      });
    }),
    { numRuns: 200 },
  );
});

test('reading what was written gives the same value, whatever it is', () => {
  fc.assert(
    fc.property(yamlValues, (value) => void written(value)),
    { numRuns: 500 },
  );
});
