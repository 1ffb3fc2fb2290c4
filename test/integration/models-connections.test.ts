import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type ModelRequest, retryAdvice } from '../../src/evals/runner/model.ts';
import { openModel } from '../../src/models/open-model.ts';
import { fakeOpenAI, type Treatment } from '../support/fake-openai.ts';

const KEY = 'sk-proj-abcdefghijklmnop123456';
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const request: ModelRequest = { model: 'mine/m', messages: [{ role: 'user', content: 'Hi' }], parameters: {}, tools: [] };

async function ask(baseUrl: string, environment: Record<string, string> = {}) {
  const host = new URL(baseUrl).host;
  const providers = { mine: { kind: 'openai', baseUrl, apiKeyEnv: 'MY_KEY' } };
  const model = await openModel({ model: 'mine/m', providers, environment: { MY_KEY: KEY, PROMPTLANE_KEY_HOSTS: host, ...environment } });
  cleanups.push(() => model.close());
  return model.answer(request, { signal: new AbortController().signal, sample: 0 }).catch((error) => error);
}

async function server(treatment: Treatment = { kind: 'answer' }) {
  const opened = await fakeOpenAI({ treat: () => treatment });
  cleanups.push(() => opened.close());
  return opened;
}

/** A proxy that tunnels, and remembers where to. */
async function proxy(): Promise<{ url: string; tunnels: string[] }> {
  const tunnels: string[] = [];
  const opened: Server = createServer();
  opened.on('connect', ({ url = '' }, client, head) => {
    tunnels.push(url);
    const target = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy());
  });
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => opened.close(resolve)));
  return { url: `http://127.0.0.1:${(opened.address() as AddressInfo).port}`, tunnels };
}

test('a key never follows a redirect', async () => {
  const elsewhere = await server();
  const here = await server({ kind: 'status', status: 307, headers: { location: `${elsewhere.url}/chat/completions?token=x` }, body: '' });

  const failure = await ask(here.url);

  expect(failure.message).toBe(
    `mine answered 307 for mine/m: it points to ${elsewhere.url}/chat/completions, and requests are not sent on.`,
  );
  expect(failure).toMatchObject({ code: 'model-refused', hint: 'Give the address that answers as the `baseUrl` of mine.' });
  expect(elsewhere.requests).toEqual([]);
});

test.each<[string, Treatment, string]>([
  ['a page of an error', { kind: 'status', status: 404, body: '<!doctype html><h1>Not here</h1>' }, 'mine answered 404 for mine/m.'],
  [
    'a page as an answer',
    { kind: 'raw', body: '<html>Sign in</html>' },
    'mine/m answered with no chat completion: a web page; `baseUrl` may lead to a site instead of its API.',
  ],
  ['an empty answer', { kind: 'raw', body: '' }, 'mine/m answered with no chat completion: an empty body.'],
])('%s is told without its text', async (_what, treatment, message) => {
  expect((await ask((await server(treatment)).url)).message).toBe(message);
});

test('a server that speaks no TLS is told at once', async () => {
  const { url } = await server();
  const failure = await ask(url.replace('http:', 'https:'));
  expect([failure.code, retryAdvice(failure).retryable]).toEqual(['model-unreachable', false]);
});

// The name resolves nowhere: only through the proxy is there a way.
test('the proxy of the machine is used, but never for the machine itself, and not for hosts that it leaves out', async () => {
  const { url, requests } = await server();
  const { url: proxyUrl, tunnels } = await proxy();
  const outside = url.replace('127.0.0.1', 'models.test.invalid');
  const { port } = new URL(url);

  expect(await ask(outside, { HTTP_PROXY: proxyUrl })).toMatchObject({ text: 'Answer to: Hi' });
  expect(tunnels).toEqual([`models.test.invalid:${port}`]);
  expect(await ask(url, { http_proxy: proxyUrl })).toMatchObject({ text: 'Answer to: Hi' });
  expect(await ask(outside, { HTTP_PROXY: proxyUrl, NO_PROXY: 'test.invalid,models.test.invalid' })).toMatchObject({
    code: 'model-unreachable',
  });
  expect(tunnels).toHaveLength(1);
  expect(requests).toHaveLength(2);
});
