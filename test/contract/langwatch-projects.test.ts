import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Digest } from '../../src/base/digest.ts';
import { contentDigest } from '../../src/formats/langwatch/sync/remote-of-prompt.ts';
import { promptNormalForm } from '../../src/prompt/digest/normal-form.ts';
import type { PromptContent, PromptId } from '../../src/prompt/prompt.ts';
import { langwatchRegistry } from '../../src/registry/langwatch/langwatch-registry.ts';
import type { LocalVersions } from '../../src/registry/langwatch/read-version.ts';
import type { Registry, VersionUpload } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName } from '../../src/release/environment.ts';
import { fakeLangwatch } from '../support/fake-langwatch.ts';
import { runningRegistry } from '../support/running-registry.ts';

interface Server {
  readonly url: string;
  readonly apiKey: string;
  stop(): Promise<void>;
}

/** Whatever answers LangWatch's prompts API, with a person who edits a prompt there. */
const SERVERS: readonly [name: string, start: () => Promise<Server>][] = [
  [
    'LangWatch',
    async () => {
      const { url, apiKey, close } = await fakeLangwatch();
      return { url, apiKey, stop: close };
    },
  ],
  [
    'a registry of ours',
    async () => {
      const { url, token, stop } = await runningRegistry('SQLite');
      return { url, apiKey: token, stop };
    },
  ],
];

const COMMIT = 'a'.repeat(40);
const development = 'development' as EnvironmentName;
const id = (name: string) => name as PromptId;

function version(name: string, text: string, more: Partial<PromptContent> = {}): VersionUpload {
  const content: PromptContent = {
    template: 'liquid',
    messages: [
      { role: 'system', content: text },
      { role: 'user', content: '{{ question }}' },
    ],
    model: 'openai/gpt-4o-mini',
    parameters: { temperature: 0.2, maxTokens: 300 },
    tools: [],
    guardrails: [],
    ...more,
  };
  return { kind: 'prompt', id: id(name), digest: contentDigest(content), content: promptNormalForm(content, new Map(), new Map()) };
}

describe.each(SERVERS)('a project of %s', (_name, start) => {
  let server: Server;
  const opened: Registry[] = [];
  beforeAll(async () => {
    server = await start();
  });
  afterAll(async () => {
    await Promise.all(opened.map((registry) => registry.close()));
    await server.stop();
  });

  /** A client that has read nothing yet. */
  function client(local?: LocalVersions): Registry {
    const registry = langwatchRegistry({
      url: server.url,
      apiKey: server.apiKey,
      environments: DEFAULT_ENVIRONMENTS,
      ...(local && { local }),
    });
    opened.push(registry);
    return registry;
  }
  const store = async (upload: VersionUpload, commit: string | undefined = COMMIT) =>
    client().upload({ versions: [upload], message: 'Why', ...(commit !== '' && { commit }) });

  test('gives back what it was given, with where it came from', async () => {
    const [first, second] = [version('kept/whole', 'One.'), version('kept/whole', 'Two.')];
    expect(await store(first)).toEqual([{ id: first.id, digest: first.digest, number: 1, created: true }]);
    await store(second);
    const registry = client();
    expect(await registry.versions(first.id)).toMatchObject([
      { number: 2, digest: second.digest, commit: COMMIT, message: 'Why' },
      { number: 1, digest: first.digest },
    ]);
    expect(await registry.content(first.digest)).toEqual(first.content);
    expect(await registry.resolve(first.id, { number: 1 })).toMatchObject([{ digest: first.digest }]);
    expect((await registry.state(development)).pins.get(first.id)).toBe(second.digest);
    expect((await registry.history(development, { prompt: first.id }))[0]).toMatchObject({
      commit: COMMIT,
      moves: [{ from: first.digest, to: second.digest }],
    });
    expect(await registry.drafts(first.id)).toEqual([]);
  });

  test('lacks what is not its newest version', async () => {
    const [first, second] = [version('lacked', 'One.'), version('lacked', 'Two.')];
    await store(first);
    await store(second);
    const asked = [first, second].map(({ id: prompt, digest }) => ({ id: prompt, digest }));
    expect(await client().missing(asked)).toEqual([{ id: first.id, digest: first.digest }]);
    await store(first);
    expect(await client().missing(asked)).toEqual([{ id: first.id, digest: second.digest }]);
  });

  test('shows as one draft what was stored over what Git has', async () => {
    const [base, edited, again] = [version('drafted', 'One.'), version('drafted', 'Two.'), version('drafted', 'Three.')];
    await store(base);
    await store(edited, '');
    await store(again, '');
    const registry = client();
    expect(await registry.drafts()).toMatchObject([{ id: base.id, digest: again.digest, parent: base.digest, number: 3 }]);
    expect(await registry.content(again.digest)).toEqual(again.content);
  });

  test('does not let an upload take the place of a version that it has not seen', async () => {
    const [base, mine, theirs] = [version('raced', 'One.'), version('raced', 'Mine.'), version('raced', 'Theirs.')];
    await store(base);
    const registry = client();
    await registry.missing([]);
    await store(theirs);
    await expect(registry.upload({ versions: [mine], commit: COMMIT })).rejects.toMatchObject({ code: 'version-newer' });
    expect((await client().versions(base.id)).map(({ digest }) => digest)).toEqual([theirs.digest, base.digest]);
  });

  test('is not overwritten by a prompt of the same name', async () => {
    const stranger = version('strange', 'Theirs.');
    const response = await fetch(`${server.url}/api/prompts/strange/sync`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        configData: {
          prompt: 'Theirs.',
          messages: [{ role: 'user', content: '{{ question }}' }],
          model: 'openai/gpt-4o-mini',
          temperature: 0.2,
          max_tokens: 300,
          inputs: [{ identifier: 'input', type: 'str' }],
          outputs: [{ identifier: 'output', type: 'str' }],
        },
      }),
    });
    expect(response.status).toBe(200);
    const mine = version('strange', 'Mine.');
    await expect(store(mine)).rejects.toMatchObject({ code: 'version-newer' });
    // Whoever has it in Git may go on from it.
    const wasLocked = async (_id: PromptId, digest: Digest) => digest === stranger.digest;
    const registry = client({ wasLocked, content: async () => undefined });
    expect(await registry.upload({ versions: [mine], commit: COMMIT })).toMatchObject([{ created: true }]);
  });

  test('is sent nothing when one of the prompts would lose something', async () => {
    const [whole, lossy] = [version('sent/whole', 'Whole.'), version('sent/lossy', 'Lossy.', { risk: 'high', parameters: { topP: 0.9 } })];
    await expect(client().upload({ versions: [whole, lossy], commit: COMMIT })).rejects.toMatchObject({
      code: 'langwatch-unsayable',
      details: { losses: { 'sent/lossy': ['modelParameters.topP', 'risk'] } },
    });
    await expect(client().versions(whole.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('has no policy, and says so', async () => {
    const registry = client();
    await expect(registry.plan('production' as EnvironmentName, { pins: new Map() })).rejects.toMatchObject({
      code: 'registry-unsupported',
    });
    await expect((async () => registry.reviews())()).rejects.toMatchObject({ code: 'registry-unsupported' });
  });

  test('takes its key and no other', async () => {
    expect(await client().whoami()).toMatchObject({ kind: 'machine' });
    const stranger = langwatchRegistry({ url: server.url, apiKey: 'sk-lw-none' });
    opened.push(stranger);
    await expect(stranger.whoami()).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});
