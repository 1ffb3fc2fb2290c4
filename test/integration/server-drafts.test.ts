import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { promptVersion } from '../support/sample-versions.ts';

const COMMIT = 'c'.repeat(40);

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

/** A prompt with one version, and an edit of it that nobody has stored yet. */
async function editedPrompt(name: string) {
  const [base, edited] = [promptVersion(name, 'before'), promptVersion(name, 'after')];
  await registry.admin.upload({ versions: [base] });
  const key = { prompt: edited.id, digest: edited.digest, parent: base.digest };
  return { base, edited, key, draft: { ...edited, parent: base.digest } };
}

describe('a draft', () => {
  test('is a version that names what it was made from, and no prompt looks otherwise for it', async () => {
    const { base, edited, draft } = await editedPrompt('draft/a');
    const stored = await registry.admin.createDraft({ ...draft, message: 'kinder', about: { name: 'Renamed' } });
    expect(stored).toMatchObject({ number: 2, created: true });
    expect(await registry.admin.drafts()).toMatchObject([{ id: 'draft/a', digest: edited.digest, parent: base.digest, message: 'kinder' }]);
    const [prompt] = await registry.admin.prompts({ search: 'draft/a' });
    expect(prompt).toMatchObject({ latest: { digest: base.digest } });
    expect(prompt).not.toHaveProperty('name');
  });

  test('becomes an ordinary version by a push, and stays open: its description may be elsewhere, and its commit be left', async () => {
    const { edited, draft } = await editedPrompt('draft/pushed');
    await registry.admin.createDraft(draft);
    expect(await registry.admin.missing([{ id: edited.id, digest: edited.digest }])).toHaveLength(1);
    expect(await registry.admin.upload({ versions: [edited] })).toMatchObject([{ number: 2, created: false }]);
    expect(await registry.admin.prompts({ search: 'draft/pushed' })).toMatchObject([{ latest: { digest: edited.digest, number: 2 } }]);
    expect(await registry.admin.drafts(edited.id)).toHaveLength(1);
    await registry.admin.upload({ versions: [edited], commit: COMMIT });
    expect(await registry.admin.drafts(edited.id)).toHaveLength(1);
  });

  test('can bring back a content that has been a version before', async () => {
    const { base, edited } = await editedPrompt('draft/back');
    await registry.admin.upload({ versions: [edited] });
    expect(await registry.admin.createDraft({ ...base, parent: edited.digest })).toMatchObject({ number: 1, created: false });
    expect(await registry.admin.drafts(base.id)).toMatchObject([{ digest: base.digest, parent: edited.digest, number: 1 }]);
    expect(await registry.admin.missing([{ id: base.id, digest: base.digest }])).toEqual([]);
  });

  test('is one however often it is sent', async () => {
    const { draft, key } = await editedPrompt('draft/twice');
    await registry.admin.createDraft(draft);
    const before = (await registry.admin.audit()).length;
    await registry.admin.createDraft(draft);
    expect(await registry.admin.drafts(key.prompt)).toHaveLength(1);
    expect((await registry.admin.audit()).length).toBe(before);
  });

  test('needs a parent that is another version of the same prompt', async () => {
    const stranger = promptVersion('draft/b', 'x');
    await expect(registry.admin.createDraft({ ...stranger, parent: digestOf('nothing') })).rejects.toMatchObject({
      code: 'request-invalid',
    });
    const { base } = await editedPrompt('draft/same');
    await expect(registry.admin.createDraft({ ...base, parent: base.digest })).rejects.toMatchObject({ code: 'request-invalid' });
  });
});

describe('closing a draft', () => {
  test('takes it off the list, keeps its version, and says who closed it and why', async () => {
    const { edited, draft, key } = await editedPrompt('close/a');
    await registry.admin.createDraft(draft);
    const closed = await registry.admin.closeDraft({ ...key, outcome: 'declined', reason: 'too long' });
    expect(closed).toMatchObject({ digest: edited.digest, closed: { outcome: 'declined', reason: 'too long', by: { name: 'admin' } } });
    expect(await registry.admin.drafts(key.prompt)).toEqual([]);
    expect(await registry.admin.content(edited.digest)).toEqual(edited.content);
    expect((await registry.admin.versions(key.prompt)).map(({ digest }) => digest)).toContain(edited.digest);
    const [last] = (await registry.admin.audit()).slice(-1);
    expect(last).toMatchObject({ action: 'closeDraft', after: { outcome: 'declined', reason: 'too long' } });
  });

  test('twice is once, and the first word stands', async () => {
    const { draft, key } = await editedPrompt('close/twice');
    await registry.admin.createDraft(draft);
    const first = await registry.admin.closeDraft({ ...key, outcome: 'merged', commit: COMMIT });
    const before = (await registry.admin.audit()).length;
    expect(await registry.admin.closeDraft({ ...key, outcome: 'declined', reason: 'no' })).toEqual(first);
    expect((await registry.admin.audit()).length).toBe(before);
    expect(first.closed).toMatchObject({ outcome: 'merged', commit: COMMIT });
  });

  test('is undone by making the same edit again', async () => {
    const { draft, key } = await editedPrompt('close/again');
    await registry.admin.createDraft(draft);
    await registry.admin.closeDraft({ ...key, outcome: 'declined', reason: 'not now' });
    await registry.admin.createDraft({ ...draft, message: 'now' });
    expect(await registry.admin.drafts(key.prompt)).toMatchObject([{ message: 'now' }]);
    expect((await registry.admin.audit()).at(-1)).toMatchObject({ action: 'createDraft', verdict: 'opened' });
  });

  test('needs a reason to decline, a draft that is there, and the right to write', async () => {
    const { draft, key } = await editedPrompt('close/rights');
    await registry.admin.createDraft(draft);
    await expect(registry.admin.closeDraft({ ...key, outcome: 'declined' })).rejects.toMatchObject({ code: 'request-invalid' });
    await expect(registry.admin.closeDraft({ ...key, digest: key.parent, outcome: 'merged' })).rejects.toMatchObject({ code: 'not-found' });
    const viewer = registry.client(await registry.tokenFor('looker', { role: 'viewer' }));
    await expect(viewer.closeDraft({ ...key, outcome: 'merged' })).rejects.toMatchObject({ code: 'not-allowed' });
    const elsewhere = registry.client(await registry.tokenFor('elsewhere', { role: 'editor', prompts: 'other/*' }));
    await expect(elsewhere.closeDraft({ ...key, outcome: 'merged' })).rejects.toMatchObject({ code: 'not-found' });
    expect(await registry.admin.drafts(key.prompt)).toHaveLength(1);
  });
});
