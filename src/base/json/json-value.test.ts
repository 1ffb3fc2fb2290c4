import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { jsonValue } from './json-value.ts';

test.each([
  ['{"a":[1,null]}', { a: [1, null] }],
  ['null', null],
  [' 1 ', 1],
])('reads %s', (text, value) => {
  expect(jsonValue(text)).toEqual(value);
});

test.each(['', '{', 'undefined', "{'a':1}", '{"a":1} {"b":2}'])('%j is no JSON', (text) => {
  expect(jsonValue(text)).toBeUndefined();
});

test('what nests too deep to be walked counts as none, in arrays and objects', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expect(jsonValue(nested(100_000))).toBeUndefined();
  expect(jsonValue(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toBeUndefined();
  expect(canonicalJson(jsonValue(nested(150)) ?? null)).toBe(nested(150));
});
