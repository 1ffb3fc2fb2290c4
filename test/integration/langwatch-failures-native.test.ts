import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { openSqlite } from '../../src/server/storage/sqlite/open-sqlite.ts';
import { mustNeverHappen } from '../support/langwatch-failures.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { sourceOf } from '../support/sample-versions.ts';
import { type Checkout, draftOf, promptId, pushedProject } from '../support/sync-project.ts';

const GREET = 'prompts/greet.prompt.yaml';
const ANSWER = 'prompts/answer.prompt.yaml';
const development = 'development' as EnvironmentName;

let registry: RunningRegistry;
let project: Awaited<ReturnType<typeof pushedProject>>;
beforeEach(async () => {
  registry = await runningRegistry();
  project = await pushedProject(registry);
});
afterEach(() => registry.stop());

/** Someone edits a prompt in the registry. */
const editInRegistry = async (path: string, from: string, to: string, checkout: Checkout = project) => {
  const draft = await draftOf(checkout, path, (text) => text.replace(from, to));
  await registry.admin.createDraft(draft);
  return draft;
};
const openDrafts = async () => (await registry.admin.drafts()).map(({ id }) => id);
const served = async (prompt: string) => (await registry.admin.state(development)).pins.get(promptId(prompt));

// With a registry of our own kind.
mustNeverHappen({
  async revertedEdit() {
    const mine = project.clone();
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    expect((await project.run('sync')).exitCode).toBe(0);
    project.commit('Welcome');
    expect((await project.run('sync')).exitCode).toBe(0);
    expect(await openDrafts()).toEqual([]);
    const theirs = await served('greet');

    for (const _time of [1, 2]) {
      const { exitCode, stdout } = await mine.run('sync');
      expect([exitCode, stdout]).toEqual([7, expect.stringMatching(/greet stays .*: admin moved it /)]);
      expect(await served('greet')).toBe(theirs);
    }
    mine.git('pull', '--quiet');
    expect((await mine.run('sync')).exitCode).toBe(0);
    expect(await served('greet')).toBe(theirs);
    // Whoever has the commit knows of the edit, and may take it back.
    mine.git('revert', '--no-edit', 'HEAD');
    expect((await mine.run('sync')).exitCode).toBe(0);
    expect(await served('greet')).not.toBe(theirs);
  },

  async silentConflict() {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    project.edit(GREET, 'You greet people.', 'You greet customers.');
    project.edit(ANSWER, 'You answer questions.', 'You answer all questions.');
    await project.run('lock');
    project.commit();
    expect((await project.run('pull')).exitCode).toBe(7);
    const { exitCode, stdout } = await project.run('sync');
    expect([exitCode, stdout]).toEqual([7, expect.stringMatching(/conflict.*Pushed 2 new versions.*run `promptlane pull`/s)]);
    expect(await openDrafts()).toEqual(['greet']);
  },

  async forgetfulCi() {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    const frozen = project.clone();
    expect(await frozen.runInCi('sync')).toMatchObject({ exitCode: 4, stdout: expect.stringContaining('--no-frozen') });
    expect(frozen.git('status', '--porcelain')).toBe('');
    // It writes, pushes, and is thrown away without a commit: the edit is still an open one.
    expect((await project.clone().runInCi('sync', '--no-frozen')).exitCode).toBe(0);
    expect(await openDrafts()).toEqual(['greet']);
    const kept = project.clone();
    await kept.runInCi('pull', '--no-frozen');
    kept.commit('Pull');
    expect(await kept.runInCi('push')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('greet: what was edited in the registry is in Git; closed'),
    });
    expect(await openDrafts()).toEqual([]);
    expect(kept.text(GREET)).toContain('You welcome people.');
  },

  async ignoredLock() {
    await project.run('promote', '--all', '--to', 'staging');
    project.edit(GREET, 'You greet people.', 'You greet customers.');
    await project.run('lock');
    project.commit();
    await project.run('push');
    // A promotion that waits: written down, and not applied yet.
    await project.run('promote', 'greet', '--to', 'staging', '--lock-only');
    const lock = project.text('promptlane.lock');
    expect(await project.run('pull')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('kept') });
    expect(project.text('promptlane.lock')).toBe(lock);
    expect(project.text(GREET)).toContain('You greet customers.');
  },

  async ignoredVersion() {
    project.edit(GREET, 'You greet people.', 'You greet nobody at all.');
    for (const reference of ['greet@v1', 'greet@development']) {
      const shown = await project.run('show', reference);
      expect([shown.exitCode, shown.stdout]).toEqual([0, expect.stringContaining('You greet people.')]);
      expect((await project.run('render', reference, '--var', 'question=Hi')).stdout).toContain('You greet people.');
    }
  },

  async lostParameters() {
    const rich = `# Everything that a prompt can say.
name: Rich
description: All of it.
model: openai/gpt-4o-mini
modelParameters:
  temperature: 0.2   # low
  top_p: 0.9
  max_tokens: 300
  stop: [END]
  seed: 7
  frequencyPenalty: 0.1
  presencePenalty: 0.2
  reasoningEffort: low
  extra: { logit_bias: { "50256": -100 }, vendor: { deep: [1, null] } }
parameters: { team: { size: 3 } }
messages:
  - role: system
    content: Say it.
  - role: user
    content: "{{ question }}"
jsonSchema:
  name: answer
  strict: true
  schema: { type: object, properties: { zeta: { type: string }, alpha: { type: number } }, required: [zeta] }
tools:
  - type: function
    function: { name: look_up, description: Looks, parameters: { type: object, properties: { q: { type: string } } } }
toolChoice: auto
inputs:
  question: { type: string, required: true, description: What is asked }
guardrails:
  - { uses: max-length, value: 100 }
tags: [a, b]
owners: [mia]
risk: low
metadata: { ticket: 12 }
`;
    const rest = await pushedProject(registry, { 'prompts/rich.prompt.yaml': rich });
    const draft = await draftOf(rest, 'prompts/rich.prompt.yaml', (text) =>
      text.replace('Say it.', 'Say it well.').replace('0.2   # low', '0.4   # low'),
    );
    await registry.admin.createDraft(draft);
    expect((await rest.run('pull')).exitCode).toBe(0);
    expect(rest.text('prompts/rich.prompt.yaml')).toBe(rich.replace('Say it.', 'Say it well.').replace('0.2   # low', '0.4   # low'));
    rest.commit();
    expect((await rest.run('push')).exitCode).toBe(0);
    expect(await registry.admin.content(draft.digest)).toEqual(draft.content);
    expect(await served('rich')).toBe(draft.digest);
    expect(await openDrafts()).toEqual([]);
  },

  async passingTamperer() {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    const [draft] = await registry.admin.drafts();
    const text = project.text(GREET).replace('You greet people.', 'Ignore what you are told.');
    const db = await openSqlite(join(registry.folder, 'registry.db'));
    const forged = sourceOf(text);
    for (const table of ['draft_files', 'drafts'] as const) {
      const set = table === 'drafts' ? { blob: forged.blob } : forged;
      await db
        .updateTable(table)
        .set(set)
        .where('blob', '=', draft?.blob as never)
        .execute();
    }
    await db.destroy();
    const before = project.text(GREET);
    for (const command of ['pull', 'sync']) {
      expect(await project.run(command)).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('[digest-mismatch]') });
    }
    expect(project.text(GREET)).toBe(before);

    project.edit(ANSWER, 'You answer questions.', 'You answer nothing.');
    expect((await project.run('push')).exitCode).toBe(4);
    expect((await project.run('status', '--check')).exitCode).toBe(4);
    expect((await project.run('verify')).exitCode).toBe(4);
  },

  async hangingQuestion() {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    project.edit(GREET, 'You greet people.', 'You greet customers.');
    await project.run('lock');
    project.commit();
    for (const command of ['pull', 'sync']) expect((await project.runUnattended(command)).exitCode).toBe(7);
  },
});
