import { expect, test } from 'vitest';
import { requireTokenMayGo } from './token-destination.ts';

const withheld = expect.objectContaining({ code: 'token-withheld' });

test.each([
  ['https://prompts.acme.dev/base', 'other.dev, Prompts.Acme.dev'],
  ['https://prompts.acme.dev:8443', 'prompts.acme.dev:8443'],
  ['https://prompts.acme.dev:8443', 'prompts.acme.dev'],
])('a token may go to %s when the person lists %s', (url, hosts) => {
  expect(() => requireTokenMayGo(url, { PROMPTLANE_REGISTRY_HOSTS: hosts })).not.toThrow();
});

test.each([
  ['https://prompts.acme.dev', undefined],
  ['https://prompts.acme.dev', ''],
  ['https://prompts.acme.dev', 'acme.dev,prompts.acme.dev.example'],
  ['https://prompts.acme.dev.example', 'prompts.acme.dev'],
  ['https://prompts.acme.dev:8443', 'prompts.acme.dev:443'],
  ['http://prompts.acme.dev', 'prompts.acme.dev'],
])('a token may not go to %s when the person lists %s', (url, hosts) => {
  expect(() => requireTokenMayGo(url, { PROMPTLANE_REGISTRY_HOSTS: hosts })).toThrow(withheld);
});
