import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
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

describe('pull', () => {
  test('merges an edit of the registry into the file, byte for byte around it, and locks what it wrote', async () => {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    project.edit(GREET, 'model:', '# our comment\nmodel:');
    const before = project.text(GREET);
    const { exitCode, stdout } = await project.run('pull');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('merged into prompts/greet.prompt.yaml')]);
    expect(project.text(GREET)).toBe(before.replace('You greet people.', 'You welcome people.'));
    expect((await project.run('lock', '--check')).exitCode).toBe(0);
    expect(await openDrafts()).toEqual(['greet']);
  });

  test('needs no state of its own: a fresh clone pulls the same', async () => {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    const clone = project.clone();
    expect((await clone.run('pull')).exitCode).toBe(0);
    expect(clone.text(GREET)).toContain('You welcome people.');
    expect((await clone.run('pull')).stdout).toContain('already');
  });

  test('takes several edits of one prompt in their order, and edits that were made of edits', async () => {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    const clone = project.clone();
    await clone.run('pull');
    registry.advance(1000);
    await editInRegistry(GREET, 'required: true', 'required: false', clone);
    registry.advance(1000);
    await editInRegistry(GREET, '{{ question }}', 'Asked: {{ question }}');
    const { exitCode } = await project.run('pull');
    expect(exitCode).toBe(0);
    expect(project.text(GREET)).toBe(
      clone.text(GREET).replace('required: true', 'required: false').replace('{{ question }}', 'Asked: {{ question }}'),
    );
  });

  test('writes nothing of a file in conflict, the others all the same, and ends with 7', async () => {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    await editInRegistry(ANSWER, 'You answer questions.', 'You answer all questions.');
    project.edit(GREET, 'You greet people.', 'You greet customers.');
    const before = project.text(GREET);
    const { exitCode, stdout } = await project.run('pull');
    expect(exitCode).toBe(7);
    expect(project.text(GREET)).toBe(before);
    expect(project.text(ANSWER)).toContain('You answer all questions.');
    for (const side of ['messages[0].content', 'base   You greet people.', 'ours   You greet customers.', 'theirs You welcome people.']) {
      expect(stdout).toContain(side);
    }
    expect(JSON.parse((await project.run('pull', '--json')).stdout)).toMatchObject({
      schema: 'promptlane/pull/v1',
      drafts: expect.arrayContaining([
        expect.objectContaining({ outcome: 'contained' }),
        expect.objectContaining({ outcome: 'conflict', conflicts: [expect.objectContaining({ path: ['messages', 0, 'content'] })] }),
      ]),
    });
  });

  test('lets a person settle: the draft wins with --theirs, and is declined with a reason by --ours', async () => {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    await editInRegistry(ANSWER, 'You answer questions.', 'You answer all questions.');
    project.edit(GREET, 'You greet people.', 'You greet customers.');
    project.edit(ANSWER, 'You answer questions.', 'You answer some questions.');
    expect(await project.run('pull', '--ours', 'answer')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--reason') });
    const { exitCode, stdout } = await project.run('pull', '--theirs', 'greet', '--ours', 'answer', '--reason', 'Some is enough');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('declined')]);
    expect(project.text(GREET)).toContain('You welcome people.');
    expect(project.text(ANSWER)).toContain('You answer some questions.');
    expect(await openDrafts()).toEqual(['greet']);
    expect((await registry.admin.audit()).at(-1)).toMatchObject({ after: { outcome: 'declined', reason: 'Some is enough' } });
  });

  test('shows with --dry-run, and does only what is asked of', async () => {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    await editInRegistry(ANSWER, 'You answer questions.', 'You answer all questions.');
    expect(await project.run('pull', '--dry-run')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('would be merged') });
    expect(project.git('status', '--porcelain')).toBe('');
    await project.run('pull', 'answer');
    expect(project.git('status', '--porcelain')).not.toContain('greet');
    expect(await project.run('pull', 'gret')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('greet') });
  });

  test('says what it cannot merge: a prompt that is gone, a file with errors, a merge that would have one', async () => {
    await editInRegistry(GREET, 'You greet people.', 'You greet {{ nobody.');
    await editInRegistry(ANSWER, 'You answer questions.', 'You answer all questions.');
    const gone = await project.run('pull', '--json');
    expect(
      JSON.parse(gone.stdout)
        .drafts.map((draft: { outcome: string }) => draft.outcome)
        .sort(),
    ).toEqual(['merged', 'unreadable']);
    project.git('checkout', '.');
    project.git('rm', '-q', GREET);
    project.edit(ANSWER, 'messages:', 'messages: [');
    const { exitCode, stdout } = await project.run('pull');
    expect(exitCode).toBe(7);
    expect(stdout).toMatch(/greet {2}the tree has no such prompt/);
    expect(stdout).toMatch(/answer {2}prompts\/answer.prompt.yaml: /);
  });

  test('follows a prompt to its new id, by its alias', async () => {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    project.git('mv', GREET, 'prompts/hello.prompt.yaml');
    project.edit('prompts/hello.prompt.yaml', 'model:', 'aliases: [greet]\nmodel:');
    const { exitCode, stdout } = await project.run('pull');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('(now hello)')]);
    expect(project.text('prompts/hello.prompt.yaml')).toContain('You welcome people.');
  });

  test('merges a partial as a text, and locks every prompt that uses it', async () => {
    await editInRegistry('prompts/shared/tone.partial.md', 'one short sentence', 'two sentences');
    expect((await project.run('pull')).exitCode).toBe(0);
    expect(project.text('prompts/shared/tone.partial.md')).toBe('Answer in two sentences.\n');
    expect((await project.run('lock', '--check')).exitCode).toBe(0);
  });

  test('takes a draft that was stored without its file by its content, and leaves what contents do not cover', async () => {
    project.edit(GREET, 'question: { type: string, required: true }', 'question: { type: string, required: true, description: Asked }');
    const { source: _source, ...draft } = await draftOf(project, GREET, (text) => text.replace('You greet people.', 'You welcome people.'));
    await registry.admin.createDraft(draft);
    expect((await project.run('pull')).exitCode).toBe(0);
    expect(project.text(GREET)).toContain('You welcome people.');
    expect(project.text(GREET)).toContain('description: Asked');
  });
});

describe('pins', () => {
  async function released(): Promise<void> {
    for (const to of ['staging', 'production']) expect((await project.run('promote', '--all', '--to', to)).exitCode).toBe(0);
    project.commit('Release');
  }

  test('that the registry left are adopted, and promotions that wait are kept', async () => {
    await released();
    const before = project.text('promptlane.lock');
    project.edit(GREET, 'You greet people.', 'You welcome people.');
    await project.run('lock');
    project.commit();
    await project.run('push');
    await released();
    await project.run('rollback', 'greet', '--env', 'production', '--reason', 'Rude');
    project.edit(ANSWER, 'You answer questions.', 'You answer all questions.');
    await project.run('lock');
    project.commit();
    await project.run('push');
    expect((await project.run('promote', 'answer', '--to', 'staging', '--lock-only')).exitCode).toBe(0);

    const status = await project.run('status');
    expect(status.stdout).toMatch(/registry-ahead \(production\)/);
    expect(status.stdout).toMatch(/pending \(staging\)/);

    const { exitCode, stdout } = await project.run('pull');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/greet in production .* locked: the registry moved on/)]);
    expect(stdout).toMatch(/answer in staging .* kept: a promotion that waits/);
    const production = (text: string) => text.slice(text.indexOf('production:'), text.indexOf('staging:'));
    expect(production(project.text('promptlane.lock'))).toBe(production(before));
    expect((await project.run('verify')).exitCode).toBe(0);
    expect((await project.run('plan', 'production', '--detailed-exitcode')).exitCode).toBe(0);
  });
});

describe('status', () => {
  test('tells of an open draft, and --check takes it for a difference', async () => {
    expect((await project.run('status', '--check')).exitCode).toBe(0);
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    const { exitCode, stdout } = await project.run('status', '--check');
    expect([exitCode, stdout]).toEqual([4, expect.stringMatching(/greet .* draft/)]);
    expect(JSON.parse((await project.run('status', '--json')).stdout).rows).toMatchObject([
      { prompt: 'greet', drafts: [{ author: { name: 'Mia' } }], differences: [{ difference: 'draft' }] },
    ]);
  });
});

describe('what must never happen', () => {
  test('someone who knows of a release may not undo it', async () => {
    const first = await served('greet');
    project.edit(GREET, 'You greet people.', 'You welcome people.');
    await project.run('lock');
    project.commit();
    await project.run('push');
    project.git('revert', '--no-edit', 'HEAD');
    expect((await project.run('push')).exitCode).toBe(0);
    expect(await served('greet')).toBe(first);
  });

  test('an edit is lost because someone pushed without it', async () => {
    await editInRegistry(GREET, 'You greet people.', 'You welcome people.');
    project.edit(GREET, 'required: true', 'required: false');
    await project.run('lock');
    project.commit();
    expect(await project.run('push')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('run `promptlane pull`') });
    await project.run('pull');
    expect(project.text(GREET)).toContain('You welcome people.');
    expect(project.text(GREET)).toContain('required: false');
  });

  test('a push of the same content twice does anything', async () => {
    const before = (await registry.admin.audit()).length;
    expect((await project.run('sync')).exitCode).toBe(0);
    expect((await project.run('push')).exitCode).toBe(0);
    expect((await registry.admin.audit()).length).toBe(before);
    expect(project.git('status', '--porcelain')).toBe('');
  });
});
