import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import type { Model, ModelRequest } from '../../src/evals/runner/model.ts';
import { readTarget, targetSchema } from '../../src/evals/suite/asked/target.ts';
import { openTarget } from '../../src/models/target/open-target.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { closed, listening } from '../support/listening.ts';

const REQUEST: ModelRequest = {
  model: 'openai/gpt-4o-mini',
  messages: [{ role: 'user', content: 'Where is Rome?' }],
  parameters: { temperature: 0 },
  tools: [],
  source: { prompt: 'ask' as never, digest: digestOf('ask'), inputs: { question: 'Where is Rome?' } },
};

let folder: ReturnType<typeof temporaryFolder>;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(target: object, variables: Record<string, string> = {}): Promise<Model> {
  const model = await openTarget(readTarget(targetSchema.parse(target)), {
    directory: folder.path,
    variables: { PATH: process.env.PATH, ...variables },
  });
  closers.push(() => model.close());
  return model;
}

const ask = (model: Model, signal = new AbortController().signal) => model.answer(REQUEST, { signal, sample: 0 });

/** A target that runs this as a module of Node. */
async function script(
  text: string,
  { variables = {}, ...keys }: { variables?: Record<string, string>; timeout?: string; env?: string[] } = {},
) {
  folder.write({ 'pipeline.mjs': text });
  return open({ exec: [process.execPath, 'pipeline.mjs'], ...keys }, variables);
}

const READ = `let text = ''; for await (const part of process.stdin) text += part; const asked = JSON.parse(text);`;

describe('a command as target', () => {
  test('gets the version, its inputs and what was rendered, and answers with text and what it knows beside', async () => {
    const model = await script(
      `${READ} console.log(JSON.stringify({ text: JSON.stringify(asked), usage: { input: 3, output: 2 }, cost: 0.5, metadata: { steps: 2 } }));`,
    );
    const { text, ...rest } = await ask(model);
    expect(JSON.parse(text)).toEqual({
      schema: 'promptlane/target-request/v1',
      prompt: { id: 'ask', digest: digestOf('ask') },
      inputs: { question: 'Where is Rome?' },
      messages: [{ role: 'user', content: 'Where is Rome?' }],
      parameters: { temperature: 0 },
      model: 'openai/gpt-4o-mini',
      sample: 0,
    });
    expect(rest).toMatchObject({ usage: { input: 3, output: 2 }, cost: 0.5, metadata: { steps: 2 }, latencyMs: expect.any(Number) });
    expect(model.isUncached).toBe(true);
  });

  test('answers with plain text, and with JSON that is the answer itself', async () => {
    expect(await ask(await script('console.log("In Italy.")'))).toMatchObject({ text: 'In Italy.' });
    expect(await ask(await script('console.log(`{"country":"Italy"}`)'))).toMatchObject({ text: '{"country":"Italy"}' });
  });

  test('gets no variable that the suite does not name', async () => {
    const variables = { OPENAI_API_KEY: 'sk-not-for-it', PIPELINE_KEY: 'for-it' };
    const model = await script('console.log(process.env.OPENAI_API_KEY, process.env.PIPELINE_KEY)', { variables, env: ['PIPELINE_KEY'] });
    expect(await ask(model)).toMatchObject({ text: 'undefined for-it' });
  });

  test.each([
    ['an exit code', 'console.error("first"); console.error("no index here"); process.exit(3)', /exit code 3: no index here/],
    ['a signal', 'process.kill(process.pid, "SIGKILL")', /ended by SIGKILL/],
    ['an object of another shape', 'console.log(`{"text":"a","toolcalls":[]}`)', /cannot be read.*toolcalls/],
    ['too much', 'const line = "x".repeat(1e6); for (let n = 0; n < 18; n += 1) console.log(line)', /more than 16 MB/],
  ])('that ends with %s is told as trouble', async (_what, text, message) => {
    await expect(ask(await script(text))).rejects.toMatchObject({ code: 'target-failed', message: expect.stringMatching(message) });
  });

  test('repeats no key in what it is told of', async () => {
    const model = await script('console.error("bad key", process.env.PIPELINE_KEY); process.exit(1)', {
      variables: { PIPELINE_KEY: 'for-it-alone' },
      env: ['PIPELINE_KEY'],
    });
    await expect(ask(model)).rejects.toMatchObject({ message: expect.stringMatching(/bad key \[key\]/) });
  });

  test('is not started without a variable that it needs, or when it is not there', async () => {
    await expect(open({ exec: ['x'], env: ['PIPELINE_KEY'] })).rejects.toMatchObject({
      code: 'target-failed',
      message: expect.stringMatching(/PIPELINE_KEY/),
    });
    await expect(ask(await open({ exec: ['./no-such-program'] }))).rejects.toMatchObject({
      message: expect.stringMatching(/cannot be started/),
    });
  });

  test.runIf(process.platform !== 'win32')('leaves no process behind: neither late, nor stopped, nor done', async () => {
    const parent = `import { spawn } from 'node:child_process'; import { writeFileSync } from 'node:fs';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
writeFileSync('pid', String(child.pid));`;
    // A busy machine may need longer than that to start anything.
    for (let timeout = 300; !hasStarted(); timeout *= 2) {
      await expect(ask(await script(`${parent} setInterval(() => {}, 1000)`, { timeout: `${timeout}ms` }))).rejects.toMatchObject({
        message: expect.stringMatching(/gave no answer within [\d.]+ s/),
      });
    }
    await gone();
    await ask(await script(`${parent} child.unref(); console.log('done'); process.exit(0)`));
    await gone();
    const stop = new AbortController();
    const asked = ask(await script(`${parent} setInterval(() => {}, 1000)`), stop.signal);
    await started();
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
    await gone();
  });
});

async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const pidFile = () => join(folder.path, 'pid');

function hasStarted(): boolean {
  return existsSync(pidFile()) && readFileSync(pidFile(), 'utf8') !== '';
}

const started = () => until(hasStarted);

/** The grandchild that wrote its id is no more. */
async function gone(): Promise<void> {
  await started();
  const pid = Number(readFileSync(pidFile(), 'utf8'));
  await until(() => !isRunning(pid));
  folder.write({ pid: '' });
}

function isRunning(pid: number): boolean {
  try {
    // A zombie that nobody waits for is no running process.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a service as target', () => {
  async function serve(treat: RequestListener): Promise<string> {
    const server = createServer(treat);
    const { origin } = await listening(server);
    closers.push(() => closed(server));
    return `${origin}/answer?v=1`;
  }
  const body = async (request: IncomingMessage) => {
    let text = '';
    for await (const part of request) text += part;
    return text;
  };

  test('gets the same by POST, with headers from variables', async () => {
    const url = await serve(async (request, response) => {
      const { inputs } = JSON.parse(await body(request));
      response.end(JSON.stringify({ text: `${request.method} ${request.url} ${request.headers.authorization} ${inputs.question}` }));
    });
    const model = await open(
      { http: { url, headers: { Authorization: { env: 'PIPELINE_TOKEN', scheme: 'Bearer' } } }, cache: true },
      { PIPELINE_TOKEN: 'secret-1' },
    );
    expect(await ask(model)).toMatchObject({ text: 'POST /answer?v=1 Bearer secret-1 Where is Rome?' });
    expect(model.isUncached).toBe(false);
  });

  test('that refuses, breaks or is late is told as trouble, without what it was sent', async () => {
    const refusing = await serve((request, response) => response.writeHead(400).end(`{"error":"bad ${request.headers['x-key']}"}`));
    const model = await open({ http: { url: refusing, headers: { 'x-key': { env: 'PIPELINE_TOKEN' } } } }, { PIPELINE_TOKEN: 'secret-1' });
    await expect(ask(model)).rejects.toMatchObject({ code: 'model-refused', message: expect.stringMatching(/bad \[key\]/) });
    const silent = await open({ http: { url: await serve(() => {}) }, timeout: '100ms' });
    await expect(ask(silent)).rejects.toMatchObject({ code: 'target-failed', message: expect.stringMatching(/within 0.1 s/) });
  });

  test('on another host gets no key that nobody has allowed there', async () => {
    const target = { http: { url: 'https://pipeline.example.com', headers: { 'x-key': { env: 'PIPELINE_TOKEN' } } } };
    await expect(open(target, { PIPELINE_TOKEN: 's' })).rejects.toMatchObject({ code: 'key-withheld' });
    await open(target, { PIPELINE_TOKEN: 's', PROMPTLANE_KEY_HOSTS: 'pipeline.example.com' });
  });

  test.each(['http://pipeline.example.com', 'https://user:word@example.com', 'file:///etc/hosts'])('is never at %s', (url) => {
    expect(targetSchema.safeParse({ http: { url } }).success).toBe(false);
  });
});
