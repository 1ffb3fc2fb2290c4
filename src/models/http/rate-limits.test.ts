import { expect, test } from 'vitest';
import { rateLimitsOf } from './rate-limits.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

test.each<[string, Record<string, string>, object | undefined]>([
  [
    'OpenAI',
    {
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-remaining-tokens': '150',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-reset-tokens': '6m0s',
    },
    { requestsLeft: 499, tokensLeft: 150, resetMs: 360_000 },
  ],
  [
    'Groq',
    { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-limit-requests': '30', 'x-ratelimit-reset-requests': '2m59.56s' },
    { requestsLeft: 0, resetMs: 179_560 },
  ],
  ['a bare number of seconds', { 'x-ratelimit-remaining-tokens': '9', 'x-ratelimit-reset-tokens': '7' }, { tokensLeft: 9, resetMs: 7000 }],
  [
    'Anthropic',
    {
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '2',
      'anthropic-ratelimit-requests-reset': '2026-11-23T12:00:30Z',
      'anthropic-ratelimit-input-tokens-limit': '40000',
      'anthropic-ratelimit-input-tokens-remaining': '39000',
      'anthropic-ratelimit-input-tokens-reset': '2026-11-23T12:00:01Z',
      'anthropic-ratelimit-output-tokens-limit': '8000',
      'anthropic-ratelimit-output-tokens-remaining': '4000',
      'anthropic-ratelimit-output-tokens-reset': '2026-11-23T12:00:05Z',
    },
    { requestsLeft: 2, tokensLeft: 4000, resetMs: 30_000 },
  ],
  [
    'a time that is over',
    { 'anthropic-ratelimit-requests-remaining': '1', 'anthropic-ratelimit-requests-reset': '2026-11-23T11:00:00Z' },
    { requestsLeft: 1, resetMs: 0 },
  ],
  ['nothing', { 'content-type': 'application/json' }, undefined],
  ['nonsense', { 'x-ratelimit-remaining-requests': 'many', 'x-ratelimit-reset-requests': 'soon' }, undefined],
  ['a count with a broken time', { 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-reset-requests': '1y' }, { requestsLeft: 3 }],
])('reads what %s tells', (_who, headers, limits) => {
  expect(rateLimitsOf(headers, NOW)).toEqual(limits);
});
