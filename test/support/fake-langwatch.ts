import { createServer, type IncomingMessage } from 'node:http';
import type { JsonObject } from '../../src/base/json/canonical-json.ts';
import { asJsonb, type Spoken, withDetected } from './fake-langwatch-habits.ts';
import { closed, listening } from './listening.ts';

/** A version as LangWatch stores it: the system message by itself. */
interface Stored {
  readonly version: number;
  readonly versionId: string;
  readonly createdAt: string;
  readonly commitMessage: string;
  readonly authorName: string | null;
  readonly prompt: string;
  readonly messages: readonly Spoken[];
  readonly config: JsonObject;
  readonly parameters: JsonObject;
}

/** What a person saves in LangWatch's editor: the newest version with this changed. */
export interface Edit {
  readonly prompt?: string;
  readonly messages?: readonly Spoken[];
  readonly model?: string;
  readonly temperature?: number;
  readonly outputs?: readonly object[];
  readonly inputs?: readonly object[];
}

/**
 * The prompts API of LangWatch, as its servers answer it.
 *
 * Its habits are part of the protocol: an update is laid over the version before, variables of texts are listed as
 * inputs, JSON loses the order of its keys, of the parameters only two are given back, and a model that takes no
 * temperature loses it.
 */
export interface FakeLangwatch {
  readonly url: string;
  readonly apiKey: string;
  readonly tags: Set<string>;
  readonly requests: string[];
  /** Saves an edit as a person. */
  edit(handle: string, edit: Edit, message?: string): void;
  create(handle: string, edit: Edit, scope?: 'PROJECT' | 'ORGANIZATION'): void;
  restore(handle: string, version: number): void;
  tag(handle: string, tag: string, version: number): void;
  versions(handle: string): readonly Stored[];
  newest(handle: string): Stored;
  /** Called before a sync is carried out. */
  beforeSync: (handle: string) => void;
  close(): Promise<void>;
}

interface Prompt {
  readonly scope: 'PROJECT' | 'ORGANIZATION';
  readonly versions: Stored[];
  readonly tags: Map<string, string>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** What a model that refuses a temperature is called here. */
export const COLD_MODEL = 'openai/gpt-5-mini';

export async function fakeLangwatch(): Promise<FakeLangwatch> {
  const prompts = new Map<string, Prompt>();
  const apiKey = 'sk-lw-fake-key';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, body } = answer(request, Buffer.concat(chunks).toString());
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  const { origin } = await listening(server);
  const fake: FakeLangwatch = {
    url: origin,
    apiKey,
    tags: new Set(['production', 'staging']),
    requests: [],
    beforeSync: () => {},
    create(handle, edit, scope = 'PROJECT') {
      prompts.set(handle, { scope, versions: [], tags: new Map() });
      save(handle, edited(edit), {}, 'Initial version', 'Mia');
    },
    edit: (handle, edit, message = 'Saved') => save(handle, edited(edit), fake.newest(handle).parameters, message, 'Mia'),
    restore(handle, version) {
      const old = fake.versions(handle).find((one) => one.version === version);
      if (old === undefined) throw new Error(`There is no version ${version} of ${handle}.`);
      save(
        handle,
        { prompt: old.prompt, messages: old.messages, ...old.config },
        old.parameters,
        `Restored from version ${version}`,
        'Mia',
        {},
      );
    },
    tag(handle, tag, version) {
      const found = fake.versions(handle).find((one) => one.version === version);
      if (found === undefined || !fake.tags.has(tag)) throw new Error('There is no such version or tag.');
      prompts.get(handle)?.tags.set(tag, found.versionId);
    },
    versions: (handle) => prompts.get(handle)?.versions ?? [],
    newest(handle) {
      const newest = prompts.get(handle)?.versions.at(-1);
      if (newest === undefined) throw new Error(`There is no prompt ${handle}.`);
      return newest;
    },
    close: () => closed(server),
  };
  return fake;

  function answer({ method = '', url = '', headers }: IncomingMessage, text: string): Reply {
    fake.requests.push(`${method} ${url}`);
    const token = headers['x-auth-token'] ?? headers.authorization?.replace(/^Bearer /, '');
    if (token !== apiKey) return { status: 401, body: { error: 'Unauthorized', message: 'Invalid auth token.' } };
    const path = decodeURIComponent(new URL(url, origin).pathname);
    const body = text === '' ? {} : JSON.parse(text);
    if (path === '/api/prompts' && method === 'GET')
      return { status: 200, body: [...prompts.keys()].map((handle) => view(handle, fake.newest(handle))) };
    if (path === '/api/prompts/tags' && method === 'GET') return { status: 200, body: [...fake.tags].map((name) => ({ id: name, name })) };
    const [, handle = '', rest = ''] = /^\/api\/prompts\/(.+?)(\/versions(?:\/[^/]+\/restore)?|\/sync|\/tags\/[^/]+)?$/.exec(path) ?? [];
    return rest === '/sync' ? sync(handle, body) : answerOf(handle, rest, method, body);
  }

  function answerOf(handle: string, rest: string, method: string, body: { commitMessage?: string; versionId: string } & JsonObject): Reply {
    const prompt = prompts.get(handle);
    if (prompt === undefined) return { status: 404, body: { error: 'Not Found', message: 'Prompt not found' } };
    if (rest === '' && method === 'PUT') {
      const { commitMessage = '', ...edit } = body;
      save(handle, edit, fake.newest(handle).parameters, commitMessage, null);
      return { status: 200, body: view(handle, fake.newest(handle)) };
    }
    if (rest === '/versions') return { status: 200, body: prompt.versions.map((version) => view(handle, version)).reverse() };
    const [, restored] = /^\/versions\/([^/]+)\/restore$/.exec(rest) ?? [];
    if (restored !== undefined) {
      fake.restore(handle, prompt.versions.find(({ versionId }) => versionId === restored)?.version ?? 0);
      return { status: 200, body: view(handle, fake.newest(handle)) };
    }
    const [, tag = ''] = /^\/tags\/(.+)$/.exec(rest) ?? [];
    if (!fake.tags.has(tag)) return { status: 422, body: { error: 'Unprocessable Entity', message: `Invalid tag "${tag}".` } };
    prompt.tags.set(tag, body.versionId);
    return { status: 200, body: { configId: handle, versionId: body.versionId, tag, updatedAt: new Date().toISOString() } };
  }

  function sync(handle: string, { configData, parameters = {}, localVersion, commitMessage = 'Synced from local file' }: Sync): Reply {
    fake.beforeSync(handle);
    if (!/^[a-z0-9_-]+(?:\/[a-z0-9_-]+)?$/.test(handle)) return { status: 400, body: { error: 'Bad Request', message: 'Invalid handle' } };
    const prompt = prompts.get(handle);
    if (prompt === undefined) {
      prompts.set(handle, { scope: 'PROJECT', versions: [], tags: new Map() });
      save(handle, configData, parameters, commitMessage, null);
      return { status: 200, body: { action: 'created', prompt: view(handle, fake.newest(handle)) } };
    }
    const newest = fake.newest(handle);
    if (localVersion !== newest.version) {
      const conflictInfo = {
        localVersion: localVersion ?? 0,
        remoteVersion: newest.version,
        differences: [],
        remoteConfigData: newest.config,
      };
      return { status: 200, body: { action: 'conflict', conflictInfo } };
    }
    const before = { prompt: newest.prompt, messages: newest.messages, ...newest.config };
    if (
      JSON.stringify(before) === JSON.stringify({ ...before, ...configData }) &&
      JSON.stringify(parameters) === JSON.stringify(newest.parameters)
    ) {
      return { status: 200, body: { action: 'up_to_date', prompt: view(handle, newest) } };
    }
    save(handle, configData, parameters, commitMessage, null);
    return { status: 200, body: { action: 'updated', prompt: view(handle, fake.newest(handle)) } };
  }

  function save(
    handle: string,
    given: JsonObject,
    parameters: JsonObject,
    message: string,
    authorName: string | null,
    base?: JsonObject,
  ): void {
    const versions = prompts.get(handle)?.versions ?? [];
    const newest = versions.at(-1);
    const before = base ?? (newest === undefined ? {} : { prompt: newest.prompt, messages: newest.messages, ...newest.config });
    const { prompt = '', messages = [], ...config } = { ...before, ...given } as { prompt?: string; messages?: Spoken[] } & JsonObject;
    const { temperature: _temperature, ...cold } = config;
    versions.push({
      version: versions.length + 1,
      versionId: `prompt_version_${handle.replaceAll('/', '_')}_${versions.length + 1}`,
      createdAt: new Date(Date.UTC(2026, 10, 1, 0, 0, versions.length)).toISOString(),
      commitMessage: message,
      authorName,
      prompt: prompt || (messages.find(({ role }) => role === 'system')?.content ?? ''),
      messages: messages.filter(({ role }) => role !== 'system'),
      config: asJsonb(config.model === COLD_MODEL ? cold : config) as JsonObject,
      parameters: asJsonb(parameters) as JsonObject,
    });
  }

  function view(handle: string, { prompt, messages, config, ...version }: Stored): object {
    const { model, inputs, outputs, temperature, max_tokens: maxTokens } = config as Readonly<Record<string, never>>;
    const { scope = 'PROJECT', tags = new Map<string, string>(), versions = [] } = prompts.get(handle) ?? {};
    const isNewest = versions.at(-1)?.versionId === version.versionId;
    const own = [...tags].filter(([, versionId]) => versionId === version.versionId).map(([name]) => name);
    const [output] = (outputs ?? []) as readonly { type: string; identifier: string; json_schema?: object }[];
    return {
      id: `prompt_${handle}`,
      handle,
      scope,
      name: handle,
      projectId: 'project_1',
      organizationId: 'organization_1',
      versionId: version.versionId,
      version: version.version,
      authorId: version.authorName === null ? null : 'user_1',
      author: version.authorName === null ? null : { id: 'user_1', name: version.authorName },
      createdAt: version.createdAt,
      updatedAt: version.createdAt,
      commitMessage: version.commitMessage,
      prompt,
      messages: [{ role: 'system', content: prompt }, ...messages],
      inputs: withDetected(prompt, messages, inputs ?? []),
      outputs: outputs ?? [{ identifier: 'output', type: 'str' }],
      model,
      temperature,
      maxTokens,
      ...(output?.type === 'json_schema' && {
        responseFormat: { type: 'json_schema', json_schema: { name: output.identifier, schema: output.json_schema } },
      }),
      parameters: version.parameters,
      platformUrl: `${origin}/project/prompts`,
      tags: [...(isNewest ? ['latest'] : []), ...own].map((name) => ({ name, versionId: version.versionId })),
    };
  }
}

interface Sync {
  readonly configData: JsonObject;
  readonly parameters?: JsonObject;
  readonly localVersion?: number;
  readonly commitMessage?: string;
}

/** The editor sends everything that there is; what an edit leaves out is as it was. */
function edited({ prompt, ...edit }: Edit): JsonObject {
  return { ...(prompt !== undefined && { prompt }), ...(edit as unknown as JsonObject) };
}
