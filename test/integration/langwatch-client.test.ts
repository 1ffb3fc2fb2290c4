import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Digest } from '../../src/base/digest.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { installLangwatch, type LangwatchProject, langwatchProject, langwatchSdk, type Sdk } from '../support/langwatch-client.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id, partialVersion, promptVersion } from '../support/sample-versions.ts';

const production = 'production' as EnvironmentName;
let registry: RunningRegistry;
let sdk: Sdk;
const projects: LangwatchProject[] = [];

beforeAll(async () => {
  await installLangwatch();
  registry = await runningRegistry();
  sdk = await langwatchSdk(registry);
}, 120_000);
afterAll(async () => {
  await Promise.all(projects.map((project) => project.remove()));
  await registry.stop();
});

async function project(): Promise<LangwatchProject> {
  const made = await langwatchProject(registry);
  projects.push(made);
  return made;
}

const file = (text: string, temperature = 0.7) =>
  `model: openai/gpt-5\nmodelParameters:\n  temperature: ${temperature}\nmessages:\n  - role: system\n    content: ${text}\n  - role: user\n    content: "{{ question }}"\n`;

/** A folder whose file was pushed as the first version. */
async function pushed(name: string, text: string): Promise<LangwatchProject> {
  const made = await project();
  expect((await made.run(['create', name])).code).toBe(0);
  await made.write(`prompts/${name}.prompt.yaml`, file(text));
  expect(await made.run(['push'])).toMatchObject({ code: 0, output: expect.stringContaining('(version 1)') });
  return made;
}

const newest = async (name: string) => (await registry.admin.versions(id(name)))[0];

describe("LangWatch's command line", () => {
  test('creates, pushes, lists and pulls', async () => {
    const author = await pushed('cli-basics', 'Be brief.');
    const listed = await author.run(['list']);
    expect(listed).toMatchObject({ code: 0, output: expect.stringMatching(/cli-basics\s+1\s/) });

    const reader = await project();
    expect(await reader.run(['add', 'cli-basics'])).toMatchObject({ code: 0, output: expect.stringContaining('(version 1)') });
    expect(await reader.read('prompts/.materialized/cli-basics.prompt.yaml')).toContain('Be brief.');
    expect(JSON.parse(await reader.read('prompts-lock.json')).prompts['cli-basics']).toMatchObject({
      version: 1,
      versionId: (await newest('cli-basics'))?.digest,
    });

    await author.write('prompts/cli-basics.prompt.yaml', file('Be very brief.'));
    expect(await author.run(['push'])).toMatchObject({ code: 0, output: expect.stringContaining('(version 2)') });
    expect(await reader.run(['pull'])).toMatchObject({ code: 0, output: expect.stringContaining('(version 2)') });
    expect(await reader.read('prompts/.materialized/cli-basics.prompt.yaml')).toContain('Be very brief.');
  });

  test('changes nothing when nothing changed', async () => {
    const author = await pushed('cli-same', 'Say it once.');
    expect(await author.run(['sync'])).toMatchObject({ code: 0, output: expect.stringContaining('no changes') });
    expect(await registry.admin.versions(id('cli-same'))).toHaveLength(1);
  });

  test('is asked about a conflict, and keeps what it is told to keep', async () => {
    const one = await pushed('cli-conflict', 'First.');
    await sdk.prompts.update('cli-conflict', { prompt: 'Of a colleague.', commitMessage: 'mine' });
    await one.write('prompts/cli-conflict.prompt.yaml', file('Of the file.'));

    await one.run(['sync']);
    const aborted = await one.run(['sync'], 'a\n');
    expect(aborted).toMatchObject({ code: 1, output: expect.stringContaining('Conflict detected') });
    expect(aborted.output).toContain('prompt differs');
    expect((await newest('cli-conflict'))?.number).toBe(2);

    expect(await one.run(['sync'], 'r\n')).toMatchObject({ code: 0 });
    expect(await one.read('prompts/cli-conflict.prompt.yaml')).toContain('Of a colleague.');
    expect(await one.run(['sync'])).toMatchObject({ code: 0, output: expect.stringContaining('no changes') });

    await sdk.prompts.update('cli-conflict', { prompt: 'Of a colleague again.', commitMessage: 'mine' });
    await one.write('prompts/cli-conflict.prompt.yaml', file('Of the file.'));
    expect(await one.run(['sync'], 'l\n')).toMatchObject({ code: 0 });
    expect((await sdk.prompts.get('cli-conflict')).prompt).toBe('Of the file.');
    expect((await newest('cli-conflict'))?.number).toBe(4);
  });

  test('cannot take a colleague’s edit back by two syncs of a file that nobody edited', async () => {
    const one = await pushed('cli-revert', 'First.');
    await sdk.prompts.update('cli-revert', { prompt: 'Of a colleague.', commitMessage: 'mine' });
    for (let round = 1; round <= 2; round += 1) expect((await one.run(['sync'], 'a\n')).code).toBe(1);
    expect((await sdk.prompts.get('cli-revert')).prompt).toBe('Of a colleague.');
  });
});

describe("LangWatch's SDK", () => {
  test('creates, reads by version and by tag, compiles and lists', async () => {
    const made = await sdk.prompts.create({
      handle: 'sdk/triage',
      model: 'openai/gpt-4o-mini',
      temperature: 0.2,
      maxTokens: 100,
      messages: [
        { role: 'system', content: 'You triage for {{ company }}.' },
        { role: 'user', content: '{{ ticket }}' },
      ],
      inputs: [{ identifier: 'company', type: 'str' }],
    });
    expect(made).toMatchObject({ handle: 'sdk/triage', version: 1, temperature: 0.2, maxTokens: 100 });
    const second = await sdk.prompts.update('sdk/triage', { temperature: 0.5, commitMessage: 'warmer' });
    expect(second).toMatchObject({ version: 2, temperature: 0.5, maxTokens: 100 });

    expect(await sdk.prompts.get('sdk/triage')).toMatchObject({ version: 2 });
    expect(await sdk.prompts.get('sdk/triage:1')).toMatchObject({ version: 1, versionId: made.versionId });
    const compiled = (await sdk.prompts.get('sdk/triage:1')).compile({ company: 'Acme', ticket: 'Help' });
    expect(compiled.messages.map(({ content }) => content)).toEqual(['You triage for Acme.', 'Help']);
    expect((await sdk.prompts.getAll()).map(({ handle }) => handle)).toContain('sdk/triage');
    const [version] = await registry.admin.versions(id('sdk/triage'));
    expect(version).toMatchObject({ number: 2, message: 'warmer', parent: made.versionId });
  });

  test('keeps to its cache policies', async () => {
    await sdk.prompts.create({
      handle: 'sdk-cached',
      model: 'openai/gpt-4o-mini',
      prompt: 'One.',
      messages: [{ role: 'user', content: 'Hi' }],
    });
    const cached = { fetchPolicy: 'CACHE_TTL', cacheTtlMinutes: 5 };
    expect((await sdk.prompts.get('sdk-cached', cached)).prompt).toBe('One.');
    await sdk.prompts.update('sdk-cached', { prompt: 'Two.', commitMessage: 'next' });
    expect((await sdk.prompts.get('sdk-cached', cached)).prompt).toBe('One.');
    expect((await sdk.prompts.get('sdk-cached', { fetchPolicy: 'ALWAYS_FETCH' })).prompt).toBe('Two.');
    expect((await sdk.prompts.get('sdk-cached', { fetchPolicy: 'MATERIALIZED_FIRST' })).prompt).toBe('Two.');
    await expect(sdk.prompts.get('sdk-cached', { fetchPolicy: 'MATERIALIZED_ONLY' })).rejects.toThrow('not found in materialized files');
  });

  test('is told with our code why something cannot be done', async () => {
    await sdk.prompts.create({ handle: 'sdk/told', model: 'm', prompt: 'x' });
    await expect(sdk.prompts.delete('sdk/told')).rejects.toThrow('[langwatch-unsupported]');
    await expect(sdk.prompts.get('sdk/none')).rejects.toThrow('[not-found]');
    await expect(sdk.prompts.create({ handle: 'sdk/told', model: 'm', prompt: 'x' })).rejects.toThrow('[version-newer]');
    const stranger = await langwatchSdk({ url: registry.url, token: 'sk-lw-none' });
    await expect(stranger.prompts.get('sdk/told')).rejects.toThrow('[not-signed-in]');
  });
});

describe('tags', () => {
  const tag = (name: string, environment: string, versionId: Digest, headers = {}) =>
    registry.request(`/api/prompts/${encodeURIComponent(name)}/tags/${environment}`, { method: 'PUT', body: { versionId }, headers });

  test('are environments: moving one meets the policy of the environment, and is audited', async () => {
    const version = promptVersion('tag/moved', 'Tagged.');
    await registry.admin.upload({ versions: [version] });
    const refused = await tag('tag/moved', 'production', version.digest);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'policy-refused', details: { refusals: [{ code: 'not-in-previous' }] } });

    for (const environment of ['development', 'staging', 'production']) {
      expect((await tag('tag/moved', environment, version.digest)).status).toBe(200);
    }
    expect((await registry.admin.state(production)).pins.get(version.id)).toBe(version.digest);
    expect((await sdk.prompts.get('tag/moved:production')).versionId).toBe(version.digest);
    expect((await registry.admin.history(production))[0]).toMatchObject({ cause: 'apply', moves: [{ prompt: 'tag/moved' }] });
    expect((await registry.admin.audit()).at(-1)).toMatchObject({ action: 'langwatchTag', target: 'production' });
  });

  test('cannot be put on a digest that is no version of the prompt', async () => {
    const [own, other] = [promptVersion('tag/own', 'Own.'), promptVersion('tag/other', 'Other.')];
    await registry.admin.upload({ versions: [own, other] });
    expect((await tag('tag/own', 'development', other.digest)).status).toBe(404);
  });
});

describe('what LangWatch cannot say', () => {
  test('stays when a client sends back what it was shown', async () => {
    const tone = partialVersion('said/tone', 'Be kind.');
    const prompt = promptVersion('said/reply', '{% render "said/tone" %} {{ ticket }}', { partials: [tone] });
    await registry.admin.upload({ versions: [tone, prompt] });
    const shown = await sdk.prompts.get('said/reply');
    expect(shown.messages).toEqual([{ role: 'user', content: 'Be kind. {{ ticket }}' }]);
    const after = await sdk.prompts.update('said/reply', { messages: shown.messages, commitMessage: 'as shown' });
    expect(after.versionId).toBe(prompt.digest);
    const warmer = await sdk.prompts.update('said/reply', { temperature: 0.4, commitMessage: 'warmer' });
    expect(await registry.admin.content(warmer.versionId as Digest)).toMatchObject({ partials: { 'said/tone': tone.digest } });
  });
});

describe('versions', () => {
  const put = (body: object) => registry.request('/api/prompts/edit%2Fraced', { method: 'PUT', body: { commitMessage: 'x', ...body } });

  test('of edits made at the same time are all kept, or refused', async () => {
    await sdk.prompts.create({ handle: 'edit/raced', model: 'm', prompt: 'Start.' });
    const edits = ['topP', 'temperature', 'frequencyPenalty', 'presencePenalty'].map((name, index) => ({ [name]: 0.1 + index / 10 }));
    const replies = await Promise.all(edits.map(put));
    const made = edits.filter((_edit, index) => replies[index]?.status === 200);
    expect(made.length).toBeGreaterThan(0);
    const refused = await Promise.all(replies.filter(({ status }) => status !== 200).map((reply) => reply.json()));
    for (const problem of refused) expect(problem).toMatchObject({ code: 'version-newer', statusCode: 409 });
    const { parameters } = (await registry.admin.content((await newest('edit/raced'))?.digest as Digest)) as { parameters: object };
    expect(parameters).toEqual(Object.assign({}, ...made));
  });

  test('are made the newest again under their number, by who may write, with an entry in the audit trail', async () => {
    const first = await sdk.prompts.create({ handle: 'edit/restored', model: 'm', prompt: 'One.' });
    await sdk.prompts.update('edit/restored', { prompt: 'Two.', commitMessage: 'x' });
    const path = (versionId: string) => `/api/prompts/edit/restored/versions/${versionId}/restore`;
    const viewer = await registry.tokenFor('langwatch-restorer', { role: 'viewer' });
    expect((await registry.request(path(first.versionId), { method: 'POST', token: viewer })).status).toBe(403);
    expect((await registry.request(path(`sha256:${'0'.repeat(64)}`), { method: 'POST' })).status).toBe(404);
    expect(await sdk.prompts.get('edit/restored')).toMatchObject({ version: 2 });

    expect((await registry.request(path(first.versionId), { method: 'POST' })).status).toBe(200);
    expect(await sdk.prompts.get('edit/restored')).toMatchObject({ version: 1, prompt: 'One.' });
    expect((await registry.admin.audit()).at(-1)).toMatchObject({ action: 'langwatchRestore', target: `edit/restored@${first.versionId}` });
    const all = (await (await registry.request('/api/prompts/edit%2Frestored/versions')).json()) as { version: number; tags: object[] }[];
    expect(all.map(({ version, tags }) => [version, tags.length])).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });
});

describe('hostile requests', () => {
  const get = (path: string) => registry.request(path);

  test.each([
    '/api/prompts/..%2F..%2Fetc%2Fpasswd',
    '/api/prompts/%3Cscript%3E',
    "/api/prompts/x'%3B%20drop%20table%20prompts%3B--",
    '/api/prompts/x:',
    '/api/prompts/:production',
    '/api/prompts/x?version=1%20or%201=1',
    '/api/prompts/sdk%2Ftriage:1?tag=production',
  ])('%s is refused in their words', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({ code: 'request-invalid', error: expect.any(String), statusCode: 400 });
  });

  test('the second header signs in too, and a handle with plain slashes is one handle', async () => {
    const read = (headers: Record<string, string>) => registry.request('/api/prompts/sdk/triage', { token: null, headers });
    expect((await read({ 'x-auth-token': registry.token })).status).toBe(200);
    expect((await read({ 'x-auth-token': 'plt_wrong' })).status).toBe(401);
    expect((await read({})).status).toBe(401);
  });

  test('a viewer reads and changes nothing', async () => {
    const token = await registry.tokenFor('langwatch-viewer', { role: 'viewer' });
    const put = await registry.request('/api/prompts/sdk%2Ftriage', { method: 'PUT', token, body: { prompt: 'x', commitMessage: 'x' } });
    expect(put.status).toBe(403);
    expect((await registry.request('/api/prompts', { token })).status).toBe(200);
  });

  test.each([
    ['a member that is not known', { handle: 'hostile/a', model: 'm', prompt: 'x', demonstrations: {} }, 'request-invalid'],
    ['an image', { handle: 'hostile/a', model: 'm', prompt: 'x', inputs: [{ identifier: 'i', type: 'image' }] }, 'langwatch-unsayable'],
    ['a broken template', { handle: 'hostile/a', model: 'm', prompt: '{% if %}' }, 'prompts-invalid'],
    ['a partial of someone', { handle: 'hostile/a', model: 'm', prompt: '{% render "said/tone" %}' }, 'langwatch-unsayable'],
    ['another author', { handle: 'hostile/a', model: 'm', prompt: 'x', authorId: 'someone' }, 'langwatch-unsupported'],
    ['a whole organisation', { handle: 'hostile/a', model: 'm', prompt: 'x', scope: 'ORGANIZATION' }, 'langwatch-unsupported'],
  ])('%s is refused, not dropped', async (_what, body, code) => {
    const response = await registry.request('/api/prompts', { method: 'POST', body });
    expect(await response.json()).toMatchObject({ code });
    expect((await get('/api/prompts/hostile%2Fa')).status).toBe(404);
  });

  test('a body of more than a megabyte is refused', async () => {
    const body = { handle: 'hostile/b', model: 'm', prompt: 'x'.repeat(1_100_000) };
    const response = await registry.request('/api/prompts', { method: 'POST', body });
    expect(await response.json()).toMatchObject({ code: 'body-too-large', statusCode: 413 });
  });
});
