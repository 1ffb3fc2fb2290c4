import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe('attack 41: a key in the text of a prompt', () => {
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
