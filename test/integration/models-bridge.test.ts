import { createOpenAI } from '@ai-sdk/openai';
import { afterEach, describe, expect, test } from 'vitest';
import { modelAccess } from '../../src/cli/wiring/model-access.ts';
import type { ModelRequest } from '../../src/evals/runner/model.ts';
import { type ModelSpec, openModel } from '../../src/models/open-model.ts';
import type { Workspace } from '../../src/workspace/config/workspace.ts';
import { askedBothWays } from '../support/asked-both-ways.ts';
import { fakeOpenAI, type Treatment } from '../support/fake-openai.ts';
import { temporaryFolder } from '../support/git-repository.ts';

/** As the real adapter has them. */
type LanguageModelV3 = ReturnType<ReturnType<typeof createOpenAI>['chat']>;
type LanguageModelV3CallOptions = Parameters<LanguageModelV3['doGenerate']>[0];

const KEY = 'sk-proj-abcdefghijklmnop123456';
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const spec = (exported: unknown, more: Partial<ModelSpec> = {}): ModelSpec => ({
  model: 'bridge/mini',
  providers: { bridge: { kind: 'ai-sdk', module: 'models/bridge.mjs' } },
  environment: { OPENAI_API_KEY: KEY },
  loadModule: async () => exported,
  ...more,
});

/** AI SDK's own adapter of OpenAI in front of a fake of OpenAI. */
async function ask(treatment: Treatment, more: Partial<ModelRequest> = {}) {
  const server = await fakeOpenAI({ treat: () => treatment });
  const provider = createOpenAI({ baseURL: server.url, apiKey: KEY });
  return askedBothWays(spec({ mini: provider.chat('gpt-4o-mini') }), server, more);
}

/** A model that remembers how it was called; nobody need answer. */
function listening(specificationVersion: string) {
  const calls: LanguageModelV3CallOptions[] = [];
  const doGenerate = async (options: LanguageModelV3CallOptions) => {
    calls.push(options);
    return { content: [{ type: 'text', text: 'ok' }], finishReason: 'stop', usage: { inputTokens: 3, outputTokens: 1 }, warnings: [] };
  };
  return {
    calls,
    model: { specificationVersion, provider: 'acme.chat', modelId: 'm', supportedUrls: {}, doGenerate, doStream: async () => {} },
  };
}

const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'bridge/mini',
  messages: [{ role: 'user', content: 'Hi' }],
  parameters: {},
  tools: [],
  ...more,
});
const options = { signal: new AbortController().signal, sample: 0 };

const TOOL = { type: 'function', function: { name: 'find', description: 'Finds.', parameters: { type: 'object', properties: {} } } };
const call = { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } };

describe('the bridge to AI SDK', () => {
  test('sends through the real adapter what the prompt says', async () => {
    const { requests } = await ask(
      { kind: 'answer' },
      {
        messages: [
          { role: 'system', content: 'Rules' },
          { role: 'user', content: 'What is it?', attachments: [{ mediaType: 'image/png', data: 'iVBO' }] },
          { role: 'assistant', toolCalls: [call] },
          { role: 'tool', toolCallId: 'c1', content: 'one' },
        ],
        parameters: { temperature: 0.2, maxTokens: 9, stop: ['#'], seed: 7, extra: { user: 'ann' } },
        responseFormat: 'json_schema',
        schema: { name: 'out', schema: { type: 'object', properties: {}, additionalProperties: false } },
        tools: [TOOL],
        toolChoice: 'required',
      },
    );

    expect(requests[1]?.body).toMatchObject({
      model: 'gpt-4o-mini',
      temperature: 0.2,
      max_tokens: 9,
      stop: ['#'],
      seed: 7,
      user: 'ann',
      messages: [
        { role: 'system', content: 'Rules' },
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } },
            { type: 'text', text: 'What is it?' },
          ],
        },
        { role: 'assistant', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'c1', content: 'one' },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'out' } },
      tools: [{ type: 'function', function: { name: 'find', description: 'Finds.' } }],
      tool_choice: 'required',
    });
    expect(requests[0]?.body.stream).toBe(true);
  });

  test('reads calls, usage, the word of the provider for the end, and the price of the model behind', async () => {
    const { streamed, whole } = await ask({
      kind: 'answer',
      message: { role: 'assistant', content: 'Looking.', tool_calls: [call] },
      finishReason: 'tool_calls',
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, prompt_tokens_details: { cached_tokens: 40 } },
    });

    expect(whole).toMatchObject({
      text: 'Looking.',
      toolCalls: [call],
      finishReason: 'tool_calls',
      usage: { input: 100, output: 20, cachedInput: 40 },
    });
    expect(whole.cost).toBeCloseTo((60 * 0.15 + 40 * 0.075 + 20 * 0.6) / 1e6, 12);
    expect({ ...streamed, latencyMs: 0 }).toEqual({ ...whole, latencyMs: 0 });
  });

  test('speaks the versions of AI SDK 5, 6 and 7, each in its own words', async () => {
    const asked = request({
      messages: [{ role: 'user', content: 'Hi', attachments: [{ mediaType: 'image/png', data: 'iVBO' }] }],
      parameters: { reasoningEffort: 'low' },
    });
    const seen = await Promise.all(
      ['v2', 'v3', 'v4'].map(async (version) => {
        const { calls, model } = listening(version);
        const opened = await openModel(spec({ mini: model }));
        const answer = await opened.answer(asked, options);
        expect(answer).toMatchObject({ text: 'ok', finishReason: 'stop', usage: { input: 3, output: 1 } });
        const { prompt, providerOptions, ...rest } = calls[0] ?? { prompt: [] };
        const [file] = (prompt[0]?.content ?? []) as { data?: unknown }[];
        return { file: file?.data, providerOptions, reasoning: (rest as { reasoning?: string }).reasoning };
      }),
    );

    const before = { file: 'iVBO', providerOptions: { acme: { reasoningEffort: 'low' } }, reasoning: undefined };
    expect(seen).toEqual([before, before, { file: { type: 'data', data: 'iVBO' }, providerOptions: undefined, reasoning: 'low' }]);
  });

  test('takes a provider of the SDK as well as models by name', async () => {
    const { model } = listening('v3');
    const provider = Object.assign(() => model, { specificationVersion: 'v3', languageModel: (id: string) => ({ ...model, modelId: id }) });
    expect((await openModel(spec(provider))).name).toBe('ai-sdk:acme.chat:mini');
  });

  test.each([
    ['no default export', undefined, 'models/bridge.mjs has no default export.'],
    [
      'another name',
      { mimi: listening('v3').model },
      'models/bridge.mjs gives no language model of the AI SDK for "mini". Did you mean "mimi"?',
    ],
    ['something else', { mini: { text: 'hi' } }, 'models/bridge.mjs gives no language model of the AI SDK for "mini".'],
    ['an old model', { mini: listening('v1').model }, 'The model "mini" of models/bridge.mjs follows specification v1 of the AI SDK.'],
  ])('says what is wrong with a module that has %s', async (_what, exported, message) => {
    await expect(openModel(spec(exported))).rejects.toMatchObject({ code: 'config-invalid', message });
  });

  test('runs no module where none may run', async () => {
    const { loadModule: _none, ...restricted } = spec({});
    await expect(openModel(restricted)).rejects.toMatchObject({ code: 'module-withheld' });
  });

  test('cuts every key at hand out of what an adapter says', async () => {
    const secret = 'no-pattern-knows-this-one';
    const model: Partial<LanguageModelV3> = {
      ...listening('v3').model,
      doGenerate: () => Promise.reject(new Error(`Sent ${secret} and ${KEY}`)),
    } as never;
    const opened = await openModel(spec({ mini: model }, { environment: { OPENAI_API_KEY: KEY, GROQ_API_KEY: secret } }));

    await expect(opened.answer(request(), options)).rejects.toMatchObject({
      code: 'model-unreachable',
      message: 'bridge/mini gave no answer: Sent [key] and [key].',
    });
  });

  test('keeps a deadline that the adapter does not listen to', async () => {
    const opened = await openModel(spec({ mini: { ...listening('v3').model, doGenerate: () => new Promise(() => {}) } }));
    await expect(opened.answer(request(), { ...options, signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('a module of the repository', () => {
  const workspaceOf = (root: string) => ({ root, config: { models: { providers: new Map(), prices: new Map() } } }) as unknown as Workspace;

  test('is loaded from below the root', async () => {
    const { path, write } = temporaryFolder();
    write({ 'models/bridge.mjs': 'export default { name: "mine" };\n' });
    const { loadModule } = modelAccess(workspaceOf(path), { variables: {} });

    expect(await loadModule?.('models/bridge.mjs')).toEqual({ name: 'mine' });
    await expect(loadModule?.('models/missing.mjs')).rejects.toMatchObject({ code: 'config-invalid' });
  });

  test('is not loaded through a link that leads out of it', async () => {
    const { symlinkSync } = await import('node:fs');
    const outside = temporaryFolder();
    const inside = temporaryFolder();
    outside.write({ 'evil.mjs': 'globalThis.hasRun = true;\n' });
    symlinkSync(`${outside.path}/evil.mjs`, `${inside.path}/bridge.mjs`);

    await expect(modelAccess(workspaceOf(inside.path), { variables: {} }).loadModule?.('bridge.mjs')).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    expect(globalThis).not.toHaveProperty('hasRun');
  });
});
