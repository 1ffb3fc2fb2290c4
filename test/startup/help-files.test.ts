import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { temporaryFolder, temporaryRepository } from '../support/git-repository.ts';

const ROOT = new URL('../..', import.meta.url).href;

/** The files of the installed package that a command really loads, dynamic imports included. */
async function loadedFiles(...args: string[]): Promise<string[]> {
  const { path: cwd } = temporaryFolder();
  const coverage = join(cwd, 'coverage');
  const { exitCode, stderr } = await runCli(args, { cwd, env: { NODE_V8_COVERAGE: coverage } });
  expect(exitCode, stderr).toBe(0);
  const scripts = readdirSync(coverage).flatMap(
    (name) => (JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] }).result,
  );
  return [...new Set(scripts.map(({ url }) => url))].filter((url) => url.startsWith(ROOT));
}

/** What was bundled into a built file: its sources, and the packages they came with. */
function bundled(url: string): string[] {
  const text = readFileSync(fileURLToPath(url), 'utf8');
  const comments = text.matchAll(/^\/\/ (?:\S*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\/|^\/\/ (src\/\S+)$/gm);
  return [...comments].map(([, name, source]) => name ?? source ?? '');
}

/** Built files by their sources, because their own names change with their content. */
async function sourcesLoadedBy(...args: string[]): Promise<string[]> {
  const files = await loadedFiles(...args);
  expect(files.filter((url) => !url.startsWith(`${ROOT}dist/`))).toEqual([`${ROOT}bin/promptlane.js`]);
  return [...new Set(files.filter((url) => url.startsWith(`${ROOT}dist/`)).flatMap(bundled))].sort();
}

test('--help loads the declarations of commands, and commander; nothing that they run', async () => {
  expect(await sourcesLoadedBy('--help')).toMatchInlineSnapshot(`
    [
      "@noble/hashes",
      "commander",
      "fastest-levenshtein",
      "src/base/exit-code.ts",
      "src/base/failure.ts",
      "src/base/hash.ts",
      "src/base/text/printable.ts",
      "src/base/text/suggest.ts",
      "src/cli/ci/ci-flags.ts",
      "src/cli/commands/access/grant-flags.ts",
      "src/cli/commands/access/login.ts",
      "src/cli/commands/access/logout.ts",
      "src/cli/commands/access/member.ts",
      "src/cli/commands/access/token.ts",
      "src/cli/commands/access/trust.ts",
      "src/cli/commands/access/whoami.ts",
      "src/cli/commands/application/bundle.ts",
      "src/cli/commands/author/check.ts",
      "src/cli/commands/author/fmt.ts",
      "src/cli/commands/author/ls.ts",
      "src/cli/commands/author/render.ts",
      "src/cli/commands/author/run.ts",
      "src/cli/commands/author/show.ts",
      "src/cli/commands/author/value-flags.ts",
      "src/cli/commands/compare/breaking.ts",
      "src/cli/commands/compare/diff.ts",
      "src/cli/commands/compare/log.ts",
      "src/cli/commands/evaluate/dataset-changes.ts",
      "src/cli/commands/evaluate/dataset.ts",
      "src/cli/commands/evaluate/eval-judges.ts",
      "src/cli/commands/evaluate/eval-runs.ts",
      "src/cli/commands/evaluate/eval.ts",
      "src/cli/commands/evaluate/worker.ts",
      "src/cli/commands/govern/draft.ts",
      "src/cli/commands/govern/env.ts",
      "src/cli/commands/govern/kill.ts",
      "src/cli/commands/govern/policy.ts",
      "src/cli/commands/govern/review.ts",
      "src/cli/commands/govern/revoke.ts",
      "src/cli/commands/index.ts",
      "src/cli/commands/machines/ci.ts",
      "src/cli/commands/machines/hook.ts",
      "src/cli/commands/machines/merge-driver.ts",
      "src/cli/commands/registry/audit.ts",
      "src/cli/commands/registry/db.ts",
      "src/cli/commands/registry/evidence.ts",
      "src/cli/commands/registry/serve.ts",
      "src/cli/commands/registry/webhook.ts",
      "src/cli/commands/release/apply.ts",
      "src/cli/commands/release/history.ts",
      "src/cli/commands/release/lock.ts",
      "src/cli/commands/release/plan.ts",
      "src/cli/commands/release/promote.ts",
      "src/cli/commands/release/pull.ts",
      "src/cli/commands/release/push.ts",
      "src/cli/commands/release/rollback.ts",
      "src/cli/commands/release/status.ts",
      "src/cli/commands/release/sync.ts",
      "src/cli/commands/release/unquarantine.ts",
      "src/cli/commands/release/verify.ts",
      "src/cli/commands/rollout/acts.ts",
      "src/cli/commands/rollout/export.ts",
      "src/cli/commands/rollout/new.ts",
      "src/cli/commands/rollout/rollout.ts",
      "src/cli/commands/rollout/simulate.ts",
      "src/cli/commands/rollout/start.ts",
      "src/cli/commands/rollout/status.ts",
      "src/cli/commands/start/codegen.ts",
      "src/cli/commands/start/completion.ts",
      "src/cli/commands/start/config.ts",
      "src/cli/commands/start/demo.ts",
      "src/cli/commands/start/doctor.ts",
      "src/cli/commands/start/export.ts",
      "src/cli/commands/start/import.ts",
      "src/cli/commands/start/init.ts",
      "src/cli/commands/start/new.ts",
      "src/cli/completion/shells.ts",
      "src/cli/context.ts",
      "src/cli/host.ts",
      "src/cli/json.ts",
      "src/cli/main.ts",
      "src/cli/native-hash.ts",
      "src/cli/program/command-line.ts",
      "src/cli/program/flag-values.ts",
      "src/cli/program/help-command.ts",
      "src/cli/program/program.ts",
      "src/cli/program/register-command.ts",
      "src/cli/program/usage-failure.ts",
      "src/cli/run-action.ts",
      "src/cli/session/hook-dependencies.ts",
      "src/cli/terminal/color-level.ts",
      "src/cli/terminal/fit-help.ts",
      "src/cli/terminal/progress.ts",
      "src/cli/terminal/runner-commands.ts",
      "src/cli/terminal/terminal.ts",
      "src/cli/version.ts",
      "src/cli/wiring/eval-output-flags.ts",
      "src/cli/wiring/format-names.ts",
      "src/cli/wiring/rendered-format.ts",
      "src/cli/wiring/report-output.ts",
    ]
  `);
});

test.each(['--version', 'lock --help', 'help plan'])('%s loads what --help loads', async (command) => {
  expect(await sourcesLoadedBy(...command.split(' '))).toEqual(await sourcesLoadedBy('--help'));
});

describe('check of ten named files', () => {
  const { path: cwd, write } = temporaryFolder();
  const files = Array.from({ length: 10 }, (_, index) => `prompts/p${index}.prompt.yaml`);
  const text =
    'model: openai/gpt-4o-mini\ninputs:\n  name: { type: string }\nmessages:\n  - role: user\n    content: |-\n      Hello {{ name }}\n';
  write({ 'promptlane.config.yaml': 'prompts: prompts\n', ...Object.fromEntries(files.map((file) => [file, text])) });

  test('loads these packages and no other: no zod, yaml, cosmiconfig, execa, simple-git, undici', async () => {
    const sources = await sourcesLoadedBy('-C', cwd, 'check', ...files);
    expect(sources.filter((source) => !source.startsWith('src/'))).toMatchInlineSnapshot(`
      [
        "@noble/hashes",
        "chalk",
        "commander",
        "fastest-levenshtein",
      ]
    `);
  });

  test.each([
    ['yaml', 'a text over several lines', text.replace('|-', '>-')],
    ['liquidjs', 'a filter', text.replace('{{ name }}', '{{ name | upcase }}')],
    ['re2js', 'a pattern', text.replace('type: string', "type: string, pattern: '^a'")],
  ])('loads %s for a file with %s', async (library, what, written) => {
    const path = `prompts/${what.replaceAll(' ', '-')}.prompt.yaml`;
    write({ [path]: written });
    expect(await sourcesLoadedBy('-C', cwd, 'check', path)).toContain(library);
  });
});

test('hook run of ten staged prompts loads one build of its own, and these packages: no zod, yaml, commander, execa, simple-git, undici', async () => {
  const { path: cwd, write, git } = temporaryRepository();
  const text =
    'model: openai/gpt-4o-mini\ninputs:\n  name: { type: string }\nmessages:\n  - role: user\n    content: |-\n      Hello {{ name }}\n';
  const files = Array.from({ length: 10 }, (_, index) => [`prompts/p${index}.prompt.yaml`, text]);
  write({ 'promptlane.config.yaml': 'prompts: prompts\n', ...Object.fromEntries(files) });
  git('add', '--all');
  // The arguments of the command come first: so git calls it.
  const sources = await sourcesLoadedBy('hook', 'run', '-C', cwd);
  expect(sources.filter((source) => !source.startsWith('src/'))).toMatchInlineSnapshot(`
    [
      "@noble/hashes",
      "chalk",
      "diff",
      "fastest-levenshtein",
    ]
  `);
  expect(sources).not.toContain('src/cli/program/program.ts');
});
