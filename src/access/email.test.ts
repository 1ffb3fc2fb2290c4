import { expect, test } from 'vitest';
import { normalEmail } from './email.ts';

test.each([
  ['Ada@Example.COM', 'ada@example.com'],
  [' ada@example.com\n', 'ada@example.com'],
  ['ada+ci@mail.example.com', 'ada+ci@mail.example.com'],
  ['root@localhost', 'root@localhost'],
])('%j is %s', (text, email) => {
  expect(normalEmail(text)).toBe(email);
});

test.each([
  ['', 'nothing'],
  ['ada', 'a name'],
  ['@example.com', 'no name'],
  ['ada@', 'no place'],
  ['ada@example..com', 'two dots'],
  ['a@b@example.com', 'two places'],
  ['ada\u0000@example.com', 'a control'],
  ['ada@example.com,eve@example.com', 'two addresses'],
  ['Ada <ada@example.com>', 'a name beside it'],
  ['аda@example.com', 'a Cyrillic letter'],
  ['ada@exam\u017fle.com', 'a long s, which becomes an s in upper case'],
  ['\u212aate@example.com', 'the kelvin sign, which becomes a k in lower case'],
  ['ada\u200b@example.com', 'a space without width'],
  [`${'a'.repeat(250)}@b.de`, 'too long'],
])('%j is none: %s', (text) => {
  expect(normalEmail(text)).toBeUndefined();
});
