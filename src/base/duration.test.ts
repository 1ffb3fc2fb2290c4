import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['500ms', 500],
  ['2s', 2000],
  ['1.5m', 90_000],
  [' 6 h ', 21_600_000],
  ['30d', 2_592_000_000],
])('reads %s', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['2', '', 's', '-1s', '1 week', '1e3s', '1s2m'])('does not guess at "%s"', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
