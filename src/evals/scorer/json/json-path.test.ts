import { describe, expect, test } from 'vitest';
import { jsonPath } from './json-path.ts';

const VALUE = { a: { b: [1, { 'odd key': 2, "it's": 3 }] }, ü: 4 };

describe('jsonPath', () => {
  test.each([
    ['$', VALUE],
    ['$.a.b[0]', 1],
    ["$.a['b'][1]['odd key']", 2],
    ['$["a"].b[1]["it\'s"]', 3],
    ["$.a.b[1]['it\\'s']", 3],
    ['$.ü', 4],
    ['$.a.c', undefined],
    ['$.a.b.length', undefined],
    ['$.a[0]', undefined],
    ['$.constructor', undefined],
  ])('%s picks %j', (path, expected) => {
    expect(jsonPath(path)(VALUE)).toEqual(expected);
  });

  test.each(['category', '$..a', '$.*', '$[*]', '$[0:2]', '$[?(@.a)]', '$.', '$[-1]', ''])(
    '%s names no single value and is refused',
    (path) => {
      expect(() => jsonPath(path)).toThrow(/a path names one value with \.name, \[0\] and \['name'\]/);
    },
  );
});
