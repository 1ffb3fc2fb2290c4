import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Canaries, canaries, expectNothingGained, writeExecutables } from '../support/canaries.ts';
import { type CliResult, runCli } from '../support/cli.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

let trap: Canaries;
beforeEach(async () => {
  trap = await canaries();
});
afterEach(() => trap.close());

/** Everything that a job of a pull request may run; none needs a registry to have a say. */
const COMMANDS: readonly string[][] = [
  ['check', '--format', 'github'],
  ['ci', '--against', 'HEAD'],
  ['hook', 'run'],
  ['lock', '--check'],
  ['verify'],
  ['diff'],
  ['log', 'greet'],
  ['eval', '--env', 'development'],
  ['plan'],
  ['status'],
  ['config', 'explain', '--json'],
  ['doctor', '--json'],
];

/** Runs commands in a workspace as a job would that holds every secret. */
async function runAll(workspace: { path: string }): Promise<CliResult[]> {
  const env = { ...trap.variables, HOME: trap.home, CI: 'true', GITHUB_ACTIONS: 'true' };
  const results: CliResult[] = [];
  const queue = COMMANDS.entries();
  // One queue for as many runners as there are cores.
  await Promise.all(
    [0, 1].map(async () => {
      for (const [index, args] of queue) results[index] = await runCli(args, { cwd: workspace.path, env });
    }),
  );
  return results;
}

describe('a repository that wants its code to run', () => {
  function plant(workspace: TemporaryWorkspace): void {
    const code = (name: string) => `require('node:child_process').execSync(${JSON.stringify(trap.command(name))});`;
    const module = (name: string) => `import { execSync } from 'node:child_process'; execSync(${JSON.stringify(trap.command(name))});`;
    const configs = ['.promptlanerc.js', '.promptlanerc.cjs', 'promptlane.config.js', 'promptlane.config.cjs', '.config/config.js'];
    const modules = ['.promptlanerc.mjs', 'promptlane.config.mjs', 'promptlane.config.ts', '.promptlanerc.ts', '.config/config.ts'];
    const packages = ['commander', 'yaml', 'zod', 'chalk', 'cosmiconfig', 'simple-git', 'undici', 'liquidjs', 'typescript', 'fastify'];
    workspace.write({
      ...Object.fromEntries(configs.map((name) => [name, code(name.replaceAll('/', '-'))])),
      ...Object.fromEntries(modules.map((name) => [name, module(name.replaceAll('/', '-'))])),
      ...Object.fromEntries(
        packages.flatMap((name) => [
          [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '99.0.0', main: 'index.js' })],
          [`node_modules/${name}/index.js`, code(`package-${name}`)],
        ]),
      ),
      'package.json': JSON.stringify({
        name: 'attack',
        scripts: { preinstall: trap.command('preinstall'), prepare: trap.command('prepare') },
        cosmiconfig: { searchPlaces: ['promptlane.config.js'], loaders: { '.js': './loader.js' } },
      }),
      '.config/config.json': JSON.stringify({ cosmiconfig: { searchPlaces: ['promptlane.config.js'] } }),
      '.npmrc': `node-options=--require ./promptlane.config.cjs\nscript-shell=${join(workspace.path, 'git')}\n`,
      '.env': `NODE_OPTIONS=--require=${join(workspace.path, 'promptlane.config.cjs')}\n`,
      'tsconfig.json': '{ "extends": "./promptlane.config.js" }',
    });
    const names = ['promptlane', 'git', 'node', 'npx', 'sh', 'env', 'tar', 'ssh'];
    writeExecutables(workspace.path, {
      ...Object.fromEntries(names.map((name) => [`node_modules/.bin/${name}`, trap.executable(`bin-${name}`)])),
      ...Object.fromEntries(names.map((name) => [name, trap.executable(`root-${name}`)])),
    });
  }

  /** Settings that only a person can make, but which a copied or shared folder brings along. */
  function hostileGit({ git, path, write }: TemporaryWorkspace): void {
    const hooks = ['pre-commit', 'post-checkout', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman', 'pre-auto-gc'];
    writeExecutables(join(path, '.git/hooks'), Object.fromEntries(hooks.map((name) => [name, trap.executable(`hook-${name}`)])));
    write({ '.gitconfig-attack': `[core]\n\tfsmonitor = ${trap.command('included')}; false\n` });
    const settings: Record<string, string> = {
      'core.fsmonitor': `${trap.command('fsmonitor')}; false`,
      'core.hooksPath': join(path, '.git/hooks'),
      'core.sshCommand': trap.command('ssh'),
      'core.editor': trap.command('editor'),
      'core.pager': trap.command('pager'),
      'core.askPass': join(path, 'git'),
      'credential.helper': `!${trap.command('credential')}`,
      'diff.external': trap.command('diff-external'),
      'diff.attack.textconv': trap.command('textconv'),
      'diff.attack.command': trap.command('diff-command'),
      'merge.attack.driver': trap.command('merge-driver'),
      'gpg.program': join(path, 'git'),
      'log.showSignature': 'true',
      'alias.status': `!${trap.command('alias')}`,
      'include.path': '../.gitconfig-attack',
      'uploadpack.packObjectsHook': trap.command('pack-objects'),
    };
    for (const [key, value] of Object.entries(settings)) git('config', key, value);
  }

  test('runs none of it: configs as code, planted packages and programs, hooks and settings of git', async () => {
    const workspace = temporaryWorkspace({
      '.gitattributes': '* diff=attack merge=attack filter=attack textconv=attack\n',
      'evals/greeting.eval.yaml':
        'suite: greeting\nprompts: [greet]\ndataset: greeting.jsonl\nscorers: [{ id: polite, uses: contains, value: a }]\ngate: { polite: { mean: ">= 0.01" } }\n',
      'evals/greeting.jsonl': '{"inputs":{"question":"Who?"}}\n',
    });
    plant(workspace);
    workspace.git('add', '--all', '--force');
    workspace.git('commit', '--quiet', '-m', 'Attack');
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('You attack people.') });
    hostileGit(workspace);
    expectNothingGained(trap, await runAll(workspace));
    // The traps are set: whoever asks git without a guard steps into them.
    workspace.git('-c', 'safe.bareRepository=all', 'status');
    expect(trap.ran()).toContain('included');
  });
});
