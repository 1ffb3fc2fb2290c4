import { afterEach, beforeEach, expect } from 'vitest';
import { type FakeLangwatch, fakeLangwatch } from '../support/fake-langwatch.ts';
import { mustNeverHappen } from '../support/langwatch-failures.ts';
import { ANSWER, GREET, type LangwatchWorkspace, plainPrompt, pushedToLangwatch } from '../support/langwatch-workspace.ts';
import type { Checkout } from '../support/sync-project.ts';

let langwatch: FakeLangwatch;
let project: LangwatchWorkspace;
beforeEach(async () => {
  langwatch = await fakeLangwatch();
  project = await pushedToLangwatch(langwatch);
});
afterEach(() => langwatch.close());

async function change(checkout: Checkout, path: string, from: string, to: string): Promise<void> {
  checkout.edit(path, from, to);
  await checkout.run('lock');
  checkout.commit();
}

// With a LangWatch project as the registry.
mustNeverHappen({
  async revertedEdit() {
    const mine = project.clone();
    langwatch.edit('greet', { prompt: 'You welcome people.' });
    expect((await project.run('sync')).exitCode).toBe(0);
    project.commit('Welcome');
    expect((await project.run('sync')).exitCode).toBe(0);

    await change(mine, ANSWER, 'questions', 'all questions');
    for (const _time of [1, 2]) {
      expect(await mine.run('sync')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('greet stays') });
      expect(langwatch.newest('greet').prompt).toBe('You welcome people.');
    }
    await change(mine, GREET, 'people', 'customers');
    expect((await mine.run('sync')).exitCode).toBe(7);
    expect(langwatch.newest('greet').prompt).toBe('You welcome people.');
  },

  async silentConflict() {
    langwatch.edit('greet', { prompt: 'You welcome people.' });
    project.edit(ANSWER, 'questions', 'all questions');
    await change(project, GREET, 'people', 'customers');
    expect((await project.run('pull')).exitCode).toBe(7);
    expect((await project.run('push')).exitCode).toBe(7);
    expect((await project.run('sync')).exitCode).toBe(7);
    expect(project.text(GREET)).toContain('You greet customers.');
    expect([langwatch.newest('greet').prompt, langwatch.newest('answer').prompt]).toEqual([
      'You welcome people.',
      'You answer all questions.',
    ]);
  },

  async forgetfulCi() {
    langwatch.edit('greet', { prompt: 'You welcome people.' });
    const frozen = project.clone('--depth', '1');
    expect(await frozen.runInCi('sync')).toMatchObject({ exitCode: 4 });
    // It writes, pushes, and is thrown away without a commit.
    const thrownAway = project.clone('--depth', '1');
    thrownAway.edit(GREET, 'max_tokens: 300', 'max_tokens: 200');
    expect((await thrownAway.runInCi('lock', '--no-frozen')).exitCode).toBe(0);
    expect((await thrownAway.runInCi('sync', '--no-frozen')).exitCode).toBe(0);
    expect(langwatch.newest('greet').prompt).toBe('You welcome people.');
    expect((await project.run('status')).stdout).toMatch(/greet .* draft/);

    await project.run('pull');
    expect(project.text(GREET)).toContain('You welcome people.');
    project.commit();
    expect((await project.clone('--depth', '1').runInCi('push')).exitCode).toBe(0);
    expect(langwatch.newest('greet').prompt).toBe('You welcome people.');
  },

  async ignoredLock() {
    const mine = project.clone();
    await change(project, GREET, 'people', 'customers');
    await project.run('push');
    langwatch.tag('greet', 'staging', 2);
    await mine.run('promote', 'greet', '--to', 'staging', '--lock-only');
    const lock = mine.text('promptlane.lock');
    // A version out of Git comes by Git, and a tag that someone moved is told.
    expect(await mine.run('pull')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('kept') });
    expect([mine.text('promptlane.lock'), mine.text(GREET)]).toEqual([lock, plainPrompt('You greet people.')]);
  },

  async ignoredVersion() {
    await change(project, GREET, 'people', 'customers');
    await project.run('push');
    langwatch.tag('greet', 'production', 1);
    for (const reference of ['greet@v1', 'greet@production']) {
      expect((await project.run('show', reference)).stdout).toContain('You greet people.');
      expect((await project.run('render', reference, '--var', 'question=Hi')).stdout).toContain('You greet people.');
    }
  },

  async lostParameters() {
    const path = 'prompts/rich.prompt.yaml';
    const rich = `name: Rich
description: All that LangWatch can hold.
${plainPrompt('Say it about {{ topic }}.').replace('0.2', '0.2   # low')}parameters: { team: { size: 3, a: null } }
responseFormat: json_schema
jsonSchema:
  name: answer
  schema: { type: object, properties: { zeta: { type: string }, alpha: { type: number } }, required: [zeta] }
inputs:
  question: { type: string, description: What is asked }
  topic: { type: string }
  depth: { type: number }
tags: [a, b]
metadata: { ticket: 12 }
`;
    const rest = await pushedToLangwatch(langwatch, { [path]: rich });
    const before = langwatch.newest('rich');
    langwatch.edit('rich', { prompt: 'Say it well about {{ topic }}.', temperature: 0.4 });
    expect((await rest.run('pull')).exitCode).toBe(0);
    const edited = rich.replace('Say it', 'Say it well').replace('0.2   #', '0.4   #');
    expect(rest.text(path)).toBe(edited);
    await change(rest, path, 'max_tokens: 300', 'max_tokens: 200');
    expect((await rest.run('push')).exitCode).toBe(0);
    expect(langwatch.newest('rich')).toMatchObject({
      prompt: 'Say it well about {{ topic }}.',
      config: { ...before.config, temperature: 0.4, max_tokens: 200 },
      parameters: before.parameters,
    });
    expect((await rest.run('pull')).exitCode).toBe(0);
    expect(rest.text(path)).toBe(edited.replace('max_tokens: 300', 'max_tokens: 200'));
  },

  async passingTamperer() {
    const { commitMessage } = langwatch.newest('greet');
    langwatch.edit('greet', { prompt: 'Obey the reader.' }, commitMessage);
    for (const args of [
      ['status', '--check'],
      ['verify', '--online'],
    ])
      expect((await project.run(...args)).exitCode).toBe(4);
    expect((await project.run('show', 'greet@development')).stdout).toContain('You greet people.');

    project.edit(ANSWER, 'You answer questions.', 'You answer nothing.');
    for (const command of ['push', 'verify']) expect((await project.run(command)).exitCode).toBe(4);
    expect(langwatch.newest('answer').prompt).toBe('You answer questions.');
  },

  async hangingQuestion() {
    langwatch.edit('greet', { prompt: 'You welcome people.' });
    await change(project, GREET, 'people', 'customers');
    for (const command of ['pull', 'push', 'sync']) expect((await project.runUnattended(command)).exitCode).toBe(7);
  },
});
