import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { listEnvironments, setEnvironments } from '../../protocol/environments.ts';
import { rollbackPin } from '../../protocol/moves.ts';
import { type HttpCaller, httpCaller } from './http-caller.ts';

const GOOD = JSON.stringify({ environments: [] });
const ROLLBACK = { params: { environment: 'production' as never }, body: { prompt: 'greet' as never, reason: 'worse' } };

let server: Server | undefined;
let caller: HttpCaller | undefined;
let timeoutMs = 1000;
afterEach(async () => {
  timeoutMs = 1000;
  await caller?.close();
  server?.closeAllConnections();
  await new Promise((closed) => server?.close(closed) ?? closed(undefined));
});

type Answer = { status?: number; body?: string; headers?: Record<string, string> } | 'cut' | 'silence';

/** A server that gives these answers one after the other, the last one for ever. */
async function answering(...answers: Answer[]): Promise<{ http: HttpCaller; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  server = createServer((request, response) => {
    const answer = answers[Math.min(seen.push(request), answers.length) - 1] ?? 'silence';
    request.resume();
    if (answer === 'silence') return;
    if (answer === 'cut') request.socket.destroy();
    else response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? GOOD);
  });
  await new Promise<void>((ready) => server?.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  caller = httpCaller({ url: `http://127.0.0.1:${port}/base/`, token: 'plt_token', project: 'a project', timeoutMs });
  return { http: caller, seen };
}

describe('httpCaller', () => {
  test('sends the token, and each parameter as one segment below the base path', async () => {
    const { http, seen } = await answering({});
    expect(await http.call(listEnvironments, {})).toEqual({ environments: [] });
    expect(seen[0]?.url).toBe('/base/v1/projects/a%20project/environments');
    expect(seen[0]?.headers.authorization).toBe('Bearer plt_token');
  });

  test.each<[string, Answer]>([
    ['was cut', 'cut'],
    ['was told to wait', { status: 429, body: '{}' }],
    ['met a server that is starting', { status: 503, body: '{}' }],
  ])('repeats a request that may be repeated when it %s', async (_why, answer) => {
    const { http, seen } = await answering(answer, {});
    await http.call(setEnvironments, { body: { environments: [] } });
    expect(seen.length).toBe(2);
  });

  test('repeats a rollback that may have happened under its key alone, and says so when no answer comes', async () => {
    timeoutMs = 5000;
    const { http, seen } = await answering('cut');
    await expect(http.call(rollbackPin, ROLLBACK)).rejects.toMatchObject({
      code: 'registry-unreachable',
      message: expect.stringContaining('Whether the request was carried out is not known.'),
    });
    const keys = new Set(seen.map(({ headers }) => headers['idempotency-key']));
    expect([seen.length, keys.size, [...keys][0]]).toEqual([4, 1, expect.stringMatching(/^[\w-]{20,}$/)]);
  });

  test('waits as long as it is told to', async () => {
    const { http } = await answering({ status: 429, headers: { 'retry-after': '0.4' } }, {});
    const start = performance.now();
    await http.call(listEnvironments, {});
    expect(performance.now() - start).toBeGreaterThan(390);
  });

  test('gives up at its deadline', async () => {
    const { http } = await answering('silence');
    await expect(http.call(listEnvironments, {})).rejects.toMatchObject({
      code: 'registry-unreachable',
      message: expect.stringContaining('did not answer within 1 s'),
    });
  });

  test('follows no redirect, so that the token stays where it belongs', async () => {
    const { http, seen } = await answering({ status: 302, headers: { location: '/elsewhere' }, body: '' });
    await expect(http.call(listEnvironments, {})).rejects.toMatchObject({ code: 'registry-broken' });
    expect(seen.length).toBe(1);
  });

  test.each<[string, Answer]>([
    ['no JSON', { body: '<html>' }],
    ['another shape', { body: '{"environments":[{"name":"Production"}]}' }],
    ['an error without a problem', { status: 500, body: 'oops' }],
    [
      'an unknown code',
      {
        status: 418,
        body: JSON.stringify({
          type: 'about:blank',
          title: 't',
          status: 418,
          code: 'teapot',
          detail: 'I am one',
          hint: 'h',
          requestId: 'r7',
        }),
      },
    ],
  ])('calls an answer with %s broken', async (_what, answer) => {
    const { http } = await answering(answer);
    await expect(http.call(listEnvironments, {})).rejects.toMatchObject({ code: 'registry-broken' });
  });

  test('ignores members that a newer server added', async () => {
    const { http } = await answering({ body: '{"environments":[],"weather":"fine"}' });
    expect(await http.call(listEnvironments, {})).toEqual({ environments: [] });
  });

  test('turns a problem back into the failure with its hint and details', async () => {
    const problem = {
      type: 'about:blank',
      title: 't',
      status: 403,
      code: 'policy-refused',
      detail: 'No.',
      hint: 'Do.',
      requestId: 'r',
      details: { refusals: [1] },
    };
    const { http } = await answering({ status: 403, body: JSON.stringify(problem) });
    await expect(http.call(rollbackPin, ROLLBACK)).rejects.toMatchObject({
      name: 'Failure',
      code: 'policy-refused',
      message: 'No.',
      hint: 'Do.',
      details: { refusals: [1] },
    });
  });

  test('takes no answer without end, and does not ask for it again', async () => {
    timeoutMs = 60_000;
    const { http, seen } = await answering({ body: ' '.repeat(65 * 1024 * 1024) });
    await expect(http.call(listEnvironments, {})).rejects.toMatchObject({
      code: 'registry-broken',
      message: expect.stringContaining('64 MB'),
    });
    expect(seen).toHaveLength(1);
  });
});
