import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { cliResult, startCli } from '../support/cli.ts';
import { runHere } from '../support/command-line.ts';
import { fakeAnthropic } from '../support/fake-anthropic.ts';
import { type FakeOpenAIOptions, fakeOpenAI } from '../support/fake-openai.ts';
import { temporaryWorkspace } from '../support/temporary-workspace.ts';

const KEY = 'sk-test-0123456789abcdef';
const ASK = ['run', 'ask', '--var', 'question=Why?'];
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const PROMPT = `model: openai/gpt-4o-mini
messages: [{ role: user, content: "{{ question }}" }]
inputs: { question: { type: string, required: true } }
`;
const STRUCTURED = `${PROMPT}responseFormat: json_schema
jsonSchema: { schema: { type: object, properties: { a: { enum: [x] } }, required: [a] } }
`;

/** A workspace whose providers are servers of the test. */
async function project(options: FakeOpenAIOptions = {}, prompt = PROMPT) {
  const [openAI, anthropic] = await Promise.all([fakeOpenAI(options), fakeAnthropic()]);
  cleanups.push(
    () => openAI.close(),
    () => anthropic.close(),
  );
  const { path } = temporaryWorkspace({
    'promptlane.config.yaml': `models:
  providers:
    openai: { kind: openai, baseUrl: "${openAI.url}", apiKeyEnv: OPENAI_API_KEY }
    anthropic: { kind: anthropic, baseUrl: "${anthropic.url}", apiKeyEnv: ANTHROPIC_API_KEY }
`,
    'prompts/ask.prompt.yaml': prompt,
  });
  return { openAI, anthropic, path, options: { cwd: path, env: { OPENAI_API_KEY: KEY, ANTHROPIC_API_KEY: KEY } } };
}

describe('run', () => {
  test('gives a pipe the answer byte for byte with a line end, and says everything else on stderr', async () => {
    const text = 'a\r\n\u001b[31mred\u0000 日本語 👩‍👩‍👧';
    const { options } = await project({ treat: () => ({ kind: 'answer', text }) });

    const { exitCode, stdout, stderr } = await runHere(ASK, options);

    expect([exitCode, stdout]).toEqual([0, text]);
    expect(stderr).toMatch(/ask [0-9a-f]{12} · openai\/gpt-4o-mini · .* s, first text after .* s · 100 tokens in, 20 out · \$0\.000027/);
  });

  test('prints text before the answer is whole, and ends at once with 130, without a cassette', async () => {
    const chunks = ['data: {"choices":[{"delta":{"content":"half an ans"}}]}\n\n'];
    const { options, path, openAI } = await project({ treat: () => ({ kind: 'chunks', chunks, ending: 'silence' }) });
    const running = startCli([...ASK, '--record', 'new.jsonl'], options);
    let printed = '';
    running.stdout.on('data', (data) => {
      printed += String(data);
    });
    await expect.poll(() => printed, { timeout: 30_000, interval: 10 }).toBe('half an ans');
    running.kill('SIGINT');

    expect(await cliResult(running)).toMatchObject({
      exitCode: 130,
      stdout: 'half an ans',
      stderr: expect.stringContaining('[interrupted]'),
    });
    expect(existsSync(join(path, 'new.jsonl'))).toBe(false);
    await expect.poll(() => openAI.hungUp(), { timeout: 10_000 }).toBe(1);
  });

  test('ends with 3 and the path when the answer does not fit the schema', async () => {
    const { options } = await project({ treat: () => ({ kind: 'answer', text: '{"a":"z"}' }) }, STRUCTURED);

    expect(await runHere(ASK, options)).toMatchObject({
      exitCode: 3,
      stdout: '{"a":"z"}',
      stderr: expect.stringContaining('✗ output schema: /a must be equal'),
    });
  });

  test('records an answer that is then replayed without a key, and asks nobody for it again', async () => {
    const { options, openAI, path } = await project();
    await runHere([...ASK, '--record', 'answers.jsonl'], options);
    const again = await runHere([...ASK, '--record', 'answers.jsonl'], options);
    const replayed = await runHere([...ASK, '--cassette', 'answers.jsonl', '--json'], { cwd: path });

    expect(openAI.requests).toHaveLength(1);
    expect(again).toMatchObject({ exitCode: 0, stdout: 'Answer to: Why?', stderr: expect.stringContaining('recorded: nobody was asked') });
    expect(JSON.parse(replayed.stdout)).toMatchObject({
      schema: 'promptlane/run/v1',
      prompt: 'ask',
      digest: expect.stringMatching(/^sha256:/),
      request: { messages: [{ role: 'user', content: 'Why?' }] },
      answer: { text: 'Answer to: Why?', usage: { input: 100, output: 20 } },
      isRecorded: true,
      checks: [],
    });
  });

  test('says loudly that another model is asked, and shows the calls of tools', async () => {
    const { options, anthropic } = await project();

    const { exitCode, stdout, stderr } = await runHere([...ASK, '--model', 'anthropic/claude-haiku-4-5', '--no-stream'], options);

    expect([exitCode, stdout]).toEqual([0, 'Answer to: Why?']);
    expect(stderr).toContain('warning asking anthropic/claude-haiku-4-5 instead of openai/gpt-4o-mini');
    expect(anthropic.requests[0]?.body).not.toHaveProperty('stream');
    expect(anthropic.requests[0]?.headers['x-api-key']).toBe(KEY);
  });

  test('shows calls of tools as blocks', async () => {
    const calls = [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"id":42}' } }];
    const { options } = await project({
      treat: () => ({ kind: 'answer', message: { role: 'assistant', content: null, tool_calls: calls } }),
    });

    expect((await runHere(ASK, options)).stdout).toBe('→ find c1\n  {\n    "id": 42\n  }');
  });

  test('never tells a key, and says which variable holds it', async () => {
    const body = JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY}` } });
    const { options, path } = await project({ treat: () => ({ kind: 'status', status: 401, body }) });

    const refused = await runHere([...ASK, '--debug'], options);
    expect(refused).toMatchObject({ exitCode: 9, stderr: expect.stringContaining('provided: [key]') });
    expect(refused.stderr).not.toContain(KEY);
    expect(await runHere(ASK, { cwd: path })).toMatchObject({ exitCode: 9, stderr: expect.stringContaining('Set OPENAI_API_KEY') });
  });

  test('asks again when the provider asks for a pause, and says so', async () => {
    const headers = { 'retry-after-ms': '50' };
    const { options, openAI } = await project({
      treat: (_request, number) => (number === 0 ? { kind: 'status', status: 429, headers } : { kind: 'answer' }),
    });

    expect(await runHere(ASK, options)).toMatchObject({
      exitCode: 0,
      stdout: 'Answer to: Why?',
      stderr: expect.stringMatching(/^Asking openai\/gpt-4o-mini, again in 0\.\d s$/m),
    });
    expect(openAI.requests).toHaveLength(2);
  });

  test('never asks again once a text is printed', async () => {
    const chunks = ['data: {"choices":[{"delta":{"content":"half"}}]}\n\n'];
    const { options, openAI } = await project({ treat: () => ({ kind: 'chunks', chunks, ending: 'cut' }) });

    expect(await runHere(ASK, options)).toMatchObject({ exitCode: 9, stdout: 'half' });
    expect(openAI.requests).toHaveLength(1);
  });

  test('gives up after its time, with what came before', async () => {
    const chunks = ['data: {"choices":[{"delta":{"content":"half"}}]}\n\n'];
    const { options } = await project({ treat: () => ({ kind: 'chunks', chunks, ending: 'silence' }) });

    expect(await runHere([...ASK, '--timeout', '1s'], options)).toMatchObject({
      exitCode: 9,
      stdout: 'half',
      stderr: expect.stringContaining('not whole after 1 s'),
    });
  });
});

describe('render', () => {
  test('gives one line a row of a dataset, ready to be sent, and the estimate of all on stderr', async () => {
    const { path } = temporaryWorkspace({
      'prompts/ask.prompt.yaml': PROMPT,
      'rows.jsonl': '{"inputs":{"question":"a"}}\n{"inputs":{"question":"b"}}\n',
    });

    const { stdout, stderr } = await runHere(
      ['render', 'ask', '--dataset', 'rows.jsonl', '--all-rows', '--format', 'openai', '--estimate'],
      { cwd: path },
    );

    expect(stdout.split('\n').map((line) => JSON.parse(line).messages[0].content)).toEqual(['a', 'b']);
    expect(stderr).toMatch(/^2 requests: \d+ tokens in · answers of any length · \$/);
  });

  test('takes a value from stdin, and says every value that is wrong', async () => {
    const { path } = temporaryWorkspace({ 'prompts/ask.prompt.yaml': PROMPT });

    expect((await runHere(['render', 'ask', '--var', 'question=@-', '--json'], { cwd: path, input: 'piped\n' })).stdout).toContain(
      '"content": "piped"',
    );
    const wrong = await runHere(['render', 'ask', '--var', 'qestion=x'], { cwd: path });
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('`qestion` is not an input. Did you mean "question"?') });
    expect(wrong.stderr).toContain('`question` is required: a text.');
    expect(wrong.stderr).toContain('--var question=TEXT');
  });
});
