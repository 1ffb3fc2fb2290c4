import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordCassette } from '../../src/models/replay/recording-model.ts';
import { openGit } from '../../src/workspace/git/open-git.ts';
import { readServeFile, writeServeFile } from '../../src/workspace/local-registry/serve-file.ts';
import { makeStateFolder } from '../../src/workspace/state-folder.ts';
import { isolatedGit, temporaryFolder, temporaryRepository } from '../support/git-repository.ts';
import { scriptedModel } from '../support/scripted-model.ts';

describe('attack 46: the state folder of a cloned repository', () => {
  test('is refused when a file in it links to one of the user', async () => {
    const { path, write } = temporaryFolder();
    write({ 'home/.profile': '# mine\n', 'repository/.promptlane/runs/x': '' });
    mkdirSync(join(path, 'repository/.promptlane/cache/answers'), { recursive: true });
    symlinkSync('../../../../home/.profile', join(path, 'repository/.promptlane/cache/answers/answers-0001.jsonl'));
    await expect(makeStateFolder(join(path, 'repository'))).rejects.toMatchObject({
      code: 'state-foreign',
      message: expect.stringContaining('answers-0001.jsonl'),
    });
  });

  test('is refused when it is a link itself, and what it leads to stays as it is', async () => {
    const { path, write } = temporaryFolder();
    write({ 'home/kept': '', 'repository/x': '' });
    symlinkSync('../home', join(path, 'repository/.promptlane'));
    await expect(makeStateFolder(join(path, 'repository'))).rejects.toMatchObject({ code: 'state-foreign' });
    expect(existsSync(join(path, 'home/.gitignore'))).toBe(false);
  });

  test('is refused when the repository brings it: its answers would pass evals that nobody ran', async () => {
    const repository = temporaryRepository();
    repository.commit({ '.promptlane/cache/answers/answers-0001.jsonl': '{}\n' });
    await expect(makeStateFolder(repository.path)).rejects.toMatchObject({ code: 'state-foreign' });
  });

  test('that grew here is taken again and again', async () => {
    const repository = temporaryRepository();
    const folder = await makeStateFolder(repository.path);
    expect(await makeStateFolder(repository.path)).toBe(folder);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
  });
});

describe('the note that a local registry leaves', () => {
  const local = { project: 'default', tokenFile: '/somewhere/admin.token', pid: process.pid };

  test('is not believed about another machine', async () => {
    const { path } = temporaryFolder();
    for (const url of [
      'https://prompts.example.com',
      'http://192.0.2.1:4590',
      'http://127.0.0.1.example.com',
      'http://localhost.example.com',
    ]) {
      await writeServeFile(path, { ...local, url });
      expect(await readServeFile(path)).toBeUndefined();
    }
  });

  test('is believed about every address of this one', async () => {
    const { path } = temporaryFolder();
    const own = Object.values(networkInterfaces()).flatMap(
      (addresses) => addresses?.map(({ address, family }) => ({ address, family })) ?? [],
    );
    const hosts = own
      .filter(({ address }) => !address.startsWith('fe80'))
      .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
    for (const host of ['localhost', ...hosts]) {
      const serve = { ...local, url: `http://${host}:4590` };
      await writeServeFile(path, serve);
      expect(await readServeFile(path)).toEqual(serve);
    }
  });
});

describe('git', () => {
  test('runs no command that a folder dressed up as a bare repository names', async () => {
    const repository = temporaryRepository();
    const folder = join(repository.path, 'app');
    repository.git('init', '--quiet', '--bare', 'app');
    repository.git('-C', 'app', 'config', 'core.bare', 'false');
    repository.git('-C', 'app', 'config', 'core.worktree', folder);
    for (const key of ['filter.x.clean', 'core.fsmonitor']) repository.git('-C', 'app', 'config', key, `touch ${repository.path}/ran; cat`);
    repository.write({ 'app/.gitattributes': '* filter=x\n', 'app/a': 'text' });
    const env = isolatedGit();
    const git = await openGit(folder, { env, cwd: folder });
    await git?.headInfo();
    await git?.blobIds([{ path: 'a', text: 'text' }], { write: true });
    expect(git).toBeUndefined();
    expect(existsSync(join(repository.path, 'ran'))).toBe(false);
  });

  test('asks no file system monitor, not even that of the repository, and keeps settings given by variables', async () => {
    const repository = temporaryRepository();
    repository.commit({ a: '1' });
    appendFileSync(join(repository.path, '.git/config'), `[core]\n\tfsmonitor = "touch ${repository.path}/ran; false"\n`);
    const env = isolatedGit({ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.autocrlf', GIT_CONFIG_VALUE_0: 'input' });
    const git = await openGit(repository.path, { env, cwd: repository.path });
    expect((await git?.headInfo())?.dirty).toBe(false);
    repository.write({ b: 'one\r\n' });
    const [written] = (await git?.blobIds([{ path: 'b', text: 'one\r\n' }])) ?? [];
    expect(written).toBe(repository.git('-c', 'core.fsmonitor=false', '-c', 'core.autocrlf=input', 'hash-object', 'b'));
    expect(existsSync(join(repository.path, 'ran'))).toBe(false);
  });
});

describe('a recording', () => {
  test('is not written through a link that leads to nothing', async () => {
    const { path } = temporaryFolder();
    symlinkSync(join(path, 'profile'), join(path, 'cassette.jsonl'));
    const { model: live } = scriptedModel(() => ({ text: 'an answer', latencyMs: 1 }));
    await expect(recordCassette(live, { file: join(path, 'cassette.jsonl'), note: 'test' })).rejects.toMatchObject({
      code: 'file-unwritable',
    });
    expect(existsSync(join(path, 'profile'))).toBe(false);
  });
});
