import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LogDocument } from '../../src/cli/render/compare/log-document.ts';
import { logDocument } from '../../src/cli/render/compare/log-document.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { type TemporaryRepository, temporaryClone, temporaryFolder, temporaryRepository } from '../support/git-repository.ts';

const PROMPT = 'prompts/support/triage.prompt.yaml';
const TONE = 'prompts/shared/tone.partial.md';

function promptText(text: string, head = ''): string {
  return `${head}messages:\n  - role: user\n    content: |-\n      ${text}\n      {% render "shared/tone" %}\n`;
}

/** A prompt with its partial, in one commit. */
function project(): TemporaryRepository {
  const repository = temporaryRepository();
  repository.commit({ [PROMPT]: promptText('Hello.'), [TONE]: 'Be kind.\n', 'README.md': 'Read me\n' }, 'Begin');
  return repository;
}

async function history({ path }: { path: string }, reference = 'support/triage'): Promise<LogDocument> {
  return logDocument.parse(JSON.parse(await succeed(['log', reference, '--json'], { cwd: path })));
}
const told = ({ entries }: LogDocument) => entries.map(({ subject, kind }) => `${subject}: ${kind}`);

/** Which git commands a run started. */
async function traced(args: readonly string[], { path }: { path: string }) {
  const file = join(temporaryFolder().path, 'trace');
  const result = await runHere(args, { cwd: path, env: { GIT_TRACE2_EVENT: file } });
  const starts = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"event":"start"'));
  const commands = starts.map((line) => (JSON.parse(line) as { argv: string[] }).argv.slice(1).join(' '));
  return { ...result, count: (pattern: RegExp) => commands.filter((command) => pattern.test(command)).length };
}

describe('the history of a prompt', () => {
  test('holds each version at the commit that brought it, whatever file that changed', async () => {
    const repository = project();
    repository.commit({ [PROMPT]: promptText('Good day.') }, 'Edit');
    repository.commit({ 'README.md': 'Read it\n', 'prompts/other.prompt.yaml': promptText('Bye.') }, 'Elsewhere');
    repository.commit({ [PROMPT]: `# A comment\n${promptText('Good day.')}` }, 'Comment');
    repository.commit({ [TONE]: 'Be kind and brief.\n' }, 'Tone');
    repository.commit({ [TONE]: 'Be kind.\n' }, 'Back');
    const document = await history(repository);
    expect(told(document)).toEqual(['Back: changed', 'Tone: changed', 'Edit: changed', 'Begin: added']);
    const [back, tone, edit, begin] = document.entries;
    expect(tone).toMatchObject({ through: ['shared/tone'], changes: ['2 words added'], previous: edit?.digest, again: false });
    expect(back).toMatchObject({ digest: edit?.digest, again: true });
    expect(begin).toMatchObject({ commit: repository.git('rev-parse', 'HEAD~5'), author: { name: 'Ada' }, path: PROMPT, changes: [] });
    expect(document).toMatchObject({ total: 4, complete: true });
  });

  test('is one across moves of its file, and across ids where an alias says so, never by likeness', async () => {
    const repository = temporaryRepository();
    repository.commit({ [TONE]: 'Be kind.\n', 'prompts/a.prompt.yaml': promptText('Hello.', 'id: support/triage\n') }, 'Begin');
    repository.git('mv', 'prompts/a.prompt.yaml', 'prompts/b.prompt.yaml');
    repository.commit({ 'prompts/b.prompt.yaml': promptText('Good day.', 'id: support/triage\n') }, 'Move');
    repository.git('mv', 'prompts/b.prompt.yaml', 'prompts/c.prompt.yaml');
    repository.commit({ 'prompts/c.prompt.yaml': promptText('Good day.', 'id: support/sort\naliases: [support/triage]\n') }, 'Rename');
    repository.git('mv', 'prompts/c.prompt.yaml', 'prompts/d.prompt.yaml');
    repository.commit({}, 'Lose the id'.padEnd(12));
    repository.commit({ 'prompts/d.prompt.yaml': promptText('Good day.') }, 'Forget');
    expect(told(await history(repository, 'support/sort'))).toEqual([
      'Forget: removed',
      'Rename: renamed',
      'Move: changed',
      'Begin: added',
    ]);
    expect((await history(repository, 'support/sort')).entries[1]).toMatchObject({ other: 'support/triage', id: 'support/sort' });
    const former = await history(repository);
    expect(told(former)).toEqual(['Rename: removed', 'Move: changed', 'Begin: added']);
    expect(former.entries[0]).toMatchObject({ other: 'support/sort' });
    expect(told(await history(repository, 'd'))).toEqual(['Forget: added']);
  });

  test('shows a version at the branch that made it, and a merge for what it made itself', async () => {
    const repository = project();
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.commit({ [PROMPT]: promptText('Good day.') }, 'On a branch');
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'README.md': 'Read it\n' }, 'Elsewhere');
    repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'side');
    repository.git('checkout', '--quiet', '-b', 'other', 'HEAD~1');
    repository.commit({ [TONE]: 'Be brief.\n' }, 'Tone on a branch');
    repository.git('checkout', '--quiet', 'main');
    repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge both', 'other');
    const document = await history(repository);
    expect(told(document)).toEqual(['Merge both: changed', 'Tone on a branch: changed', 'On a branch: changed', 'Begin: added']);
    expect(document.entries[0]).toMatchObject({ through: ['shared/tone'], previous: document.entries[2]?.digest });
  });

  test('tells what was invalid, what was removed, and which pins are elsewhere', async () => {
    const repository = project();
    await succeed(['lock', '--no-frozen'], { cwd: repository.path });
    repository.commit({}, 'Lock');
    repository.commit({ [PROMPT]: 'mesages: []\n' }, 'Break');
    repository.commit({ [PROMPT]: promptText('Good day.') }, 'Mend');
    const document = await history(repository);
    expect(told(document)).toEqual(['Mend: changed', 'Break: invalid', 'Begin: added']);
    expect(document.entries[1]?.reason).toContain(`${PROMPT}:1:1`);
    expect(document.entries.map(({ environments }) => environments)).toEqual([[], [], ['development']]);
    repository.git('rm', '--quiet', PROMPT);
    repository.commit({}, 'Remove');
    expect(told(await history(repository))[0]).toBe('Remove: removed');
    repository.git('checkout', '--quiet', '--orphan', 'fresh');
    repository.commit({ [PROMPT]: promptText('Anew.') }, 'Anew');
    expect((await history(repository)).elsewhere).toEqual([{ environment: 'development', digest: document.entries[2]?.digest }]);
  });

  test('is read from a folder below the top, from a worktree, and from a CRLF checkout', async () => {
    const repository = temporaryRepository();
    repository.commit(
      { 'app/promptlane.config.yaml': 'prompts: prompts\n', [`app/${PROMPT}`]: promptText('Hello.'), [`app/${TONE}`]: 'Be kind.\n' },
      'Begin',
    );
    repository.commit({ [`app/${TONE}`]: 'Be brief.\n' }, 'Tone');
    const worktree = join(temporaryFolder().path, 'linked');
    repository.git('worktree', 'add', '--quiet', '-b', 'side', worktree);
    const clone = temporaryClone(repository, '-c', 'core.autocrlf=true');
    for (const path of [repository.path, worktree, clone.path]) {
      expect(told(await history({ path: join(path, 'app') }))).toEqual(['Tone: changed', 'Begin: added']);
      expect(await succeed(['diff', 'git:HEAD', '--stat'], { cwd: join(path, 'app') })).toBe('No difference in meaning.');
    }
  });

  test('names what is there when nothing is called so', async () => {
    const { path } = project();
    const { exitCode, stderr } = await runHere(['log', 'support/triag'], { cwd: path });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Did you mean "support/triage"?')]);
    expect((await runHere(['log', 'support/triage@production'], { cwd: path })).stderr).toContain('is one version');
  });
});

describe('a version that only the history knows', () => {
  test('is found by the digest that log prints, on any branch, and by what a lockfile pinned once', async () => {
    const repository = project();
    await succeed(['lock', '--no-frozen'], { cwd: repository.path });
    repository.commit({}, 'Lock');
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.commit({ [PROMPT]: promptText('On a branch.') }, 'Side');
    const [side] = (await history(repository)).entries;
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ [PROMPT]: promptText('Good day.') }, 'Edit');
    await succeed(['lock', '--no-frozen'], { cwd: repository.path });
    repository.commit({}, 'Lock again');
    const { path: cwd } = repository;
    const prefix = side?.digest?.slice('sha256:'.length, 'sha256:'.length + 12);
    expect(await succeed(['show', `support/triage@${prefix}`], { cwd })).toContain(side?.digest);
    expect(await succeed(['show', `support/triage@${side?.digest}`], { cwd })).toContain('On a branch.');
    const patch = await succeed(['diff', `support/triage@${prefix}`, 'support/triage', '--patch'], { cwd });
    expect(patch).toContain('-      On a branch.\n+      Good day.');
    expect(await succeed(['show', 'support/triage@development@git:HEAD~1'], { cwd })).toContain('Hello.');
    const moved = await succeed(['diff', 'development@git:HEAD~1', 'development'], { cwd });
    expect(moved).toContain('development@git:HEAD~1 → development: 1 prompt changed.');
    expect((await runHere(['show', 'support/triage@0000000'], { cwd })).stderr).toContain('There is no version support/triage@0000000.');
  });

  test('of a revision needs only its own files to be valid', async () => {
    const repository = project();
    repository.commit({ 'prompts/broken.prompt.yaml': 'mesages: []\n' }, 'Break another');
    repository.commit({ 'prompts/broken.prompt.yaml': promptText('Mended.') }, 'Mend');
    expect(await succeed(['show', 'support/triage@git:HEAD~1'], { cwd: repository.path })).toContain('Hello.');
    expect((await runHere(['show', 'broken@git:HEAD~1'], { cwd: repository.path })).stderr).toContain('prompts/broken.prompt.yaml:1:1');
  });
});

describe('two revisions', () => {
  test('that differ in a partial differ in what uses it, through another partial too', async () => {
    const repository = project();
    repository.commit(
      {
        'prompts/shared/outer.partial.md': '{% render "shared/tone" %}\n',
        'prompts/far.prompt.yaml': 'messages:\n  - role: user\n    content: "{% render \\"shared/outer\\" %}"\n',
      },
      'Far',
    );
    repository.commit({ [TONE]: 'Be brief.\n' }, 'Tone');
    const stat = await succeed(['diff', 'git:HEAD~1', 'git:HEAD', '--stat'], { cwd: repository.path });
    expect(stat).toContain('reaches far, support/triage');
  });

  test('are compared although a prompt is invalid in both alike, which is told', async () => {
    const repository = project();
    const { path: cwd } = repository;
    repository.commit({ 'prompts/broken.prompt.yaml': 'id: own/broken\nmesages: []\n' }, 'Break');
    repository.commit({ [PROMPT]: promptText('Good day.') }, 'Edit');
    const stat = await succeed(['diff', 'git:HEAD~1', 'git:HEAD', '--stat'], { cwd });
    expect(stat).toMatch(/support\/triage.*broken.*prompts\/broken\.prompt\.yaml:1:1/s);
    repository.commit({ 'prompts/broken.prompt.yaml': 'id: own/broken\nmessages: 3\n' }, 'Break otherwise');
    expect((await runHere(['diff', 'git:HEAD~1', 'git:HEAD'], { cwd })).stderr).toContain('prompts-invalid');
  });

  test('are read by one process of git', async () => {
    const repository = project();
    repository.commit({ [PROMPT]: promptText('Good day.') }, 'Edit');
    const { exitCode, count } = await traced(['diff', 'git:HEAD~1', 'git:HEAD'], repository);
    expect([exitCode, count(/^cat-file/)]).toEqual([0, 1]);
  });
});

describe('a clone that does not hold everything', () => {
  const deep = (): TemporaryRepository => {
    const repository = project();
    repository.commit({ [PROMPT]: promptText('Good day.') }, 'Edit');
    repository.commit({ [TONE]: 'Be brief.\n' }, 'Tone');
    return repository;
  };

  test('that is shallow says that its history goes on', async () => {
    const clone = temporaryClone(deep(), '--depth=2');
    const document = await history(clone);
    expect([told(document), document.complete]).toEqual([['Tone: changed', 'Edit: added'], false]);
    const { stderr } = await runHere(['log', 'support/triage'], { cwd: clone.path });
    expect(stderr).toContain('git fetch --unshallow');
  });

  test('that is partial is given the rest in one fetch, and by no command that promises to work offline', async () => {
    const repository = deep();
    for (const args of [
      ['log', 'support/triage'],
      ['diff', 'git:HEAD~2', 'git:HEAD~1'],
      ['show', 'support/triage@git:HEAD~2'],
    ]) {
      const { exitCode, stderr, count } = await traced(args, temporaryClone(repository, '--filter=blob:none'));
      expect([args[0], exitCode, stderr, count(/fetch /)]).toEqual([args[0], 0, '', 1]);
    }
    await succeed(['lock', '--no-frozen'], { cwd: repository.path });
    repository.commit({}, 'Lock');
    repository.commit({ [PROMPT]: promptText('Later.') }, 'Later');
    const { exitCode, count } = await traced(['verify'], temporaryClone(repository, '--filter=blob:none'));
    expect([exitCode, count(/fetch /)]).toEqual([4, 0]);
  });

  test('that is partial and cannot reach its remote says so', async () => {
    const clone = temporaryClone(deep(), '--filter=blob:none');
    clone.git('remote', 'set-url', 'origin', 'file:///nowhere/at/all');
    const { exitCode, stderr } = await runHere(['show', 'support/triage@git:HEAD~2'], { cwd: clone.path });
    expect([exitCode, stderr]).toEqual([9, expect.stringContaining('git-fetch-failed')]);
    clone.git('remote', 'set-url', 'origin', 'ext::touch ran-a-command');
    expect((await runHere(['show', 'support/triage@git:HEAD~2'], { cwd: clone.path })).exitCode).toBe(9);
    expect(clone.git('status', '--porcelain')).toBe('');
  });

  test('of prompts in LFS names the command that brings them', async () => {
    const repository = temporaryRepository();
    repository.git('lfs', 'install', '--local');
    repository.git('lfs', 'track', '*.prompt.yaml');
    repository.commit({ [PROMPT]: promptText('Hello.'), [TONE]: 'Be kind.\n' }, 'Begin');
    expect((await runHere(['check'], { cwd: repository.path })).exitCode).toBe(0);
    const clone = temporaryClone(repository);
    const { exitCode, stdout } = await runHere(['check'], { cwd: clone.path });
    expect([exitCode, stdout]).toEqual([3, expect.stringMatching(new RegExp(`${PROMPT}[^]*file-in-lfs[^]*git lfs pull`))]);
    expect((await history(repository)).entries).toMatchObject([{ kind: 'invalid', reason: expect.stringContaining('Git LFS') }]);
  });

  test('is fine as a submodule, and a folder that is one is told', async () => {
    const outer = temporaryRepository();
    outer.commit({ 'README.md': 'Read me\n' }, 'Begin');
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', `file://${project().path}`, 'texts');
    outer.write({ 'promptlane.config.yaml': 'prompts: texts/prompts\n' });
    outer.commit({}, 'Add');
    expect(told(await history({ path: join(outer.path, 'texts') }))).toEqual(['Begin: added']);
    outer.write({ 'promptlane.config.yaml': 'prompts: texts\n' });
    for (const args of [
      ['diff', 'git:HEAD'],
      ['log', 'prompts/support/triage'],
    ]) {
      const { exitCode, stderr } = await runHere(args, { cwd: outer.path });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('texts is a submodule')]);
    }
  });
});
