import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import { promptNormalForm } from '../../src/prompt/digest/normal-form.ts';
import { parseSource } from '../../src/prompt/library/parse-source.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { draftLines } from '../../src/workflows/drafts/draft-lines.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id as promptId, promptVersion, sourceOf } from '../support/sample-versions.ts';

const COMMIT = 'c'.repeat(40);

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

/** What a prompt file is as a version. */
function uploadOf(id: string, text: string) {
  const { defined } = parseSource({ kind: 'prompt', path: `${id}.prompt.yaml`, id, text });
  if (defined?.kind !== 'prompt') throw new Error('The text is no prompt.');
  const content = promptNormalForm(defined.entry.content, new Map(), new Map());
  return { kind: 'prompt' as const, content, digest: digestOf(content) };
}

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

describe('a draft that is told apart by its file', () => {
  const file = (message: string, description: string) =>
    sourceOf(`description: ${description}\nmodel: openai/gpt-4o-mini\nmessages:\n  - { role: user, content: ${message} }\n`);
  /** A prompt that was stored with its file, and edits of it that a web editor would send. */
  async function described(id: string, description = 'First') {
    const source = file('Hello', description);
    const { kind, digest, content } = uploadOf(id, source.text);
    await registry.admin.upload({ versions: [{ kind, id: promptId(id), digest, content, source }] });
    const edit = (message: string, said: string) => {
      const edited = file(message, said);
      const { digest: next, content: nextContent } = uploadOf(id, edited.text);
      return { kind, id: promptId(id), digest: next, content: nextContent, source: edited, parent: digest };
    };
    return { digest, edit };
  }

  test('may change nothing but a description', async () => {
    const { digest, edit } = await described('file/about');
    const draft = edit('Hello', 'Second');
    expect(await registry.admin.createDraft(draft)).toMatchObject({ digest, created: false, alongside: [] });
    const [listed] = await registry.admin.drafts(promptId('file/about'));
    expect(listed).toMatchObject({ digest, parent: digest, blob: draft.source.blob });
    expect(await registry.admin.source(digest, draft.source.blob)).toEqual(draft.source);
    expect((await registry.admin.source(digest))?.text).toContain('First');
    await expect(registry.admin.createDraft(edit('Hello', 'First'))).rejects.toMatchObject({ code: 'request-invalid' });
  });

  test('is another one than a draft of the same content with another description', async () => {
    const { edit } = await described('file/same');
    const [one, two] = [edit('Bye', 'Second'), edit('Bye', 'Third')];
    await registry.admin.createDraft(one);
    await registry.admin.createDraft(two);
    const open = await registry.admin.drafts(one.id);
    expect(open.map(({ blob }) => blob).sort()).toEqual([one.source.blob, two.source.blob].sort());
    const key = { prompt: one.id, digest: one.digest, parent: one.parent, outcome: 'merged' as const };
    await expect(registry.admin.closeDraft(key)).rejects.toMatchObject({ code: 'request-invalid' });
    await registry.admin.closeDraft({ ...key, blob: two.source.blob });
    expect(await registry.admin.drafts(one.id)).toMatchObject([{ blob: one.source.blob }]);
  });

  test('has a file that only those see who see its prompt', async () => {
    const { digest, edit } = await described('file/seen');
    const draft = edit('Hello', 'Secret');
    await registry.admin.createDraft(draft);
    const stranger = registry.client(await registry.tokenFor('stranger', { role: 'editor', prompts: 'other/*' }));
    expect(await stranger.source(digest, draft.source.blob)).toBeUndefined();
    // Who may see the same content under another name does not see what was drafted of it here.
    await described('other/seen');
    expect((await stranger.source(digest))?.text).toContain('First');
    expect(await stranger.source(digest, draft.source.blob)).toBeUndefined();
  });

  test('keeps both edits of two who edit the same text at once, and tells the second', async () => {
    const { edit } = await described('file/both');
    const first = edit('Bye', 'First');
    await registry.admin.createDraft(first);
    const update = (message: string) => ({ ...edit(message, 'First'), parent: first.digest, parentBlob: first.source.blob });
    const answers = await Promise.all([registry.admin.createDraft(update('Bye one')), registry.admin.createDraft(update('Bye two'))]);
    const told = answers.filter(({ alongside }) => alongside.length > 0);
    expect(told).toHaveLength(1);
    expect(told[0]?.alongside).toMatchObject([{ parent: first.digest, uploadedBy: { name: 'admin' } }]);
    expect(draftLines(await registry.admin.drafts(first.id)).map(({ edits }) => edits.length)).toEqual([2, 2]);
  });

  test('loses its approvals with its next version', async () => {
    const { edit } = await described('file/review');
    await registry.admin.setEnvironments([{ name: 'production' as EnvironmentName, policy: {} }]);
    const first = edit('Bye', 'First');
    await registry.admin.createDraft(first);
    const review = await registry.admin.requestReview({
      prompt: first.id,
      digest: first.digest,
      environment: 'production' as EnvironmentName,
    });
    expect(review).toMatchObject({ digest: first.digest, state: 'open' });
    const next = { ...edit('Bye now', 'First'), parent: first.digest };
    await registry.admin.createDraft(next);
    expect(await registry.admin.reviews({ prompt: first.id, digest: next.digest })).toEqual([]);
  });
});
