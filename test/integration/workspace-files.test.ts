import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import type { Failure } from '../../src/base/failure.ts';
import type { PromptId } from '../../src/prompt/prompt.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { withPins } from '../../src/release/lockfile/edit-lockfile.ts';
import { type BlobId, EMPTY_LOCKFILE, type Lockfile } from '../../src/release/lockfile/lockfile.ts';
import { LOCKFILE_NAME } from '../../src/release/lockfile/lockfile-name.ts';
import { lockfileText } from '../../src/release/lockfile/write-lockfile.ts';
import { DEFAULT_CONFIG } from '../../src/workspace/config/config.ts';
import { MAX_SOURCE_BYTES } from '../../src/workspace/files/decode-source.ts';
import { listSources } from '../../src/workspace/files/list-sources.ts';
import { writeFileAtomically } from '../../src/workspace/files/write-file-atomically.ts';
import { lockfileFile } from '../../src/workspace/lockfile-file/lockfile-file.ts';
import { temporaryFolder } from '../support/git-repository.ts';

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Failure) => error,
  );
const temporaries = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.tmp'));

describe('sources', () => {
  const list = (root: string, config: Partial<typeof DEFAULT_CONFIG> = {}) =>
    listSources({ root, config: { ...DEFAULT_CONFIG, ...config } });

  test('that are not UTF-8 are located at the first bad byte', async () => {
    const { path, write } = temporaryFolder();
    write({ 'prompts/a.prompt.yaml': Buffer.from('name: grün\nx: aé\xff\n', 'latin1'), 'prompts/b.prompt.yaml': 'ok: 1\n' });
    const { files, diagnostics } = await list(path);
    expect(files.map(({ id }) => id)).toEqual(['b']);
    expect(diagnostics).toMatchObject([
      { file: 'prompts/a.prompt.yaml', rule: 'file-not-utf8', severity: 'error', range: { line: 1, column: 9, start: 8 } },
    ]);
  });

  test('are located by characters, not bytes', async () => {
    const { path, write } = temporaryFolder();
    write({ 'prompts/a.prompt.yaml': Buffer.concat([Buffer.from('é: ü\nzwölf '), Buffer.from([0xc3])]) });
    expect((await list(path)).diagnostics).toMatchObject([{ range: { line: 2, column: 7, start: 11 } }]);
  });

  test('over a megabyte are named and not read; one of a megabyte is', async () => {
    const { path, write } = temporaryFolder();
    write({ 'prompts/a.partial.md': 'x'.repeat(MAX_SOURCE_BYTES), 'prompts/b.partial.md': 'x'.repeat(MAX_SOURCE_BYTES + 1) });
    const { files, diagnostics } = await list(path);
    expect(files.map(({ id }) => id)).toEqual(['a']);
    expect(diagnostics).toMatchObject([{ file: 'prompts/b.partial.md', rule: 'file-too-large' }]);
  });

  test('keep their text byte for byte: byte order mark, line ends and all', async () => {
    const { path, write } = temporaryFolder();
    write({ 'prompts/a.partial.md': '\uFEFFa\r\nb\n' });
    expect((await list(path)).files[0]?.text).toBe('\uFEFFa\r\nb\n');
  });

  test('take their id from the innermost root, and each file counts once', async () => {
    const { path, write } = temporaryFolder();
    write({ 'p/inner/a.prompt.yml': 'a', 'p/b.prompt.yaml': 'b', 'p/c.eval.yaml': 'c' });
    const { files } = await list(path, { prompts: ['p', 'p/inner'], evals: ['.'] });
    expect(files.map(({ kind, id }) => [kind, id])).toEqual([
      ['prompt', 'b'],
      ['suite', 'p/c'],
      ['prompt', 'a'],
    ]);
  });

  test('are none where the roots are not there, and a root that is a file is named', async () => {
    const { path, write } = temporaryFolder();
    expect(await list(path)).toEqual({ files: [], diagnostics: [] });
    write({ prompts: 'a file' });
    expect((await list(path)).diagnostics).toMatchObject([{ file: 'prompts', rule: 'file-unreadable' }]);
  });
});

describe('writing a file', () => {
  test('keeps its mode, and a link stays a link', async () => {
    const { path, write } = temporaryFolder();
    write({ 'real.yaml': 'old' });
    chmodSync(join(path, 'real.yaml'), 0o640);
    symlinkSync('real.yaml', join(path, 'link.yaml'));
    await writeFileAtomically(join(path, 'link.yaml'), 'new');
    expect(readFileSync(join(path, 'real.yaml'), 'utf8')).toBe('new');
    expect(statSync(join(path, 'real.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(path).sort()).toEqual(['link.yaml', 'real.yaml']);
  });

  test('that is refused at the last moment leaves the old text and nothing else', async () => {
    const { path, write } = temporaryFolder();
    write({ 'a.yaml': 'old' });
    const refuse = () => Promise.reject(new Error('no'));
    expect(await failure(writeFileAtomically(join(path, 'a.yaml'), 'new', refuse))).toMatchObject({ code: 'file-unwritable' });
    expect(readFileSync(join(path, 'a.yaml'), 'utf8')).toBe('old');
    expect(readdirSync(path)).toEqual(['a.yaml']);
  });

  test('into a folder that is not there is a failure that names the path', async () => {
    const { path } = temporaryFolder();
    const refused = await failure(writeFileAtomically(join(path, 'nowhere/a.yaml'), 'new'));
    expect(refused).toMatchObject({ code: 'file-unwritable' });
    expect(refused?.message).toContain(join(path, 'nowhere/a.yaml'));
  });

  test('takes names as long as a file system allows', async () => {
    const { path } = temporaryFolder();
    await writeFileAtomically(join(path, `${'ü'.repeat(125)}.yml`), 'new');
    expect(readdirSync(path)).toEqual([`${'ü'.repeat(125)}.yml`]);
  });

  test('sweeps what killed writers left, and nothing that may be in use', async () => {
    const { path, write } = temporaryFolder();
    const host = hostname().replaceAll('.', '-').slice(0, 40);
    const dead = `.a.yaml.${host}.4194305.01234567.tmp`;
    const alive = `.a.yaml.${host}.${process.pid}.01234567.tmp`;
    const elsewhere = '.a.yaml.other-host.4194305.01234567.tmp';
    const forgotten = '.a.yaml.other-host.4194305.89abcdef.tmp';
    const foreign = ['.a.yaml.tmp', '.b.yaml.x.1.01234567.tmp', 'a.yaml.tmp'];
    write(Object.fromEntries([dead, alive, elsewhere, forgotten, ...foreign].map((name) => [name, 'x'])));
    utimesSync(join(path, forgotten), 0, 0);
    await writeFileAtomically(join(path, 'a.yaml'), 'new');
    expect(readdirSync(path).sort()).toEqual([alive, elsewhere, ...foreign, 'a.yaml'].sort());
  });

  test('killed at any moment leaves one whole text, and the next writer sweeps up', { timeout: 60_000 }, async () => {
    const { path } = temporaryFolder();
    const file = join(path, 'promptlane.lock');
    const length = 2_000_000;
    for (const delay of [0, 1, 2, 3, 5, 8, 13, 21, 34, 55]) {
      await killAfter(writer(file, length), delay);
      const [, first, last] = /^(\d+):x*:(\d+)\n$/.exec(readFileSync(file, 'utf8')) ?? [];
      expect(first).toBeDefined();
      expect(last).toBe(first);
      expect(statSync(file).size).toBe(length + 2 * `${first}:`.length + 1);
    }
    await writeFileAtomically(file, 'done');
    expect(temporaries(path)).toEqual([]);
  });
});

function writer(file: string, length: number): ChildProcess {
  const folder = import.meta.dirname;
  const tsx = join(folder, '../../node_modules/tsx/dist/loader.mjs');
  return spawn(process.execPath, ['--import', tsx, join(folder, '../support/write-forever.ts'), file, String(length)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function killAfter(child: ChildProcess, milliseconds: number): Promise<void> {
  if (child.stdout) await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the lockfile on disk', () => {
  const pinned = (content: string): Lockfile =>
    withPins(
      EMPTY_LOCKFILE,
      'staging' as EnvironmentName,
      new Map([['greet' as PromptId, { digest: digestOf(content), blob: 'b'.repeat(40) as BlobId, uses: new Map() }]]),
    );
  const store = (root: string) => ({ ...lockfileFile({ root, config: DEFAULT_CONFIG }), file: join(root, LOCKFILE_NAME) });

  test('reads as empty before it is written, and as what was written after', async () => {
    const { path } = temporaryFolder();
    const lock = store(path);
    expect(await lock.read()).toEqual(EMPTY_LOCKFILE);
    expect(await lock.readTexts()).toEqual(new Map());
    expect(await lock.write(pinned('a'))).toBe('written');
    expect(await lock.read()).toEqual(pinned('a'));
    expect(await lock.readTexts()).toEqual(new Map([[LOCKFILE_NAME, lockfileText(pinned('a'))]]));
    expect(await lock.write(pinned('b'))).toBe('written');
  });

  test('is left alone when it says the same, in a CRLF checkout too', async () => {
    const { path } = temporaryFolder();
    const lock = store(path);
    const text = lockfileText(pinned('a')).replaceAll('\n', '\r\n');
    writeFileSync(lock.file, text);
    utimesSync(lock.file, 1, 1);
    expect(await lock.write(await lock.read())).toBe('unchanged');
    expect(readFileSync(lock.file, 'utf8')).toBe(text);
    expect(statSync(lock.file).mtimeMs).toBe(1000);
  });

  test.each([
    ['changed', lockfileText(pinned('theirs'))],
    ['removed and written anew', ''],
  ])('that was %s since it was read is not overwritten', async (_case, theirs) => {
    const { path } = temporaryFolder();
    const lock = store(path);
    await lock.write(pinned('a'));
    await lock.read();
    writeFileSync(lock.file, theirs);
    expect(await failure(lock.write(pinned('ours')))).toMatchObject({ code: 'write-raced' });
    expect(readFileSync(lock.file, 'utf8')).toBe(theirs);
    expect(temporaries(path)).toEqual([]);
  });

  test('that appeared since it was found missing is not overwritten', async () => {
    const { path } = temporaryFolder();
    const lock = store(path);
    await lock.read();
    writeFileSync(lock.file, lockfileText(pinned('theirs')));
    expect(await failure(lock.write(pinned('ours')))).toMatchObject({ code: 'write-raced' });
  });

  test('with conflict markers is neither read nor overwritten', async () => {
    const { path, write } = temporaryFolder();
    const conflicted = readFileSync('fixtures/lockfiles/conflicted.lock', 'utf8');
    write({ [LOCKFILE_NAME]: conflicted });
    const lock = store(path);
    expect(await failure(lock.read())).toMatchObject({ code: 'lockfile-conflicted', where: { file: LOCKFILE_NAME, line: 6 } });
    expect(await failure(lock.write(pinned('ours')))).toMatchObject({ code: 'lockfile-conflicted' });
    expect(readFileSync(lock.file, 'utf8')).toBe(conflicted);
  });

  test('that cannot be read is a failure, not an empty lockfile', async () => {
    const { path, write } = temporaryFolder();
    write({ [`${LOCKFILE_NAME}/x`]: '' });
    expect(await failure(store(path).read())).toMatchObject({ code: 'file-unreadable' });
    expect(existsSync(join(path, LOCKFILE_NAME, 'x'))).toBe(true);
  });
});
