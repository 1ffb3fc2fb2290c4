import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examineMerges } from '../../src/workflows/setup/doctor/merges.ts';
import { openGit } from '../../src/workspace/git/open-git.ts';
import { programCommand } from '../../src/workspace/git-settings/program-command.ts';
import { isTracked } from '../../src/workspace/git-settings/tracked-folder.ts';
import { runHere } from '../support/command-line.ts';
import { isolatedGit, type TemporaryRepository, temporaryClone, temporaryFolder } from '../support/git-repository.ts';
import { lockWorkspace } from '../support/in-process.ts';
import { promptText, temporaryWorkspace } from '../support/temporary-workspace.ts';

const init = ({ path }: { path: string }, ...flags: string[]) => runHere(['init', ...flags], { cwd: path });

async function diagnosis({ path }: TemporaryRepository) {
  const git = await openGit(path, { env: isolatedGit(), cwd: path });
  const [finding] = git ? await examineMerges(git) : [];
  return finding;
}

describe('init', () => {
  test('tells a clone how to merge and show our files, and a second time nothing', async () => {
    const workspace = temporaryWorkspace();
    expect(await diagnosis(workspace)).toMatchObject({ status: 'warn', fix: 'promptlane init --bare' });
    expect((await init(workspace, '--bare')).stdout).toContain('+ .git/config');
    expect((await init(workspace, '--bare')).stdout).toContain('= .git/config (already there)');
    expect(await diagnosis(workspace)).toMatchObject({ status: 'ok' });
  });

  test('tells a fresh clone only that with --git-only, and doctor asks for it', async () => {
    const origin = temporaryWorkspace();
    await init(origin, '--bare');
    origin.commit({}, 'Init');
    const clone = temporaryClone(origin);
    expect(await diagnosis(clone)).toMatchObject({ status: 'warn', fix: 'promptlane init --git-only' });

    expect(JSON.parse((await init(clone, '--git-only', '--json')).stdout)).toMatchObject({ written: ['.git/config'], kept: [] });
    expect(clone.git('status', '--porcelain')).toBe('');
    expect(await diagnosis(clone)).toMatchObject({ status: 'ok' });
  });

  test('with --git-only needs a repository', async () => {
    expect(await init(temporaryFolder(), '--git-only')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('git-missing') });
  });

  test('leaves lines of .gitattributes that are there, and settings of others', async () => {
    const workspace = temporaryWorkspace({ '.gitattributes': 'promptlane.lock text eol=lf\n*.png binary\n' });
    workspace.git('config', 'merge.other.driver', 'true');
    await init(workspace, '--bare');
    expect(workspace.text('.gitattributes')).toMatch(/^promptlane\.lock text eol=lf\n\*\.png binary\npromptlane\.lock .*merge=promptlane/);
    expect(workspace.git('config', 'merge.other.driver')).toBe('true');
  });
});

describe('git diff', () => {
  test('shows a lockfile as rows, and names the message that a line of a prompt is in', async () => {
    const workspace = temporaryWorkspace();
    await init(workspace, '--bare');
    await lockWorkspace(workspace);
    workspace.commit({}, 'Lock');
    workspace.write({
      'prompts/greet.prompt.yaml': promptText(
        'You greet people.\n      Be warm.\n      Be brief.\n      Be done.\n      Smile.\n      Wave.',
      ),
    });
    await lockWorkspace(workspace);

    const shown = workspace
      .git('diff', '--unified=1')
      .replaceAll(/\b[0-9a-f]{12}\b/g, '…')
      .replaceAll(/^(?:index|---|\+\+\+).*\n/gm, '');
    expect(shown).toMatchInlineSnapshot(`
      "diff --git a/promptlane.lock b/promptlane.lock
      @@ -2,3 +2,3 @@ development  answer  …
       development  answer  uses shared/tone  …
      -development  greet  …
      +development  greet  …
       development  greet  uses shared/tone  …
      diff --git a/prompts/greet.prompt.yaml b/prompts/greet.prompt.yaml
      @@ -5,2 +5,7 @@   - role: system
             You greet people.
      +      Be warm.
      +      Be brief.
      +      Be done.
      +      Smile.
      +      Wave.
             {% render "shared/tone" %}"
    `);
  });

  test('of a lockfile lets through what it does not know, and never fails', async () => {
    const workspace = temporaryWorkspace({ 'promptlane.lock': 'anything\n' });
    await init(workspace, '--bare');
    workspace.write({ 'promptlane.lock': '<<<<<<< ours\n    "1":\n      digest: sha256:short\n\u0000' });
    expect(workspace.git('diff', 'promptlane.lock')).toContain('+<<<<<<< ours');
  });

  test('works in a clone that was told nothing', async () => {
    const origin = temporaryWorkspace();
    await init(origin, '--bare');
    await lockWorkspace(origin);
    origin.commit({}, 'Lock');
    const clone = temporaryClone(origin);
    expect(clone.git('log', '-p', '-1', '--', 'promptlane.lock')).toContain('+lockfileVersion: 1');
  });
});

describe('the command that git is told', () => {
  const node = '/usr/bin/node';
  const executable = (folder: string) => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    return join(folder, 'bin/promptlane.js');
  };
  const place = (of: string) => {
    const folder = temporaryFolder();
    const file = executable(join(folder.path, of));
    folder.write({ [join(of, 'bin/promptlane.js')]: '' });
    chmodSync(file, 0o755);
    return { folder, file };
  };

  test('is the launcher of the project for its own copy', () => {
    const { folder, file } = place('apps/bot/node_modules/.pnpm/promptlane@1/node_modules/promptlane');
    folder.write({ 'apps/bot/node_modules/.bin/promptlane': '' });
    const command = programCommand({ executable: file, node, path: '' }, folder.path);
    expect(command).toMatch(/^! \{ git ls-files .*\} >\/dev\/null 2>&1 && apps\/bot\/node_modules\/\.bin\/promptlane$/);
  });

  test('is the name of a program that is on the PATH', () => {
    const { folder, file } = place('lib/node_modules/promptlane');
    symlinkSync(file, join(folder.path, 'promptlane'));
    expect(programCommand({ executable: file, node, path: `/nowhere:${folder.path}` }, temporaryFolder().path)).toBe('promptlane');
  });

  test('is the full path of what npx fetched: npx would start the shell that a .npmrc of the branch names', () => {
    const { file } = place('.npm/_npx/1f0c/node_modules/promptlane');
    expect(programCommand({ executable: file, node, path: '/usr/bin' }, temporaryFolder().path)).toBe(`${node} ${file}`);
  });

  test('is the full path of anything else, quoted', () => {
    const { file } = place("it's here");
    const quoted = `'${file.replace("'", "'\\''")}'`;
    expect(programCommand({ executable: file, node, path: '' }, temporaryFolder().path)).toBe(`/usr/bin/node ${quoted}`);
  });
});

describe('a folder of programs is tracked', () => {
  const answer = ({ path }: { path: string }, folder: string) =>
    execFileSync('sh', ['-c', `if ${isTracked(`'${folder}'`)}; then echo yes; else echo no; fi`], {
      cwd: path,
      encoding: 'utf8',
      // As in a hook of git.
      env: { ...isolatedGit(), GIT_INDEX_FILE: '.git/index' },
    }).trim();
  const link = (target: string, name: string) => (workspace: TemporaryRepository) => symlinkSync(target, join(workspace.path, name));
  const PROGRAM = 'node_modules/.bin/promptlane';

  test.each<[string, string, Record<string, string>, (workspace: TemporaryRepository) => unknown]>([
    ['when its program is', 'node_modules', { [PROGRAM]: '' }, () => {}],
    ['when a package is that the program leads to', 'node_modules', { 'node_modules/promptlane/bin/promptlane.js': '' }, () => {}],
    ['when it is a link', 'node_modules', { 'evil/.bin/promptlane': '' }, link('evil', 'node_modules')],
    ['when a folder above is a link', 'bot/node_modules', { [`evil/${PROGRAM}`]: '' }, link('evil', 'bot')],
  ])('%s', (_when, folder, files, prepare) => {
    const workspace = temporaryWorkspace(files);
    prepare(workspace);
    workspace.git('add', '--all', '--force');
    expect(answer(workspace, folder)).toBe('yes');
  });

  test('and not where a package manager made it, in the top folder or below', () => {
    const workspace = temporaryWorkspace({ 'bot/README.md': '', '.gitignore': 'node_modules\n' });
    workspace.write({ [PROGRAM]: '', [`bot/${PROGRAM}`]: '' });
    expect(['node_modules', 'bot/node_modules', 'missing'].map((folder) => answer(workspace, folder))).toEqual(['no', 'no', 'no']);
  });
});
