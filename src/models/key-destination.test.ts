import { describe, expect, test } from 'vitest';
import { requireKeyMayGo } from './key-destination.ts';
import { endpointOf } from './providers.ts';

const KEYS = { OPENAI_API_KEY: 'sk-secret', AWS_SECRET_ACCESS_KEY: 'other-secret' };
const go =
  (variable: string, url: string, environment: Record<string, string> = {}) =>
  () =>
    requireKeyMayGo(variable, new URL(url), environment);
const withheld = expect.objectContaining({ code: 'key-withheld' });

describe('requireKeyMayGo', () => {
  test.each([
    ['OPENAI_API_KEY', 'https://api.openai.com/v1'],
    ['GROQ_API_KEY', 'https://api.groq.com/openai/v1'],
    ['ANY_KEY', 'http://localhost:11434/v1'],
    ['ANY_KEY', 'http://127.0.0.1:8000/v1'],
    ['ANY_KEY', 'http://[::1]:8000/v1'],
  ])('lets %s go to %s', (variable, url) => {
    expect(go(variable, url)).not.toThrow();
  });

  test.each([
    ['OPENAI_API_KEY', 'https://api.openai.com.example.com/v1'],
    ['OPENAI_API_KEY', 'http://api.openai.com/v1'],
    ['OPENAI_API_KEY', 'https://api.groq.com/v1'],
    ['AWS_SECRET_ACCESS_KEY', 'https://llm.example.com'],
    ['AWS_SECRET_ACCESS_KEY', 'https://127.0.0.1.example.com'],
    ['constructor', 'https://llm.example.com'],
  ])('keeps %s from %s', (variable, url) => {
    expect(go(variable, url)).toThrow(withheld);
  });

  test('lets any key go to a host that the person allows, by name or by name and port', () => {
    const url = 'https://llm.example.com:8443/v1';
    expect(go('ACME_KEY', url, { PROMPTLANE_KEY_HOSTS: 'other.example.com, llm.example.com' })).not.toThrow();
    expect(go('ACME_KEY', url, { PROMPTLANE_KEY_HOSTS: 'llm.example.com:8443' })).not.toThrow();
    expect(go('ACME_KEY', url, { PROMPTLANE_KEY_HOSTS: 'example.com,llm.example.com:1' })).toThrow(withheld);
    expect(go('ACME_KEY', url, { PROMPTLANE_KEY_HOSTS: '' })).toThrow(withheld);
  });
});

describe('endpointOf', () => {
  test('withholds a key when the config redirects a provider, and names no secret then', () => {
    const redirected = () => endpointOf('openai/gpt', { openai: { baseUrl: 'https://llm.example.com/v1' } }, KEYS);
    expect(redirected).toThrow(withheld);
    expect(redirected).not.toThrow('sk-secret');
    expect(endpointOf('openai/gpt', {}, KEYS)).toMatchObject({ apiKey: 'sk-secret' });
  });

  test('withholds any variable of the environment that the config asks for', () => {
    const providers = { own: { baseUrl: 'https://llm.example.com/v1', apiKeyEnv: 'AWS_SECRET_ACCESS_KEY' } };
    expect(() => endpointOf('own/model', providers, KEYS)).toThrow(withheld);
    expect(endpointOf('own/model', { own: { baseUrl: 'https://llm.example.com/v1' } }, KEYS)).not.toHaveProperty('apiKey');
  });
});
