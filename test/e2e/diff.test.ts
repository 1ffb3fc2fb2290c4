import { execFileSync } from 'node:child_process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import stringWidth from 'string-width';
import { beforeAll, describe, expect, test } from 'vitest';
import diffSchema from '../../schemas/diff.schema.json' with { type: 'json' };
import { runHere, succeed } from '../support/command-line.ts';
import { isolatedGit, temporaryClone } from '../support/git-repository.ts';
import { lockedWorkspace, promptText, type TemporaryWorkspace } from '../support/temporary-workspace.ts';

const accepts = new Ajv2020({ strict: false }).compile(diffSchema);

/** What a patch makes of a tree: every file below `prompts`, by its path. */
function patched(workspace: TemporaryWorkspace, revision: string, patch: string): Record<string, string> {
  const clone = temporaryClone(workspace, '--quiet');
  clone.git('checkout', '--quiet', revision);
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: clone.path, input: patch, env: isolatedGit() });
  return promptFiles(clone);
}

function promptFiles({ git, path }: { git: TemporaryWorkspace['git']; path: string }): Record<string, string> {
  const names = git('ls-files', '-z', '--cached', '--others', '--exclude-standard', 'prompts')
    .split('\0')
    .filter((name) => name !== '');
  return Object.fromEntries(
    names.flatMap((name) => {
      try {
        return [[name, execFileSync('cat', [name], { cwd: path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })]];
      } catch {
        return [];
      }
    }),
  );
}

describe('diff', () => {
  let workspace: TemporaryWorkspace;
  const diff = (...args: string[]) => succeed(['diff', ...args], { cwd: workspace.path });

  beforeAll(async () => {
    workspace = await lockedWorkspace({ 'prompts/leave.prompt.yaml': promptText('You say goodbye to people who leave.') });
    await succeed(['promote', '--all', '--to', 'staging', '--lock-only'], { cwd: workspace.path }).catch(() => undefined);
    workspace.git('mv', 'prompts/leave.prompt.yaml', 'prompts/go away.prompt.yaml');
    workspace.git('mv', 'prompts/go away.prompt.yaml', 'prompts/depart.prompt.yaml');
    workspace.write({
      'prompts/shared/tone.partial.md': 'Answer in one very short sentence.\r\nBe kind.\n',
      'prompts/greet.prompt.yaml': promptText('You greet 你好 people 👨‍👩‍👧.').trimEnd(),
      'prompts/new.prompt.yaml': promptText('You are new.'),
    });
  });

  test('shows what the tree means otherwise than what is pinned, shared changes once', async () => {
    const text = await diff();
    expect(text).toMatch(/^ {2}message 1 \(system\) changed$/m);
    expect(text).toContain('You greet {+你好 +}people{+ 👨‍👩‍👧+}.');
    expect(text.match(/very/g)).toHaveLength(1);
    expect(text).toMatch(/reaches answer, (?:depart, )?greet/);
    expect(text).toMatch(/development → working tree: \d prompts: /);
  });

  test.each<[what: string, args: string[]]>([
    ['a revision', ['--against', 'main']],
    ['HEAD', ['git:HEAD']],
    ['HEAD as a side', ['@git:HEAD']],
    ['an environment', ['development']],
    ['an environment as a side', ['@development', '--stat']],
    ['the index', ['--against', 'index']],
    ['one prompt', ['greet', '--against', 'main']],
    ['one prompt of a revision', ['greet@git:main']],
    ['two versions', ['greet@development', 'greet']],
  ])('compares with %s', async (_what, args) => {
    expect(await diff(...args)).toMatch(/greet|你好/);
  });

  test('compares two environments', async () => {
    expect(await diff('development', 'production')).toMatch(/development → production: 3 prompts gone\.$/);
  });

  test('prints JSON as its schema says', async () => {
    for (const args of [[], ['greet@development'], ['development', 'production'], ['greet', '--against', 'main']]) {
      const document = JSON.parse(await diff(...args, '--json'));
      expect(accepts(document), JSON.stringify(accepts.errors)).toBe(true);
    }
  });

  test('fits two columns into 120 columns of a pipe, or what is asked', async () => {
    const widest = (text: string) =>
      Math.max(
        ...text
          .split('\n')
          .filter((line) => line.includes('│'))
          .map((line) => stringWidth(line)),
      );
    expect(widest(await diff('--side-by-side'))).toBeLessThanOrEqual(120);
    expect(widest(await diff('--side-by-side', '--width', '60'))).toBeLessThanOrEqual(60);
  });

  test.each<[against: string, revision: string]>([
    ['main', 'main'],
    ['development', 'main'],
  ])('writes a patch against %s that git applies: the tree comes out, byte for byte', async (against, revision) => {
    const { stdout } = await runHere(['diff', '--against', against, '--patch'], { cwd: workspace.path });
    expect(stdout).toContain('new file mode 100644');
    expect(stdout).toContain('rename from prompts/leave.prompt.yaml\nrename to prompts/depart.prompt.yaml');
    expect(stdout).toContain('\\ No newline at end of file');
    expect(patched(workspace, revision, `${stdout}\n`)).toEqual(promptFiles(workspace));
  });

  test('writes nothing when no file differs', async () => {
    const clean = await lockedWorkspace();
    expect(await runHere(['diff', '--patch', '--exit-code'], { cwd: clean.path })).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test('ends with 4 on a difference when asked to', async () => {
    expect(await runHere(['diff', '--exit-code', '--stat'], { cwd: workspace.path })).toMatchObject({ exitCode: 4 });
    expect(await runHere(['diff', '--exit-code', '--patch'], { cwd: workspace.path })).toMatchObject({ exitCode: 4 });
    expect(await runHere(['diff', 'answer@git:main', 'answer@git:main', '--exit-code'], { cwd: workspace.path })).toMatchObject({
      exitCode: 0,
    });
  });

  test.each<[args: string[], stderr: RegExp]>([
    [['--stat', '--json'], /--stat and --json are two views/],
    [['--width', '10'], /--width takes a whole number from 40/],
    [['nobody', '--against', 'main'], /Neither git:main nor working tree has a prompt "nobody"/],
    [['@v12'], /"@v12" is one version of one prompt/],
    [['@production', 'greet'], /one is all prompts of a place, the other a single one/],
    [['--against', 'nowhere'], /There is no commit "nowhere"/],
    [['@prodution'], /Did you mean "production"/],
  ])('refuses %j', async (args, stderr) => {
    expect(await runHere(['diff', ...args], { cwd: workspace.path })).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(stderr),
    });
  });

  test('writes paths from the top of the repository when the workspace lies below it', async () => {
    const outer = await lockedWorkspace();
    outer.write({
      'apps/bot/promptlane.config.yaml': 'prompts: prompts\n',
      'apps/bot/prompts/a.prompt.yaml': promptText('A').replace('      {% render "shared/tone" %}\n', ''),
    });
    outer.commit({});
    outer.write({ 'apps/bot/prompts/a.prompt.yaml': promptText('B').replace('      {% render "shared/tone" %}\n', '') });
    expect((await runHere(['diff', '--against', 'HEAD', '--patch'], { cwd: `${outer.path}/apps/bot` })).stdout).toMatch(
      /^diff --git a\/apps\/bot\/prompts\/a\.prompt\.yaml b\/apps\/bot\/prompts\/a\.prompt\.yaml\n/,
    );
  });

  test('says which revision is invalid, and compares what can be compared', async () => {
    const broken = await lockedWorkspace({ 'prompts/bad.prompt.yaml': 'messages: []\n' }).catch(() => undefined);
    expect(broken).toBeUndefined();
    const repaired = await lockedWorkspace();
    repaired.commit({ 'prompts/bad.prompt.yaml': 'mesages: []\n' });
    repaired.write({ 'prompts/bad.prompt.yaml': promptText('Good.') });
    expect(await succeed(['diff', '--against', 'HEAD'], { cwd: repaired.path })).toMatch(
      /bad {2}not compared: invalid in git:HEAD\n {2}prompts\/bad\.prompt\.yaml:1:1: /,
    );
    expect(await runHere(['diff', 'git:HEAD~1', 'git:HEAD'], { cwd: repaired.path })).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('In git:HEAD: prompts/bad.prompt.yaml:1:1'),
    });
  });
});
