import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/base/failure.ts';
import { textBlobId } from '../../src/release/lockfile/blob-id.ts';
import type { BlobId } from '../../src/release/lockfile/lockfile.ts';
import { DEFAULT_CONFIG } from '../../src/workspace/config/config.ts';
import { openWorkspace } from '../../src/workspace/config/open-workspace.ts';
import { listSources } from '../../src/workspace/files/list-sources.ts';
import type { CommitId, Git } from '../../src/workspace/git/git.ts';
import { openGit } from '../../src/workspace/git/open-git.ts';
import { readTreeSources } from '../../src/workspace/git/tree/read-tree-sources.ts';
import { isolatedGit, temporaryClone, temporaryFolder, temporaryRepository } from '../support/git-repository.ts';

const GREET = 'messages:\n  - role: user\n    content: Hello {{ name }}\n';

async function open(path: string, extra: NodeJS.ProcessEnv = {}): Promise<Git> {
  const git = await openGit(path, { env: isolatedGit(extra), cwd: path });
  if (git === undefined) throw new Error('There is no repository.');
  return git;
}
const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('utf8');
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Failure) => error,
  );

describe('blob ids', () => {
  test('are those that git add gives, in the order asked for', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'prompts/a.prompt.yaml': GREET, 'prompts/b.prompt.yaml': 'b: 1\n' });
    const git = await open(repository.path);
    const ids = await git.blobIds([
      { path: 'prompts/b.prompt.yaml', text: 'b: 1\n' },
      { path: 'prompts/a.prompt.yaml', text: GREET },
    ]);
    expect(ids).toEqual([
      repository.git('rev-parse', 'HEAD:prompts/b.prompt.yaml'),
      repository.git('rev-parse', 'HEAD:prompts/a.prompt.yaml'),
    ]);
    expect(ids[1]).toBe(textBlobId(GREET));
  });

  test('are the same in a CRLF checkout', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'prompts/a.prompt.yaml': GREET });
    const clone = temporaryClone(repository, '-c', 'core.autocrlf=true', '-c', 'core.safecrlf=true');
    const text = readFileSync(join(clone.path, 'prompts/a.prompt.yaml'), 'utf8');
    expect(text).toContain('\r\n');
    const ids = await (await open(clone.path)).blobIds([{ path: 'prompts/a.prompt.yaml', text }]);
    expect(ids).toEqual([repository.git('rev-parse', 'HEAD:prompts/a.prompt.yaml')]);
    expect(textBlobId(text)).toBe(ids[0]);
  });

  test('follow .gitattributes of the folder, seen from a workspace below the top', async () => {
    const repository = temporaryRepository();
    repository.write({ '.gitattributes': 'app/prompts/*.yaml text eol=lf\n', 'app/prompts/a.prompt.yaml': 'a: 1\r\n' });
    const git = await open(join(repository.path, 'app'));
    expect(await git.blobIds([{ path: 'prompts/a.prompt.yaml', text: 'a: 1\r\n' }])).toEqual([textBlobId('a: 1\n')]);
  });

  test('are of any path: spaces, quotes, unicode, a line end, a quote in front', async () => {
    const repository = temporaryRepository();
    const paths = ['a b.txt', 'it\'s "so".txt', 'grüße/日本.txt', 'two\nlines.txt', '"quoted".txt', '-n', 'back\\slash.txt', 'tab\t.txt'];
    repository.commit(Object.fromEntries(paths.map((path) => [path, `${path}\n`])));
    const git = await open(repository.path);
    expect(await git.blobIds(paths.map((path) => ({ path, text: `${path}\n` })))).toEqual(paths.map((path) => textBlobId(`${path}\n`)));
    const head = await git.resolveRevision('HEAD');
    expect((await git.listTree(head)).map(({ path }) => path).sort()).toEqual([...paths].sort());
    expect((await git.listIndex()).map(({ path }) => path).sort()).toEqual([...paths].sort());
  });

  test('written ones resolve before anything is committed', async () => {
    const repository = temporaryRepository();
    repository.write({ 'a.txt': 'new\n' });
    const git = await open(repository.path);
    const [id] = (await git.blobIds([{ path: 'a.txt', text: 'new\n' }])) as [BlobId];
    expect((await git.readBlobs([id])).size).toBe(0);
    await git.blobIds([{ path: 'a.txt', text: 'new\n' }], { write: true });
    expect(textOf((await git.readBlobs([id])).get(id))).toBe('new\n');
  });

  test('of a file that was changed after it was read are refused', async () => {
    const repository = temporaryRepository();
    repository.write({ 'a.txt': 'changed\n' });
    const refused = await failure((await open(repository.path)).blobIds([{ path: 'a.txt', text: 'read\n' }]));
    expect(refused).toMatchObject({ code: 'write-raced', message: 'a.txt was changed while it was read.' });
  });

  test('are what a clean filter of the repository makes of the file', async () => {
    const repository = temporaryRepository();
    repository.git('config', 'filter.upper.clean', 'tr a-z A-Z');
    repository.write({ '.gitattributes': '*.txt filter=upper\n', 'a.txt': 'abc\n' });
    expect(await (await open(repository.path)).blobIds([{ path: 'a.txt', text: 'abc\n' }])).toEqual([textBlobId('ABC\n')]);
  });
});

describe('blobs', () => {
  test('come back byte for byte, and what is not there is left out', async () => {
    const repository = temporaryRepository();
    const bytes = new Uint8Array([0, 10, 255, 13, 10]);
    repository.commit({ empty: '', bytes, text: 'zwölf\n' });
    const git = await open(repository.path);
    const id = (path: string) => repository.git('rev-parse', `HEAD:${path}`) as BlobId;
    const nowhere = 'f'.repeat(40) as BlobId;
    const tree = repository.git('rev-parse', 'HEAD^{tree}') as BlobId;
    const blobs = await git.readBlobs([id('bytes'), nowhere, id('empty'), tree, id('text'), id('text')]);
    expect(blobs).toEqual(
      new Map([
        [id('bytes'), Buffer.from(bytes)],
        [id('empty'), Buffer.of()],
        [id('text'), Buffer.from('zwölf\n')],
      ]),
    );
    expect(await git.explainMissing([nowhere])).toMatchObject({
      code: 'git-object-missing',
      message: 'This repository does not hold ffffffffffff.',
    });
  });

  test('that a shallow clone lacks are named with the fetch that brings them', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'a.txt': 'old\n' });
    repository.commit({ 'a.txt': 'new\n' });
    const clone = temporaryClone(repository, '--depth=1');
    const git = await open(clone.path);
    const [old, now] = [textBlobId('old\n'), textBlobId('new\n')];
    expect([...(await git.readBlobs([old, now])).keys()]).toEqual([now]);
    const refused = await git.explainMissing([old]);
    expect(refused.message).toBe(`This shallow clone does not hold ${old.slice(0, 12)}.`);
    expect(refused.hint).toContain('git fetch --unshallow');
    const unknown = await failure(git.resolveRevision('HEAD~1'));
    expect(unknown).toMatchObject({ code: 'reference-unknown', hint: refused.hint });
    clone.git('fetch', '--quiet', '--unshallow');
    expect((await git.readBlobs([old])).size).toBe(1);
  });

  test('that a partial clone left out are not fetched behind our back, and the named command brings them', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'a.txt': 'old\n', 'prompts/a.prompt.yaml': 'a: 1\n' });
    repository.commit({ 'a.txt': 'new\n', 'prompts/a.prompt.yaml': 'a: 2\n' });
    const clone = temporaryClone(repository, '--filter=blob:none');
    const git = await open(clone.path);
    const [old, now] = [textBlobId('old\n'), textBlobId('new\n')];
    expect([...(await git.readBlobs([old, now])).keys()]).toEqual([now]);
    expect((await git.readBlobs([old])).size).toBe(0);
    const refused = await failure(readTreeSources(git, DEFAULT_CONFIG, await git.resolveRevision('HEAD~1')));
    expect(refused?.message).toContain(`This partial clone does not hold ${textBlobId('a: 1\n').slice(0, 12)}`);
    expect(refused?.hint).toContain('git fetch --refetch --no-filter');
    clone.git('fetch', '--quiet', '--refetch', '--no-filter');
    expect((await git.readBlobs([old])).size).toBe(1);
  });
});

describe('revisions', () => {
  test('resolve branches, tags, ids and steps back to commits', async () => {
    const repository = temporaryRepository();
    const first = repository.commit({ a: '1' });
    const second = repository.commit({ a: '2' });
    repository.git('tag', '-a', 'v1', '-m', 'v1', first);
    const git = await open(repository.path);
    for (const [name, commit] of [
      ['main', second],
      ['v1', first],
      ['HEAD~1', first],
      [first.slice(0, 10), first],
    ] as const) {
      expect(await git.resolveRevision(name)).toBe(commit);
    }
  });

  test.each(['--all', '-x', '--end-of-options', '', 'main\nHEAD'])(
    'that look like options or more than one are refused: %j',
    async (text) => {
      const repository = temporaryRepository();
      repository.commit({ a: '1' });
      expect(await failure((await open(repository.path)).resolveRevision(text))).toMatchObject({ code: 'reference-invalid' });
    },
  );

  test.each(['nowhere', 'HEAD~9', 'a b', 'HEAD:a', '^main', 'main..main'])('that name no commit are named: %j', async (text) => {
    const repository = temporaryRepository();
    repository.commit({ a: '1' });
    const refused = await failure((await open(repository.path)).resolveRevision(text));
    expect(refused).toMatchObject({ code: 'reference-unknown', message: `There is no commit "${text}" in this repository.` });
  });
});

describe('sources', () => {
  const FILES = {
    'prompts/support/triage.prompt.yaml': GREET,
    'prompts/shared/tone.partial.md': 'Be kind.\n',
    'prompts/shared/brand.guardrail.yml': '[]\n',
    'prompts/.hidden/x.prompt.yaml': GREET,
    'prompts/node_modules/x.prompt.yaml': GREET,
    'evals/triage.eval.yaml': 'suite: 1\n',
    'elsewhere/x.prompt.yaml': GREET,
  };

  test('are one list in the tree, the index and a commit', async () => {
    const repository = temporaryRepository();
    const commit = repository.commit(FILES) as CommitId;
    const workspace = await openWorkspace({ cwd: repository.path });
    const git = await open(repository.path);
    const tree = await listSources(workspace);
    expect(tree.files.map(({ kind, id, path }) => [kind, id, path])).toEqual([
      ['suite', 'triage', 'evals/triage.eval.yaml'],
      ['guardrail-set', 'shared/brand', 'prompts/shared/brand.guardrail.yml'],
      ['partial', 'shared/tone', 'prompts/shared/tone.partial.md'],
      ['prompt', 'support/triage', 'prompts/support/triage.prompt.yaml'],
    ]);
    for (const from of ['index', commit] as const) {
      const read = await readTreeSources(git, workspace.config, from);
      expect(read.files.map(({ blob: _, ...file }) => file)).toEqual(tree.files);
      expect(read.files.map(({ blob }) => blob)).toEqual(await git.blobIds(tree.files));
    }
  });

  test('of the index are what is staged, not what the file says', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'prompts/a.prompt.yaml': 'a: 1\n' });
    repository.write({ 'prompts/a.prompt.yaml': 'a: 2\n' });
    repository.git('add', '.');
    repository.write({ 'prompts/a.prompt.yaml': 'a: 3\n', 'prompts/new.prompt.yaml': 'b: 1\n' });
    const { files } = await readTreeSources(await open(repository.path), DEFAULT_CONFIG, 'index');
    expect(files.map(({ text }) => text)).toEqual(['a: 2\n']);
  });

  test('of the index work before the first commit', async () => {
    const repository = temporaryRepository();
    repository.write({ 'prompts/a.prompt.yaml': 'a: 1\n' });
    repository.git('add', '.');
    const git = await open(repository.path);
    expect((await readTreeSources(git, DEFAULT_CONFIG, 'index')).files).toHaveLength(1);
    expect(await git.headInfo()).toEqual({ branch: 'main', dirty: true });
    expect(await failure(git.resolveRevision('HEAD'))).toMatchObject({ code: 'reference-unknown' });
  });

  test('come from the index that a hook is told to use, also below the top', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'app/prompts/a.prompt.yaml': 'a: 1\n' });
    const other = join(repository.path, '.git/index.other');
    execFileSync('git', ['read-tree', 'HEAD'], { cwd: repository.path, env: isolatedGit({ GIT_INDEX_FILE: other }) });
    repository.write({ 'app/prompts/b.prompt.yaml': 'b: 1\n' });
    execFileSync('git', ['add', '.'], { cwd: repository.path, env: isolatedGit({ GIT_INDEX_FILE: other }) });
    // As git sets them: relative to the folder in which it starts the hook.
    const env = isolatedGit({ GIT_INDEX_FILE: '.git/index.other', GIT_DIR: '.git' });
    const git = await openGit(join(repository.path, 'app'), { env, cwd: repository.path });
    const { files } = await readTreeSources(git as Git, DEFAULT_CONFIG, 'index');
    expect(files.map(({ path }) => path)).toEqual(['prompts/a.prompt.yaml', 'prompts/b.prompt.yaml']);
    expect((await (await open(join(repository.path, 'app'))).listIndex()).map(({ path }) => path)).toEqual(['prompts/a.prompt.yaml']);
    expect(await (git as Git).headInfo()).toMatchObject({ branch: 'main', dirty: true });
  });

  test('follow links inside the workspace and refuse links out of it, in the tree as in a commit', async () => {
    const repository = temporaryRepository();
    const outside = temporaryFolder();
    outside.write({ 'secret.yaml': 'secret: 1\n' });
    repository.write({ 'prompts/a.prompt.yaml': 'a: 1\n', 'texts/b.yaml': 'b: 1\n' });
    symlinkSync('../texts/b.yaml', join(repository.path, 'prompts/b.prompt.yaml'));
    symlinkSync(join(outside.path, 'secret.yaml'), join(repository.path, 'prompts/c.prompt.yaml'));
    symlinkSync('../../etc/passwd', join(repository.path, 'prompts/d.prompt.yaml'));
    symlinkSync('nowhere', join(repository.path, 'prompts/e.prompt.yaml'));
    symlinkSync(outside.path, join(repository.path, 'evals'));
    const commit = repository.commit({}) as CommitId;
    const tree = await listSources(await openWorkspace({ cwd: repository.path }));
    const committed = await readTreeSources(await open(repository.path), DEFAULT_CONFIG, commit);
    for (const { files, diagnostics } of [tree, committed]) {
      expect(files.map(({ path, text }) => [path, text])).toEqual([
        ['prompts/a.prompt.yaml', 'a: 1\n'],
        ['prompts/b.prompt.yaml', 'b: 1\n'],
      ]);
      expect(diagnostics.map(({ file, rule }) => [file, rule])).toEqual(
        expect.arrayContaining([
          ['prompts/c.prompt.yaml', 'link-leaves-workspace'],
          ['prompts/e.prompt.yaml', 'file-unreadable'],
        ]),
      );
    }
    expect(tree.diagnostics.map(({ file }) => file)).toContain('evals');
  });
});

describe('where git is', () => {
  test('is nowhere in a folder that is no repository, and in the inside of one', async () => {
    const folder = temporaryFolder();
    expect(await openGit(folder.path, { env: isolatedGit({ GIT_CEILING_DIRECTORIES: folder.path }), cwd: folder.path })).toBeUndefined();
    const repository = temporaryRepository();
    expect(await openGit(join(repository.path, '.git'), { env: isolatedGit(), cwd: repository.path })).toBeUndefined();
    const bare = temporaryClone(repository, '--bare');
    expect(await openGit(bare.path, { env: isolatedGit(), cwd: bare.path })).toBeUndefined();
  });

  test('says so when there is no git to run', async () => {
    const repository = temporaryRepository();
    const refused = await failure(openGit(repository.path, { env: { PATH: '/nowhere' }, cwd: repository.path }));
    expect(refused).toMatchObject({ code: 'git-missing' });
  });

  test('reads a worktree like any checkout', async () => {
    const repository = temporaryRepository();
    repository.commit({ 'prompts/a.prompt.yaml': GREET });
    const path = join(temporaryFolder().path, 'linked');
    repository.git('worktree', 'add', '--quiet', '-b', 'side', path);
    writeFileSync(join(path, 'prompts/b.prompt.yaml'), GREET);
    const workspace = await openWorkspace({ cwd: join(path, 'prompts') });
    expect(workspace).toMatchObject({ root: path, gitRoot: path });
    const git = await open(path);
    expect(await git.headInfo()).toMatchObject({
      branch: 'side',
      dirty: true,
      message: 'Change',
      author: { name: 'Ada', email: 'ada@example.com' },
    });
    expect((await git.listIndex()).map((entry) => entry.path)).toEqual(['prompts/a.prompt.yaml']);
  });

  test('tells a detached, clean checkout and ignores changes outside the workspace', async () => {
    const repository = temporaryRepository();
    const commit = repository.commit({ 'app/a': '1', 'other/a': '1' }, 'Subject\n\nBody');
    repository.git('checkout', '--quiet', '--detach');
    repository.write({ 'other/a': '2' });
    const head = await (await open(join(repository.path, 'app'))).headInfo();
    expect(head).toEqual({ commit, author: { name: 'Ada', email: 'ada@example.com' }, message: 'Subject\n\nBody', dirty: false });
  });

  test('leaves a file in conflict out of the index', async () => {
    const repository = temporaryRepository();
    repository.commit({ a: '1\n', b: '1\n' });
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.commit({ a: '2\n' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ a: '3\n' });
    expect(() => repository.git('merge', '--quiet', 'side')).toThrow();
    expect((await (await open(repository.path)).listIndex()).map(({ path }) => path)).toEqual(['b']);
  });

  test('quotes git when it refuses', async () => {
    const repository = temporaryRepository();
    repository.write({ a: '1' });
    rmSync(join(repository.path, '.git/objects'), { recursive: true });
    mkdirSync(join(repository.path, '.git/objects'));
    rmSync(join(repository.path, 'a'));
    const refused = await failure((await open(repository.path)).blobIds([{ path: 'a', text: '1' }]));
    expect(refused).toMatchObject({ code: 'git-failed' });
    expect(refused?.message).toMatch(/^git hash-object failed: fatal: /);
    expect(existsSync(join(repository.path, 'a'))).toBe(false);
  });
});
