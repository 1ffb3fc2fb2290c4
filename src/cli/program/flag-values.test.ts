import { describe, expect, test } from 'vitest';
import { positiveNumber, saidText, wholeNumber } from './flag-values.ts';

const refused = (message: string) => expect.objectContaining({ code: 'usage-invalid', message });

describe('wholeNumber', () => {
  test.each([
    ['1', 1],
    ['20', 20],
    ['007', 7],
  ])('reads %s', (text, value) => {
    expect(wholeNumber('--limit', text, { from: 1 })).toBe(value);
  });

  test.each(['', ' ', '0', '-1', '1.5', '1e3', '0x10', 'many', '9'.repeat(20)])('refuses %j', (text) => {
    expect(() => wholeNumber('--limit', text, { from: 1 })).toThrow(refused(`--limit takes a whole number of at least 1, not "${text}".`));
  });

  test('says the range where there is one', () => {
    expect(() => wholeNumber('--port', '65536', { from: 0, to: 65_535 })).toThrow(
      refused('--port takes a whole number from 0 to 65535, not "65536".'),
    );
  });
});

describe('positiveNumber', () => {
  test('reads a part of a dollar', () => {
    expect(positiveNumber('--max-cost', '0.25')).toBe(0.25);
  });

  test.each(['', '0', '-1', 'NaN', 'Infinity', '5$'])('refuses %j', (text) => {
    expect(() => positiveNumber('--max-cost', text)).toThrow(refused(`--max-cost takes a number above 0, not "${text}".`));
  });
});

test('a text that says nothing is refused before anybody is asked', () => {
  expect(saidText('--reason', ' Wrong queue ')).toBe('Wrong queue');
  expect(() => saidText('--reason', ' ')).toThrow(refused('--reason is empty.'));
});
