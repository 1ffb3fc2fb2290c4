import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import {
  INSTALL_LANGWATCH,
  isLangwatchHere,
  type LangwatchProject,
  langwatchProject,
  langwatchSdk,
  requireLangwatch,
  type Sdk,
} from '../support/langwatch-client.ts';
import type { RunningRegistry } from '../support/running-registry.ts';
import { id, promptVersion } from '../support/sample-versions.ts';

// One folder and one registry for all: each run of their command line takes a second.
describe.skipIf(!isLangwatchHere())(`LangWatch's client (skipped when it is not installed: ${INSTALL_LANGWATCH})`, () => {
  let registry: RunningRegistry;
  let sdk: Sdk;
  const projects: LangwatchProject[] = [];

  beforeAll(async () => {
    await requireLangwatch();
    // Where all is skipped, nothing is loaded.
    const { runningRegistry } = await import('../support/running-registry.ts');
    registry = await runningRegistry();
    sdk = await langwatchSdk(registry);
  }, 300_000);
  afterAll(async () => {
    await Promise.all(projects.map((project) => project.remove()));
    await registry.stop();
  });

  async function project(): Promise<LangwatchProject> {
    const made = await langwatchProject(registry);
    projects.push(made);
    return made;
  }

  const file = (text: string) =>
    `model: openai/gpt-5\nmodelParameters:\n  temperature: 0.7\nmessages:\n  - role: system\n    content: ${text}\n  - role: user\n    content: "{{ question }}"\n`;
  const newest = async () => (await registry.admin.versions(id('cli-story')))[0];
  const path = 'prompts/cli-story.prompt.yaml';

  describe('its command line', { timeout: 180_000 }, () => {
    let author: LangwatchProject;
    let reader: LangwatchProject;

    test('creates, pushes, lists and adds', async () => {
      [author, reader] = await Promise.all([project(), project()]);
      expect(await author.run(['create', 'cli-story'])).toMatchObject({ code: 0 });
      await author.write(path, file('Be brief.'));
      expect(await author.run(['push'])).toMatchObject({ code: 0, output: expect.stringContaining('(version 1)') });

      const [listed, added] = await Promise.all([author.run(['list']), reader.run(['add', 'cli-story'])]);
      expect(listed).toMatchObject({ code: 0, output: expect.stringMatching(/cli-story\s+1\s/) });
      expect(added).toMatchObject({ code: 0, output: expect.stringContaining('(version 1)') });
      expect(await reader.read('prompts/.materialized/cli-story.prompt.yaml')).toContain('Be brief.');
      expect(JSON.parse(await reader.read('prompts-lock.json')).prompts['cli-story']).toMatchObject({
        version: 1,
        versionId: (await newest())?.digest,
      });
    });

    test('stores nothing when nothing changed, and pulls what did', async () => {
      expect(await author.run(['sync'])).toMatchObject({ code: 0, output: expect.stringContaining('no changes') });
      expect(await registry.admin.versions(id('cli-story'))).toHaveLength(1);

      await sdk.prompts.update('cli-story', { prompt: 'Of a colleague.', commitMessage: 'mine' });
      expect(await reader.run(['pull'])).toMatchObject({ code: 0, output: expect.stringContaining('(version 2)') });
      expect(await reader.read('prompts/.materialized/cli-story.prompt.yaml')).toContain('Of a colleague.');
    });

    test('cannot take a colleague’s edit back by syncs of a file that nobody edited', async () => {
      await author.run(['sync']);
      expect(await author.run(['sync'], 'a\n')).toMatchObject({ code: 1, output: expect.stringContaining('prompt differs') });
      expect((await sdk.prompts.get('cli-story')).prompt).toBe('Of a colleague.');
    });

    test('is asked about a conflict, and keeps what it is told to keep', async () => {
      await author.write(path, file('Of the file.'));
      expect(await author.run(['sync'], 'r\n')).toMatchObject({ code: 0 });
      expect(await author.read(path)).toContain('Of a colleague.');
      expect((await newest())?.number).toBe(2);

      await sdk.prompts.update('cli-story', { prompt: 'Of a colleague again.', commitMessage: 'mine' });
      await author.write(path, file('Of the file.'));
      expect(await author.run(['sync'], 'l\n')).toMatchObject({ code: 0 });
      expect(await sdk.prompts.get('cli-story')).toMatchObject({ prompt: 'Of the file.', version: 4, temperature: 0.7 });
    });
  });

  describe('its SDK', () => {
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

    test('is not given what is killed in an environment', async () => {
      const version = promptVersion('sdk/killed', 'Harmful.');
      await registry.admin.upload({ versions: [version] });
      const development = 'development' as EnvironmentName;
      const { epoch, revision } = await registry.admin.state(development);
      const pins = new Map([[version.id, version.digest]]);
      await registry.admin.apply(development, { pins, expected: { epoch, revision }, cause: 'apply' });
      expect(await sdk.prompts.get('sdk/killed:development')).toMatchObject({ version: 1 });
      await registry.request('/v1/projects/default/environments/development/kill-switches/sdk%2Fkilled', {
        method: 'PUT',
        body: { reason: 'harms' },
      });
      await expect(sdk.prompts.get('sdk/killed:development')).rejects.toThrow('[prompt-killed]');
    });
  });
});
