import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textCache } from './text-cache.ts';

test('makes a value once and gives it again', () => {
  const cache = textCache<object>(10);
  const made = cache('a', () => ({}));
  expect(cache('a', () => ({}))).toBe(made);
});

test('forgets the oldest text first', () => {
  const cache = textCache<string>(10);
  for (const text of ['first', 'second']) cache(text, () => text);
  expect(cache('second', () => 'made again')).toBe('second');
  expect(cache('first', () => 'made again')).toBe('made again');
});

test('keeps the newest text however long it is', () => {
  const cache = textCache<object>(3);
  const made = cache('much longer', () => ({}));
  expect(cache('much longer', () => ({}))).toBe(made);
});

test('always gives what belongs to the text', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 8 })), (texts) => {
      const cache = textCache<string>(20);
      for (const text of texts) expect(cache(text, () => `value of ${text}`)).toBe(`value of ${text}`);
    }),
  );
});
