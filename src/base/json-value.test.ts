import { expect, test } from 'vitest';
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
