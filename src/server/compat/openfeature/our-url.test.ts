import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { secretBox } from '../../secrets/secret-box.ts';
import { changeStream } from './change-ticket.ts';
import { ourUrl } from './our-url.ts';

const HOUR = 3_600_000;
const secrets = secretBox(randomBytes(32));
const at = (time: number) => ({ project: 'default', secrets, clock: () => time });

test.each([
  ['/ofrep/v1/evaluate/flags', '/v1/projects/default/environments/production/ofrep/flags'],
  ['/ofrep/v1/evaluate/flags/', '/v1/projects/default/environments/production/ofrep/flags'],
  ['/ofrep/v1/evaluate/flags/greet', '/v1/projects/default/environments/production/ofrep/flags/greet'],
  ['/openfeature/acme/staging/ofrep/v1/evaluate/flags/a/b/c', '/v1/projects/acme/environments/staging/ofrep/flags/a%2Fb%2Fc'],
  ['/openfeature/acme/staging/ofrep/v1/evaluate/flags/a%2Fb', '/v1/projects/acme/environments/staging/ofrep/flags/a%2Fb'],
  ['/openfeature/acme/staging//ofrep/v1/evaluate/flags?flagConfigEtag=x', '/v1/projects/acme/environments/staging/ofrep/flags'],
  ['/openfeature/acme/staging/ofrep/v1/configuration', '/v1/projects/acme/environments/staging/ofrep/configuration'],
  ['/openfeature/acme/staging/ofrep/v1/other', '/openfeature/acme/staging/ofrep/v1/other'],
  ['/openfeature/acme/ofrep/v1/evaluate/flags', '/openfeature/acme/ofrep/v1/evaluate/flags'],
  ['/v1/projects', '/v1/projects'],
])('%s means %s', (url, ours) => {
  expect(ourUrl({ url, headers: {} }, at(0))).toBe(ours);
});

describe('a ticket', () => {
  const place = { project: 'acme', environment: 'staging' };
  const uri = changeStream(place, 'Bearer secret', at(HOUR)).endpoint.requestUri;
  const openedBy = (url: string, time: number, headers: { authorization?: string } = {}) => {
    ourUrl({ url, headers }, at(time));
    return headers.authorization;
  };

  test('stands for the token that it was given for, and does not show it', () => {
    expect(uri).not.toContain('secret');
    expect(openedBy(uri, HOUR)).toBe('Bearer secret');
    expect(openedBy(uri, 13 * HOUR)).toBe('Bearer secret');
  });

  test.each<[string, string, number]>([
    ['has ended', uri, 24 * HOUR],
    ['is of another environment', uri.replace('staging', 'production'), HOUR],
    ['is of another project', uri.replace('acme', 'other'), HOUR],
    ['was changed', `${uri.slice(0, -4)}AAAA`, HOUR],
    ['is none', uri.replace(/ticket=.*/, 'ticket=x'), HOUR],
  ])('stands for nothing when it %s', (_what, url, time) => {
    expect(openedBy(url, time)).toBeUndefined();
  });

  test('stands for nothing on another route, nor in place of a token', () => {
    expect(openedBy(uri.replace('/changes', '/evaluate/flags'), HOUR)).toBeUndefined();
    expect(openedBy(uri, HOUR, { authorization: 'Bearer own' })).toBe('Bearer own');
  });

  test('is not needed by a page that comes with a cookie', () => {
    expect(changeStream(place, undefined, at(HOUR)).endpoint.requestUri).toBe('/openfeature/acme/staging/ofrep/v1/changes');
  });
});
