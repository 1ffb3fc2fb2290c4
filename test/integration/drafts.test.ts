import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { draftOf, pushedProject } from '../support/sync-project.ts';

const GREET = 'prompts/greet.prompt.yaml';

let registry: RunningRegistry;
let project: Awaited<ReturnType<typeof pushedProject>>;
beforeEach(async () => {
  registry = await runningRegistry();
  project = await pushedProject(registry);
});
afterEach(() => registry.stop());

/** Someone edits the prompt as the checkout has it; later than what was edited before. */
async function edit(
  change: (text: string) => string,
  from: Awaited<ReturnType<typeof draftOf>> | undefined = undefined,
  message = 'Kinder',
) {
  registry.advance(1000);
  const draft = await draftOf(project, GREET, change);
  const upload = { ...draft, message, ...(from?.source && { parent: from.digest, parentBlob: from.source.blob }) };
  await registry.admin.createDraft(upload);
  return draft;
}
const welcome = (text: string) => text.replace('You greet people.', 'You welcome people.');
const warmly = (text: string) => text.replace('You greet people.', 'You welcome people warmly.');
const described = (text: string) => `description: Says hello.\n${text}`;
const short = (digest: string) => digest.slice('sha256:'.length, 'sha256:'.length + 12);

describe('draft', () => {
  test('ls shows a chain of edits as one draft with its newest version', async () => {
    expect(await project.run('draft', 'ls')).toMatchObject({ exitCode: 0, stdout: 'No open drafts.' });
    const newest = await edit(warmly, await edit(welcome), 'Warmer');
    const { exitCode, stdout } = await project.run('draft', 'ls');
    expect([exitCode, stdout.split('\n')]).toEqual([
      0,
      [expect.stringMatching(`^greet@${short(newest.digest)}  Mia, .*, 2 edits: Warmer$`)],
    ]);
    expect(JSON.parse((await project.run('draft', 'ls', 'greet', '--json')).stdout)).toMatchObject({
      schema: 'promptlane/drafts/v1',
      drafts: [{ name: `greet@${short(newest.digest)}`, edits: [{ message: 'Kinder' }, { message: 'Warmer' }] }],
    });
    expect((await project.run('draft', 'ls', 'answer')).stdout).toBe('No open drafts.');
  });

  test('show gives what all edits change together, and reviews of the newest version only', async () => {
    const first = await edit(welcome);
    const question = { prompt: first.id, environment: 'production' as EnvironmentName };
    await registry.admin.requestReview({ ...question, digest: first.digest });
    expect((await project.run('draft', 'show', 'greet')).stdout).toContain('#1 greet');
    const newest = await edit(warmly, first);
    const { exitCode, stdout } = await project.run('draft', 'show', 'greet');
    expect(exitCode).toBe(0);
    for (const line of ['You greet people.', 'You welcome people warmly.', 'Nobody was asked', '1 review of earlier versions']) {
      expect(stdout).toContain(line);
    }
    await registry.admin.requestReview({ ...question, digest: newest.digest });
    expect((await project.run('draft', 'show', 'greet')).stdout).toContain('#2 greet');
  });

  test('close declines with a reason the edits that no other draft is made of', async () => {
    const base = await edit(welcome);
    const mine = await edit(warmly, base);
    await edit((text) => welcome(text).replace('required: true', 'required: false'), base);
    expect(await project.run('draft', 'close', 'greet', '--reason', 'No')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`greet@${short(mine.digest)}`),
    });
    expect((await project.run('draft', 'close', `greet@${short(mine.digest)}`)).exitCode).toBe(2);
    const { exitCode, stdout } = await project.run('draft', 'close', `greet@${short(mine.digest)}`, '--reason', 'Too warm');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/declined.* 1 earlier edit stay open/)]);
    expect(await registry.admin.drafts()).toHaveLength(2);
    expect((await project.run('draft', 'close', 'greet', '--merged')).exitCode).toBe(0);
    expect(await registry.admin.drafts()).toEqual([]);
    expect(await project.run('draft', 'close', 'greet', '--merged')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no open draft'),
    });
  });
});

describe('pull', () => {
  test('brings in an edit that changes nothing but the description, and a push closes it', async () => {
    await edit(described);
    expect((await project.run('draft', 'ls')).stdout).toContain('no new version');
    const { exitCode, stdout } = await project.run('pull');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('merged into')]);
    expect(project.text(GREET)).toContain('description: Says hello.');
    project.commit();
    expect((await project.run('push')).exitCode).toBe(0);
    expect(await registry.admin.drafts()).toEqual([]);
  });

  test('brings in two edits that come to one version and differ in their descriptions', async () => {
    const first = await edit(described);
    await edit((text) => `tags: [kind]\n${text}`);
    await edit((text) => described(text).replace('hello', 'hello twice'), first);
    expect(await project.run('pull')).toMatchObject({ exitCode: 0 });
    expect(project.text(GREET)).toContain('description: Says hello twice.');
    expect(project.text(GREET)).toMatch(/tags:\s*(\[ ?kind ?\]|\n\s*- kind)/);
    project.commit();
    await project.run('push');
    expect(await registry.admin.drafts()).toEqual([]);
  });

  test('takes both of two edits of one text, and declines the one that --ours names', async () => {
    const mine = await edit(welcome);
    const other = await edit((text) => text.replace('required: true', 'required: false'));
    expect(await project.run('pull', '--ours', 'greet', '--reason', 'No')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(`Several drafts of greet are open.*[^]*greet@${short(other.digest)}`),
    });
    const { exitCode } = await project.run('pull', '--ours', `greet@${short(mine.digest)}`, '--reason', 'No');
    expect(exitCode).toBe(0);
    expect(project.text(GREET)).toContain('required: false');
    expect(project.text(GREET)).toContain('You greet people.');
    expect(await registry.admin.drafts()).toMatchObject([{ digest: other.digest }]);
  });
});

test('history tells of a kill switch, and of no move', async () => {
  await registry.admin.kill('development' as EnvironmentName, (await draftOf(project, GREET, welcome)).id, 'It swears');
  await registry.admin.unkill('development' as EnvironmentName, (await draftOf(project, GREET, welcome)).id, 'Mended');
  const { stdout } = await project.run('history', 'development', 'greet');
  expect(stdout).toMatch(
    /unkill {2}Mended\n {2}! greet {2}unkilled {2}\(pinned: [0-9a-f]{12}\)\n\n.* kill {2}It swears\n {2}! greet {2}killed /,
  );
});
