import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type FakeGitHub, fakeGitHub } from '../../../test/support/fake-github.ts';
import type { Failure } from '../../base/failure.ts';
import { type GitHubClient, gitHubClient } from './github-client.ts';

let github: FakeGitHub;
let client: GitHubClient;
beforeEach(async () => {
  github = await fakeGitHub();
  client = clientWith('ghs_job');
});
afterEach(async () => {
  await client.close();
  await github.close();
});

const clientWith = (token: string, timeoutMs = 5_000) =>
  gitHubClient({ apiUrl: github.apiUrl, graphqlUrl: github.graphqlUrl, token, timeoutMs });
const COMMENTS = '/repos/acme/prompts/issues/7/comments';
const list = { method: 'GET', path: `${COMMENTS}?per_page=2`, permission: 'pull-requests: read' } as const;
const create = { method: 'POST', path: COMMENTS, body: { body: 'hello' }, permission: 'pull-requests: write' } as const;
const ids = z.array(z.object({ id: z.int() }));
const one = z.object({ id: z.int() });
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Failure) => error,
  );
const answering =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    github.troubles.push((response) => response.writeHead(status, headers).end(JSON.stringify(body)));

describe('gitHubClient', () => {
  test('follows the pages of a list to the end', async () => {
    for (const text of ['a', 'b', 'c', 'd', 'e']) github.comment(7, 'ada', text);
    expect(await client.pages(list, ids)).toHaveLength(5);
    expect(github.calls.map(({ path }) => path)).toEqual([
      `${COMMENTS}?per_page=2`,
      '/repositories/700/issues/7/comments?per_page=2&page=2',
      '/repositories/700/issues/7/comments?per_page=2&page=3',
    ]);
  });

  test('follows no page to another host, where the token would go', async () => {
    answering(200, [{ id: 1 }], { link: '<https://elsewhere.example/next>; rel="next"' })();
    expect(await client.pages(list, ids)).toEqual([{ id: 1 }]);
  });

  test('follows no redirect', async () => {
    answering(302, {}, { location: 'https://elsewhere.example/' })();
    expect(await failureOf(client.request(list, ids))).toMatchObject({ code: 'forge-refused' });
    expect(github.calls).toHaveLength(1);
  });

  test('names the permission that a job lacks', async () => {
    github.tokens.set('ghs_readonly', { login: 'github-actions[bot]', mayRead: true, mayWrite: false });
    const failure = await failureOf(clientWith('ghs_readonly').request(create, one));
    expect(failure).toMatchObject({ code: 'forge-refused', hint: 'Let the job have `permissions: { pull-requests: write }`.' });
    expect(failure?.message).toContain(
      'answered 403 to POST /repos/acme/prompts/issues/7/comments: Resource not accessible by integration',
    );
  });

  test('says that a token is not accepted, and never which', async () => {
    answering(401, { message: 'Bad credentials for ghs_secret' })();
    const failure = await failureOf(clientWith('ghs_secret').request(create, one));
    expect(failure).toMatchObject({ code: 'forge-refused', hint: expect.stringContaining('`token`') });
    expect(JSON.stringify([failure?.message, failure?.hint, failure?.details])).not.toContain('ghs_secret');
  });

  test('waits as long as a limit lasts, and then does what was asked once', async () => {
    answering(403, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '1' })();
    const start = performance.now();
    await client.request(create, one);
    expect(performance.now() - start).toBeGreaterThan(990);
    expect(github.comments).toHaveLength(1);
  });

  test('says how long to wait when that is longer than it may', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 1800);
    answering(403, { message: 'API rate limit exceeded' }, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset })();
    const failure = await failureOf(client.request(list, ids));
    expect(failure).toMatchObject({ code: 'rate-limited', hint: expect.stringMatching(/wait 1[78]\d\d s/) });
    expect(github.calls).toHaveLength(1);
  });

  test('reads again when GitHub is in trouble', async () => {
    answering(502, { message: 'Server Error' })();
    expect(await client.request(list, ids)).toEqual([]);
  });

  test('never writes again what may have been written', async () => {
    answering(502, { message: 'Server Error' })();
    expect(await failureOf(client.request(create, one))).toMatchObject({ code: 'forge-unreachable' });
    expect(github.calls).toHaveLength(1);
  });

  test('gives up at its deadline', async () => {
    github.troubles.push(() => {});
    expect(await failureOf(clientWith('ghs_job', 300).request(create, one))).toMatchObject({
      code: 'forge-unreachable',
      message: expect.stringContaining('did not answer within 0.3 s'),
    });
  });

  test('takes a page of a proxy for no answer', async () => {
    github.troubles.push((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'));
    expect(await failureOf(client.request(list, ids))).toMatchObject({ code: 'forge-unreachable', hint: expect.stringContaining('proxy') });
  });

  test('goes through the proxy of the machine, but for hosts that are named', async () => {
    const variables = { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' };
    const options = { apiUrl: github.apiUrl, graphqlUrl: github.graphqlUrl, token: 'ghs_job', timeoutMs: 800 };
    const past = gitHubClient({ ...options, variables });
    const through = gitHubClient({ ...options, variables: { ...variables, NO_PROXY: '' } });
    expect(await past.request(list, ids)).toEqual([]);
    expect(await failureOf(through.request(create, one))).toMatchObject({ code: 'forge-unreachable' });
    await Promise.all([past.close(), through.close()]);
  });
});
