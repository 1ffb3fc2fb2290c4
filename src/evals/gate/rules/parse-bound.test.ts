import { describe, expect, test } from 'vitest';
import { parseBound } from './parse-bound.ts';

describe('parseBound', () => {
  test.each([
    ['>= 0.9', { operator: '>=', value: 0.9 }],
    ['<=.5', { operator: '<=', value: 0.5 }],
    ['= 1', { operator: '=', value: 1 }],
    [' > 0 ', { operator: '>', value: 0 }],
    ['< 2000', { operator: '<', value: 2000 }],
    ['>= 90%', { operator: '>=', value: 0.9 }],
    ['>= 55 %', { operator: '>=', value: 0.55 }],
    ['<= 2s', { operator: '<=', value: 2000 }],
    ['<= 1.5 s', { operator: '<=', value: 1500 }],
    ['<= 800ms', { operator: '<=', value: 800 }],
  ])('reads %j', (text, bound) => {
    expect(parseBound(text)).toEqual(bound);
  });

  test.each(['', '0.9', '>=', '=> 1', '>= -1', '>= 1e3', '>= 1.', '>= 1 2', '== 1', '!= 1', '>= 2 min', 'at least 1', '>= 1\n>= 2'])(
    'refuses %j',
    (text) => {
      expect(parseBound(text)).toBeUndefined();
    },
  );
});
