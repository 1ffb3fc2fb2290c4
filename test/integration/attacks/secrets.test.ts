import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backUp } from '../../../src/server/maintenance/backup/back-up.ts';
import { openDatabase } from '../../../src/server/storage/open-database.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../../support/running-registry.ts';
import { promptVersion, sourceOf } from '../../support/sample-versions.ts';

const PROJECT = '/v1/projects/default';
// In two parts, so that no scanner takes this file for a leak.
const KEY = `sk-${'proj-Ab3dEf6hIj9kLmNoPqRsTuVwXy12Z'}`;

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

describe('attack 40: a key in the text of a prompt', () => {
  const leaking = promptVersion('leak', `Use ${KEY} for the tool.`);

  test('is refused when it is stored, without a word of it, in texts about the prompt too', async () => {
    const about = { ...promptVersion('leak', 'nothing'), about: { description: `key: ${KEY}` } };
    for (const version of [leaking, about]) {
      const reply = await registry.request(`${PROJECT}/versions`, { method: 'POST', body: { versions: [version] } });
      const problem = await problemOf(reply);
      expect(problem).toMatchObject({ code: 'secret-in-content', detail: 'leak: the text holds an OpenAI key.' });
      expect(JSON.stringify(problem)).not.toContain(KEY.slice(0, 12));
    }
    const langwatch = { handle: 'leak', prompt: `Use ${KEY}.`, model: 'openai/gpt-4o-mini' };
    expect((await registry.request('/api/prompts', { method: 'POST', body: langwatch })).status).toBe(400);
    expect((await registry.request(`${PROJECT}/prompts/leak`)).status).toBe(404);
  });

  test('is stored with a reason, which the audit trail keeps', async () => {
    const body = { versions: [leaking], acceptSecrets: 'a key of the public sandbox' };
    expect((await registry.request(`${PROJECT}/versions`, { method: 'POST', body })).status).toBe(200);
    expect(await (await registry.request(`${PROJECT}/audit`)).text()).toContain('a key of the public sandbox');
  });

  test('is stored when the file accepts it with a reason, and not when the file only has a reason for another', async () => {
    const file = (comment: string) =>
      sourceOf(`model: openai/gpt-4o-mini\nmessages:\n  - role: user\n    # ${comment}\n    content: Ask with ${KEY}x\n`);
    const version = promptVersion('accepted', `Ask with ${KEY}x`);
    const store = async (source: ReturnType<typeof file>) =>
      (await registry.request(`${PROJECT}/versions`, { method: 'POST', body: { versions: [{ ...version, source }] } })).status;
    expect(await store(file('no reason at all'))).toBe(400);
    expect(await store(file('promptlane:ignore secret-found the sandbox of the course'))).toBe(200);
  });
});

/** The text of an uncompressed or compressed file. */
function textOf(file: string): string {
  const bytes = readFileSync(file);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('latin1');
}

test('attack 39: no secret that the registry was told or has given stands in its database, a backup, an export, a log or a figure', async () => {
  const post = async (path: string, body: object, token: string | null = registry.token) =>
    (await (await registry.request(path, { method: 'POST', body, token })).json()) as Record<string, string>;
  const password = 'canary horse battery';
  const dispatch = 'ghp_canaryOfTheWebhook';
  const { code = '' } = await post(`${PROJECT}/members`, { email: 'canary@example.com', grants: [{ role: 'viewer' }] });
  await post('/v1/codes/redeem', { code, name: 'Canary', password }, null);
  const { token: login = '' } = await post('/v1/login-tokens', { email: 'canary@example.com', password, name: 'desk' }, null);
  const { token: machine = '' } = await post(`${PROJECT}/tokens`, { name: 'machine', grants: [{ role: 'viewer' }] });
  const { secret: signing = '' } = await post(`${PROJECT}/webhooks`, { url: 'https://example.com/hook', kind: 'json' });
  await post(`${PROJECT}/webhooks`, { url: 'https://example.com/hook', kind: 'github', token: dispatch });
  const session = await registry.request('/v1/sessions', { method: 'POST', token: null, body: { email: 'canary@example.com', password } });
  const cookie = /promptlane=([\w-]+)/.exec(session.headers.get('set-cookie') ?? '')?.[1] ?? '';

  const database = await openDatabase(registry.place);
  const backup = join(registry.folder, 'canary.backup');
  await backUp(database, { file: backup, replace: false, keys: [], time: registry.now() });
  await database.db.destroy();
  const answers = await Promise.all(
    ['/metrics', `${PROJECT}/audit`, `${PROJECT}/webhooks`, `${PROJECT}/tokens`, `${PROJECT}/members`].map(async (path) =>
      (await registry.request(path)).text(),
    ),
  );
  const files = readdirSync(registry.folder).filter((name) => !/\.key$|admin\.token$/.test(name));
  const everything = [...files.map((name) => textOf(join(registry.folder, name))), ...answers, ...registry.logLines].join('\n');
  expect(everything).toContain('canary@example.com');
  const told = { password, code, login: login.slice(17), machine: machine.slice(17), signing, dispatch, cookie };
  for (const [name, secret] of Object.entries(told)) {
    expect(secret.length, name).toBeGreaterThan(15);
    expect(everything.includes(secret), name).toBe(false);
  }
});

test('attack 41: what lies in the data folder is closed to other users of the machine', () => {
  expect(statSync(registry.folder).mode & 0o077).toBe(0);
  for (const name of readdirSync(registry.folder).filter((each) => /\.key$|admin\.token$/.test(each))) {
    expect(statSync(join(registry.folder, name)).mode & 0o077, name).toBe(0);
  }
});
