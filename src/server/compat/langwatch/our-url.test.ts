import { describe, expect, test } from 'vitest';
import { ourUrl } from './our-url.ts';

const HERE = '/v1/projects/default/langwatch/prompts';
const rewritten = (url: string, headers: Record<string, string> = {}) => ourUrl({ url, headers }, 'default');

describe('ourUrl', () => {
  test.each([
    ['/api/prompts', HERE],
    ['/api/prompts/', HERE],
    ['/api/prompts/tags', `${HERE}/tags`],
    ['/api/prompts/tags/production', `${HERE}/tags/production`],
    ['/api/prompts/triage:production?x=1', `${HERE}/triage:production?x=1`],
    ['/api/prompts/team/triage', `${HERE}/team%2Ftriage`],
    ['/api/prompts/team%2Ftriage/versions', `${HERE}/team%2Ftriage/versions`],
    ['/api/prompts/team/triage/versions/sha256:1/restore', `${HERE}/team%2Ftriage/versions/sha256:1/restore`],
    ['/api/prompts/team/triage/tags/staging', `${HERE}/team%2Ftriage/tags/staging`],
    ['/api/prompts/team/triage/sync', `${HERE}/team%2Ftriage/sync`],
    ['/langwatch/acme/api/prompts/a', '/v1/projects/acme/langwatch/prompts/a'],
  ])('takes %s to %s', (theirs, ours) => {
    expect(rewritten(theirs)).toBe(ours);
  });

  test.each(['/v1/whoami', '/api/promptsx', '/langwatch/../api/prompts', '/langwatch/A/api/prompts', '/x/api/prompts', '//api/prompts'])(
    'leaves %s as it is',
    (url) => {
      expect(rewritten(url)).toBe(url);
    },
  );

  test('takes their header of a token where ours is not given', () => {
    const headers = { 'x-auth-token': 'one' };
    rewritten('/api/prompts', headers);
    expect(headers).toMatchObject({ authorization: 'Bearer one' });
    const both = { 'x-auth-token': 'one', authorization: 'Bearer two' };
    rewritten('/api/prompts', both);
    expect(both.authorization).toBe('Bearer two');
    const elsewhere = { 'x-auth-token': 'one' };
    rewritten('/v1/whoami', elsewhere);
    expect(elsewhere).not.toHaveProperty('authorization');
  });
});
