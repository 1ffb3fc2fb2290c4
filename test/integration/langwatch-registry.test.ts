import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeLangwatch, fakeLangwatch } from '../support/fake-langwatch.ts';
import {
  ANSWER,
  GREET,
  type LangwatchWorkspace,
  langwatchWorkspace,
  plainPrompt,
  pushedToLangwatch,
} from '../support/langwatch-workspace.ts';

let langwatch: FakeLangwatch;
let project: LangwatchWorkspace;
beforeEach(async () => {
  langwatch = await fakeLangwatch();
});
afterEach(() => langwatch.close());

const writes = () => langwatch.requests.filter((request) => !request.startsWith('GET'));

/** Changes a file, locks and commits. */
async function change(path: string, from: string, to: string): Promise<void> {
  project.edit(path, from, to);
  await project.run('lock');
  project.commit();
}

describe('a pushed project', () => {
  beforeEach(async () => {
    project = await pushedToLangwatch(langwatch);
  });

  test('has each prompt there with where it comes from, and stores nothing twice', async () => {
    const commit = project.git('rev-parse', 'HEAD');
    expect(langwatch.newest('greet')).toMatchObject({
      version: 1,
      prompt: 'You greet people.',
      config: { model: 'openai/gpt-4o-mini', temperature: 0.2, max_tokens: 300 },
      commitMessage: expect.stringMatching(new RegExp(`^Lock\n\nPromptlane-Version: sha256:[0-9a-f]{64}\nPromptlane-Commit: ${commit}$`)),
    });
    const before = writes().length;
    for (const command of ['push', 'sync']) {
      expect(await project.run(command)).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('Pushed 0 new versions; 2 unchanged.'),
      });
    }
    expect(writes()).toHaveLength(before);
    expect(await project.run('status', '--check')).toMatchObject({ exitCode: 0 });
  });

  test('merges edits made there into the file, as one, and has them in Git by a commit', async () => {
    langwatch.edit('greet', { prompt: 'You welcome people.' });
    langwatch.edit('greet', { temperature: 0.5 });
    expect(await project.run('status', '--check')).toMatchObject({ exitCode: 4, stdout: expect.stringMatching(/greet .* draft/) });
    project.edit(GREET, 'max_tokens: 300', 'max_tokens: 200');
    expect(await project.run('pull')).toMatchObject({ exitCode: 0 });
    expect(project.text(GREET)).toBe(plainPrompt('You welcome people.').replace('0.2', '0.5').replace('300', '200'));

    project.commit('Welcome');
    expect(await project.run('push')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('what was edited in the registry is in Git'),
    });
    expect(langwatch.newest('greet')).toMatchObject({
      version: 4,
      prompt: 'You welcome people.',
      config: { temperature: 0.5, max_tokens: 200 },
    });
    expect(await project.run('status', '--check')).toMatchObject({ exitCode: 0 });
  });

  test('says of an edit that was taken as it is that Git has it', async () => {
    langwatch.edit('greet', { prompt: 'You welcome people.' });
    await project.run('pull');
    project.commit();
    expect(await project.run('push')).toMatchObject({ exitCode: 0 });
    expect(langwatch.newest('greet')).toMatchObject({
      version: 3,
      prompt: 'You welcome people.',
      commitMessage: expect.stringMatching(/^In Git\n\nPromptlane-Version: /),
    });
    const before = writes().length;
    expect(await project.run('push')).toMatchObject({ exitCode: 0 });
    expect(writes()).toHaveLength(before);
    expect(await project.run('status', '--check')).toMatchObject({ exitCode: 0 });
  });

  test('leaves an edit alone that its tree lacks, and stores the others', async () => {
    langwatch.edit('greet', { prompt: 'You welcome people.' });
    project.edit(ANSWER, 'questions', 'all questions');
    await change(GREET, 'people', 'customers');
    expect(await project.run('push')).toMatchObject({
      exitCode: 7,
      stdout: expect.stringMatching(/answer v2.*greet stays .*: Mia edited it in the registry/s),
    });
    expect(langwatch.newest('greet').prompt).toBe('You welcome people.');
    expect(langwatch.newest('answer').prompt).toBe('You answer all questions.');
  });

  test('that says nothing against an edit is merely told of it', async () => {
    langwatch.edit('greet', { prompt: 'You welcome people.' });
    expect(await project.run('push')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('run `promptlane pull`') });
    expect(langwatch.newest('greet').version).toBe(2);
  });

  test('lets a person settle a conflict either way', async () => {
    langwatch.edit('greet', { prompt: 'You welcome people.' });
    langwatch.edit('answer', { prompt: 'You answer slowly.' });
    project.edit(ANSWER, 'questions', 'all questions');
    await change(GREET, 'people', 'customers');
    expect(await project.run('pull')).toMatchObject({ exitCode: 7 });
    expect(await project.run('pull', '--theirs', 'greet', '--ours', 'answer', '--reason', 'Too slow')).toMatchObject({ exitCode: 0 });
    project.commit();
    expect(await project.run('push')).toMatchObject({ exitCode: 0 });
    expect(langwatch.newest('greet').prompt).toBe('You welcome people.');
    expect(langwatch.newest('answer').prompt).toBe('You answer all questions.');
    expect(langwatch.versions('answer').map(({ commitMessage }) => commitMessage.split('\n')[0])).toEqual([
      'Lock',
      'Saved',
      'Declined: Too slow',
      'Change',
    ]);
    expect(await project.run('status', '--check')).toMatchObject({ exitCode: 0 });
  });

  test('takes a version that was restored there as an edit', async () => {
    await change(GREET, 'people', 'customers');
    await project.run('push');
    langwatch.restore('greet', 1);
    expect(await project.run('pull')).toMatchObject({ exitCode: 0 });
    expect(project.text(GREET)).toBe(plainPrompt('You greet people.'));
  });

  test('stores an earlier version anew when Git goes back to it', async () => {
    await change(GREET, 'people', 'customers');
    await project.run('push');
    project.git('revert', '--no-edit', 'HEAD');
    expect(await project.run('push')).toMatchObject({ exitCode: 0 });
    expect(langwatch.newest('greet')).toMatchObject({ version: 3, prompt: 'You greet people.' });
    expect(await project.run('status', '--check')).toMatchObject({ exitCode: 0 });
  });

  test('stops when someone stores a version in the middle of a push', async () => {
    project.edit(ANSWER, 'questions', 'all questions');
    await change(GREET, 'people', 'customers');
    langwatch.beforeSync = (handle) => {
      langwatch.beforeSync = () => {};
      langwatch.edit(handle, { prompt: 'Just now.' });
    };
    expect(await project.run('push')).toMatchObject({
      exitCode: 7,
      stderr: expect.stringMatching(/Someone changed answer in LangWatch.*\[version-newer\]/s),
    });
    expect(langwatch.newest('answer').prompt).toBe('Just now.');
    expect(langwatch.newest('greet').prompt).toBe('You greet customers.');
  });

  test('does not take a mark for more than its content bears out', async () => {
    const { commitMessage } = langwatch.newest('greet');
    langwatch.edit('greet', { prompt: 'Obey the reader.' }, commitMessage);
    expect(await project.run('status', '--check')).toMatchObject({ exitCode: 4, stdout: expect.stringMatching(/greet .* draft/) });
    await project.run('pull');
    expect(project.text(GREET)).toContain('Obey the reader.');
  });

  test('reads tags as later environments, and moves none of them', async () => {
    langwatch.tag('greet', 'production', 1);
    const { rows } = JSON.parse((await project.run('status', '--json')).stdout);
    expect(rows).toMatchObject([{ prompt: 'greet', differences: [{ environment: 'production', difference: 'remote-diverged' }] }]);
    expect((await project.run('verify', '--online')).stdout).toContain('"production" serves');
    for (const args of [['plan'], ['apply', 'production'], ['promote', '--all', '--to', 'staging']]) {
      expect(await project.run(...args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('[registry-unsupported]') });
    }
  });

  test('moves a tag that is called as the first environment along', async () => {
    langwatch.tags.add('development');
    expect(await project.run('push')).toMatchObject({ exitCode: 0 });
    expect(writes()).toContainEqual('PUT /api/prompts/greet/tags/development');
    const before = writes().length;
    expect(await project.run('push')).toMatchObject({ exitCode: 0 });
    expect(writes()).toHaveLength(before);
  });
});

test('commands that LangWatch has nothing for say so', async () => {
  project = langwatchWorkspace(langwatch);
  for (const command of [
    'review list',
    'kill greet --env production --reason Bad',
    'rollback greet --env production --reason Bad',
    'audit log',
    'token ls',
    'evidence ls',
    'webhook ls',
  ]) {
    const { exitCode, stderr } = await project.run(...command.split(' '));
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/LangWatch has no .*\[registry-unsupported\]/s)]);
  }
});

describe('a project that began in LangWatch', () => {
  beforeEach(() => {
    langwatch.create('greet', {
      prompt: 'You greet people.',
      messages: [{ role: 'user', content: '{{ question }}' }],
      model: 'openai/gpt-4o-mini',
      temperature: 0.2,
      ...{ max_tokens: 300 },
    });
    langwatch.create('picture', { prompt: 'Draw.', model: 'm', inputs: [{ identifier: 'image', type: 'image' }] });
    langwatch.create('theirs', { prompt: 'Of all.', model: 'm' }, 'ORGANIZATION');
    project = langwatchWorkspace(langwatch);
  });

  test('is taken over as it is, and what others have in it disturbs nobody', async () => {
    await project.run('lock');
    project.commit();
    expect(await project.run('push')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Pushed 1 new version; 1 unchanged.') });
    expect(langwatch.newest('greet').version).toBe(1);
    langwatch.edit('greet', { prompt: 'You welcome people.' });
    await project.run('pull');
    expect(project.text(GREET)).toContain('You welcome people.');
  });

  test('is not overwritten by a prompt of that name which has nothing to do with it', async () => {
    project.edit(GREET, 'people', 'nobody');
    await project.run('lock');
    project.commit();
    expect(await project.run('push')).toMatchObject({ exitCode: 7 });
    expect(langwatch.newest('greet').version).toBe(1);
  });
});

describe('the key', () => {
  test('is needed, and does not go to where a config alone leads', async () => {
    project = langwatchWorkspace({ url: 'https://langwatch.example', apiKey: 'sk-lw-x' });
    expect(await project.run('push')).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('[token-withheld]') });
    project = langwatchWorkspace({ url: langwatch.url, apiKey: '' });
    expect(await project.run('status')).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('Set LANGWATCH_API_KEY') });
    project = langwatchWorkspace({ url: langwatch.url, apiKey: 'sk-lw-other' });
    expect(await project.run('status')).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('[not-signed-in]') });
  });
});
