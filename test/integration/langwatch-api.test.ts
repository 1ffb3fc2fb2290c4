import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Digest } from '../../src/base/digest.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id, partialVersion, promptVersion } from '../support/sample-versions.ts';

const production = 'production' as EnvironmentName;
let registry: RunningRegistry;

beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

interface View {
  readonly version: number;
  readonly versionId: Digest;
  readonly messages: readonly object[];
}

/** A request as LangWatch's SDK sends it, that must succeed. */
async function said(method: string, path: string, body?: object): Promise<View> {
  const response = await registry.request(`/api/prompts${path}`, { method, body });
  expect(response.status).toBe(200);
  return (await response.json()) as View;
}
const create = (body: object) => said('POST', '', body);
const update = (name: string, body: object) => said('PUT', `/${encodeURIComponent(name)}`, { commitMessage: 'x', ...body });
const read = (name: string) => said('GET', `/${encodeURIComponent(name)}`);
const newest = async (name: string) => (await registry.admin.versions(id(name)))[0];

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
    expect((await read('tag/moved:production')).versionId).toBe(version.digest);
    expect((await registry.admin.history(production))[0]).toMatchObject({ cause: 'apply', moves: [{ prompt: 'tag/moved' }] });
    expect((await registry.admin.audit()).at(-1)).toMatchObject({ action: 'langwatchTag', target: 'production' });
  });

  test('cannot be put on a digest that is no version of the prompt', async () => {
    const [own, other] = [promptVersion('tag/own', 'Own.'), promptVersion('tag/other', 'Other.')];
    await registry.admin.upload({ versions: [own, other] });
    expect((await tag('tag/own', 'development', other.digest)).status).toBe(404);
  });
});

describe('a tag', () => {
  const development = 'development' as EnvironmentName;

  test('of a prompt that is killed there is not read, as our clients do not use it', async () => {
    const { versionId } = await create({ handle: 'tag/killed', model: 'm', prompt: 'Harmful.', tags: ['development'] });
    expect((await registry.admin.state(development)).pins.get(id('tag/killed'))).toBe(versionId);
    expect(await read('tag/killed:development')).toMatchObject({ version: 1 });
    const body = { reason: 'harms' };
    await registry.request('/v1/projects/default/environments/development/kill-switches/tag%2Fkilled', { method: 'PUT', body });
    const answers = await Promise.all(
      [':development', '?tag=development'].map((which) => registry.request(`/api/prompts/tag%2Fkilled${which}`)),
    );
    for (const answer of answers) expect(await answer.json()).toMatchObject({ code: 'prompt-killed', statusCode: 403 });
    expect(await read('tag/killed')).toMatchObject({ version: 1 });
  });

  test('of a version that was revoked since is not read, nor is the version by its number', async () => {
    const { versionId } = await create({ handle: 'tag/revoked', model: 'm', prompt: 'Leaks.', tags: ['development'] });
    await registry.admin.revoke({ prompt: id('tag/revoked'), digest: versionId as Digest, reason: 'It leaks.' });
    for (const which of [':development', ':1', '']) {
      const answer = await registry.request(`/api/prompts/tag%2Frevoked${which}`);
      expect(await answer.json(), which).toMatchObject({ code: 'version-revoked', error: expect.stringContaining('It leaks.') });
    }
  });

  test('that its caller may not move stores nothing, and says nothing of environments', async () => {
    const token = await registry.tokenFor('langwatch-editor', { role: 'editor' });
    const answer = async (tags: string[]) => {
      const body = { handle: 'tag/kept', model: 'm', prompt: 'x', tags };
      return (await registry.request('/api/prompts', { method: 'POST', token, body })).json();
    };
    expect(await answer(['production'])).toMatchObject({ code: 'not-allowed' });
    expect(await answer(['nowhere'])).toMatchObject({ code: 'not-allowed' });
    const body = { handle: 'tag/kept', model: 'm', prompt: 'x', tags: ['nowhere'] };
    expect(await (await registry.request('/api/prompts', { method: 'POST', body })).json()).toMatchObject({ code: 'not-found' });
    expect((await registry.request('/api/prompts/tag%2Fkept')).status).toBe(404);
  });

  test('that policy refuses says that the version is stored', async () => {
    const body = { handle: 'tag/stored', model: 'm', prompt: 'x', tags: ['production'] };
    const refused = await registry.request('/api/prompts', { method: 'POST', body });
    expect(await refused.json()).toMatchObject({
      code: 'policy-refused',
      error: expect.stringContaining('Version 1 is stored, and production does not serve it'),
      details: { refusals: expect.any(Array) },
    });
    expect(await read('tag/stored')).toMatchObject({ version: 1 });
  });
});

describe('what a token may not read', () => {
  test('is not there when it makes a prompt of that name', async () => {
    await create({ handle: 'hidden/plan', model: 'm', prompt: 'x' });
    const token = await registry.tokenFor('langwatch-team', { role: 'editor', prompts: 'team/*' });
    const post = (handle: string) =>
      registry.request('/api/prompts', { method: 'POST', token, body: { handle, model: 'm', prompt: 'x' } }).then((reply) => reply.json());
    const [there, absent] = [await post('hidden/plan'), await post('hidden/none')];
    expect(there).toMatchObject({ code: 'not-found' });
    expect(absent).toMatchObject({ code: 'not-found' });
  });

  test('is not written into what it may', async () => {
    const tone = partialVersion('hidden/tone', 'A secret.');
    const prompt = promptVersion('team/reply', '{% render "hidden/tone" %} {{ ticket }}', { partials: [tone] });
    await registry.admin.upload({ versions: [tone, prompt] });
    const token = await registry.tokenFor('langwatch-team-reader', { prompts: 'team/*' });
    const answer = await registry.request('/api/prompts/team%2Freply', { token });
    expect(await answer.json()).toMatchObject({ code: 'langwatch-unsayable' });
    const list = await (await registry.request('/api/prompts', { token })).text();
    expect(list).not.toContain('A secret.');
  });
});

describe('what LangWatch cannot say', () => {
  test('stays when a client sends back what it was shown', async () => {
    const tone = partialVersion('said/tone', 'Be kind.');
    const prompt = promptVersion('said/reply', '{% render "said/tone" %} {{ ticket }}', { partials: [tone] });
    await registry.admin.upload({ versions: [tone, prompt] });
    const shown = await read('said/reply');
    expect(shown.messages).toEqual([{ role: 'user', content: 'Be kind. {{ ticket }}' }]);
    const after = await update('said/reply', { messages: shown.messages });
    expect(after.versionId).toBe(prompt.digest);
    const warmer = await update('said/reply', { temperature: 0.4 });
    expect(await registry.admin.content(warmer.versionId as Digest)).toMatchObject({ partials: { 'said/tone': tone.digest } });
  });
});

describe('the answer', () => {
  test('names the parameters that only a sync can say', async () => {
    const configData = { model: 'm', prompt: 'x', temperature: 0.3, verbosity: 'low', min_p: 0.1 };
    await said('POST', '/said%2Fextra/sync', { configData });
    expect(await read('said/extra')).toMatchObject({ temperature: 0.3, unsaid: ['modelParameters.min_p', 'modelParameters.verbosity'] });
  });
});

describe('versions', () => {
  const put = (body: object) => registry.request('/api/prompts/edit%2Fraced', { method: 'PUT', body: { commitMessage: 'x', ...body } });

  test('of edits made at the same time are all kept, or refused', async () => {
    await create({ handle: 'edit/raced', model: 'm', prompt: 'Start.' });
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
    const first = await create({ handle: 'edit/restored', model: 'm', prompt: 'One.' });
    await update('edit/restored', { prompt: 'Two.' });
    const path = (versionId: string) => `/api/prompts/edit/restored/versions/${versionId}/restore`;
    const viewer = await registry.tokenFor('langwatch-restorer', { role: 'viewer' });
    expect((await registry.request(path(first.versionId), { method: 'POST', token: viewer })).status).toBe(403);
    expect((await registry.request(path(`sha256:${'0'.repeat(64)}`), { method: 'POST' })).status).toBe(404);
    expect(await read('edit/restored')).toMatchObject({ version: 2 });

    expect((await registry.request(path(first.versionId), { method: 'POST' })).status).toBe(200);
    expect(await read('edit/restored')).toMatchObject({ version: 1, prompt: 'One.' });
    expect((await registry.admin.audit()).at(-1)).toMatchObject({ action: 'langwatchRestore', target: `edit/restored@${first.versionId}` });
    const all = (await (await registry.request('/api/prompts/edit%2Frestored/versions')).json()) as { version: number; tags: object[] }[];
    expect(all.map(({ version, tags }) => [version, tags.length])).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });
});

const nested = (depth: number) => JSON.parse('{"a":'.repeat(depth) + 1 + '}'.repeat(depth)) as object;

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
    await create({ handle: 'sdk/triage', model: 'm', prompt: 'x' });
    const read = (headers: Record<string, string>) => registry.request('/api/prompts/sdk/triage', { token: null, headers });
    expect((await read({ 'x-auth-token': registry.token })).status).toBe(200);
    expect((await read({ 'x-auth-token': 'plt_wrong' })).status).toBe(401);
    expect((await read({})).status).toBe(401);
  });

  test('a viewer reads and changes nothing', async () => {
    const token = await registry.tokenFor('langwatch-viewer', { role: 'viewer' });
    const put = await registry.request('/api/prompts/sdk%2Ftriage', { method: 'PUT', token, body: { prompt: 'x' } });
    expect(put.status).toBe(403);
    expect((await registry.request('/api/prompts', { token })).status).toBe(200);
  });

  test.each([
    ['a member that is not known', { handle: 'hostile/a', model: 'm', prompt: 'x', demonstrations: {} }, 'request-invalid'],
    ['what nests too deep', { handle: 'hostile/a', model: 'm', prompt: 'x', parameters: nested(2000) }, 'request-invalid'],
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

  test('what nests deep, but not too deep, is stored as it is', async () => {
    const parameters = nested(50);
    await create({ handle: 'hostile/deep', model: 'm', prompt: 'x', parameters });
    expect(await read('hostile/deep')).toMatchObject({ parameters });
  });

  test('a body of more than a megabyte is refused', async () => {
    const body = { handle: 'hostile/b', model: 'm', prompt: 'x'.repeat(1_100_000) };
    const response = await registry.request('/api/prompts', { method: 'POST', body });
    expect(await response.json()).toMatchObject({ code: 'body-too-large', statusCode: 413 });
  });
});
