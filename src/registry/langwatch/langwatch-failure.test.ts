import { expect, test } from 'vitest';
import { langwatchFailure } from './langwatch-failure.ts';

const body = JSON.stringify({ error: 'Bad Request', message: 'Prompt cannot be empty' });

test.each([
  [401, 'not-signed-in'],
  [403, 'not-allowed'],
  [404, 'not-found'],
  [409, 'upload-refused'],
  [422, 'upload-refused'],
  [429, 'rate-limited'],
  [500, 'server-failed'],
])('an answer %i is %s, with what LangWatch said', (status, code) => {
  expect(langwatchFailure('https://lw.example', { status, text: body })).toMatchObject({
    code,
    message: `https://lw.example answered ${status}: Prompt cannot be empty`,
  });
});

test('a page of a proxy is no word of LangWatch, and a long word is cut', () => {
  expect(langwatchFailure('https://lw.example', { status: 400, text: '<html>' })).toMatchObject({ code: 'registry-broken' });
  const long = langwatchFailure('https://lw.example', { status: 422, text: JSON.stringify({ error: 'x'.repeat(10_000) }) });
  expect(long.message.length).toBeLessThan(600);
});
