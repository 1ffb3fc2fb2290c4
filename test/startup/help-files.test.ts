import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { succeed } from '../support/cli.ts';
import { temporaryFolder } from '../support/git-repository.ts';

const ROOT = new URL('../..', import.meta.url).href;

/** The files of the installed package that a command really loads, dynamic imports included. */
async function loadedFiles(...args: string[]): Promise<string[]> {
  const { path: cwd } = temporaryFolder();
  const coverage = join(cwd, 'coverage');
  await succeed(args, { cwd, env: { NODE_V8_COVERAGE: coverage } });
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
      "commander",
      "src/base/failure.ts",
      "src/cli/commands/author/check.ts",
      "src/cli/commands/author/diff.ts",
      "src/cli/commands/author/ls.ts",
      "src/cli/commands/author/render.ts",
      "src/cli/commands/author/show.ts",
      "src/cli/commands/evaluate/eval.ts",
      "src/cli/commands/index.ts",
      "src/cli/commands/registry/serve.ts",
      "src/cli/commands/release/apply.ts",
      "src/cli/commands/release/history.ts",
      "src/cli/commands/release/lock.ts",
      "src/cli/commands/release/plan.ts",
      "src/cli/commands/release/promote.ts",
      "src/cli/commands/release/push.ts",
      "src/cli/commands/release/rollback.ts",
      "src/cli/commands/release/status.ts",
      "src/cli/commands/release/unquarantine.ts",
      "src/cli/commands/release/verify.ts",
      "src/cli/commands/start/demo.ts",
      "src/cli/commands/start/init.ts",
      "src/cli/commands/start/new.ts",
      "src/cli/context.ts",
      "src/cli/exit-code.ts",
      "src/cli/main.ts",
      "src/cli/program.ts",
      "src/cli/register-command.ts",
      "src/cli/run-action.ts",
      "src/cli/terminal/printable.ts",
      "src/cli/terminal/terminal.ts",
      "src/cli/version.ts",
    ]
  `);
});

test.each(['--version', 'lock --help', 'help plan'])('%s loads what --help loads', async (command) => {
  expect(await sourcesLoadedBy(...command.split(' '))).toEqual(await sourcesLoadedBy('--help'));
});

/** What a commit hook must not pay for. */
const HEAVY = ['zod', 'ajv', 'yaml', 're2js', 'cosmiconfig', 'js-yaml', 'typescript', 'execa', 'simple-git', 'undici', 'ora', 'diff'];

describe('check of ten named files', () => {
  const { path: cwd, write } = temporaryFolder();
  const files = Array.from({ length: 10 }, (_, index) => `prompts/p${index}.prompt.yaml`);
  const text =
    'model: openai/gpt-4o-mini\ninputs:\n  name: { type: string }\nmessages:\n  - role: user\n    content: |-\n      Hello {{ name }}\n';
  write({ 'promptlane.config.yaml': 'prompts: prompts\n', ...Object.fromEntries(files.map((file) => [file, text])) });

  test('loads what reads and checks a prompt, and no heavy package', async () => {
    const sources = await sourcesLoadedBy('-C', cwd, 'check', ...files);
    expect(sources.filter((source) => HEAVY.includes(source))).toEqual([]);
    expect(sources.filter((source) => !source.startsWith('src/cli/commands/'))).toMatchInlineSnapshot(`
      [
        "@noble/hashes",
        "chalk",
        "commander",
        "fastest-levenshtein",
        "liquidjs",
        "src/base/canonical-json.ts",
        "src/base/code-point-order.ts",
        "src/base/diagnostic.ts",
        "src/base/digest.ts",
        "src/base/failure.ts",
        "src/base/json-depth.ts",
        "src/base/json-value.ts",
        "src/base/linear-regex.ts",
        "src/base/suggest.ts",
        "src/cli/completion/shells.ts",
        "src/cli/context.ts",
        "src/cli/exit-code.ts",
        "src/cli/flag-values.ts",
        "src/cli/json.ts",
        "src/cli/main.ts",
        "src/cli/program.ts",
        "src/cli/register-command.ts",
        "src/cli/render/author/check.ts",
        "src/cli/render/counted.ts",
        "src/cli/report-output.ts",
        "src/cli/run-action.ts",
        "src/cli/session/local-session.ts",
        "src/cli/session/once.ts",
        "src/cli/session/session.ts",
        "src/cli/terminal/color-level.ts",
        "src/cli/terminal/fit-help.ts",
        "src/cli/terminal/printable.ts",
        "src/cli/terminal/progress.ts",
        "src/cli/terminal/terminal.ts",
        "src/cli/usage-failure.ts",
        "src/cli/version.ts",
        "src/prompt/digest/normal-form.ts",
        "src/prompt/digest/schema-encoding.ts",
        "src/prompt/digest/version-normal-form.ts",
        "src/prompt/document/edit/edit.ts",
        "src/prompt/document/findings.ts",
        "src/prompt/document/meant-key.ts",
        "src/prompt/document/prompt-file/fold-parameters.ts",
        "src/prompt/document/prompt-file/guardrail-findings.ts",
        "src/prompt/document/prompt-file/input-findings.ts",
        "src/prompt/document/prompt-file/known-keys.ts",
        "src/prompt/document/prompt-file/message-findings.ts",
        "src/prompt/document/prompt-file/output-schema.ts",
        "src/prompt/document/prompt-file/prompt-of.ts",
        "src/prompt/document/prompt-file/without-nulls.ts",
        "src/prompt/document/read-guardrail-set.ts",
        "src/prompt/document/read-partial.ts",
        "src/prompt/document/read-prompt.ts",
        "src/prompt/document/rewriting.ts",
        "src/prompt/document/safe-json.ts",
        "src/prompt/document/safe-yaml.ts",
        "src/prompt/document/schema-findings.ts",
        "src/prompt/document/source-text.ts",
        "src/prompt/document/text-findings.ts",
        "src/prompt/document/write/scalar.ts",
        "src/prompt/document/yaml/convert.ts",
        "src/prompt/document/yaml/locate.ts",
        "src/prompt/document/yaml/path-text.ts",
        "src/prompt/document/yaml/plain-block-scalar.ts",
        "src/prompt/document/yaml/plain-flow.ts",
        "src/prompt/document/yaml/plain-scalar.ts",
        "src/prompt/document/yaml/plain-yaml.ts",
        "src/prompt/document/yaml/scalar-findings.ts",
        "src/prompt/document/yaml/span-of.ts",
        "src/prompt/document/yaml/syntax-findings.ts",
        "src/prompt/document/yaml/text-position.ts",
        "src/prompt/document/yaml/tokens.ts",
        "src/prompt/document/yaml/unquoted-template.ts",
        "src/prompt/library/assemble-library.ts",
        "src/prompt/library/bearing-on.ts",
        "src/prompt/library/check-partial.ts",
        "src/prompt/library/check-prompt.ts",
        "src/prompt/library/library-versions.ts",
        "src/prompt/library/parse-source.ts",
        "src/prompt/library/part-findings.ts",
        "src/prompt/library/read-library.ts",
        "src/prompt/prompt.ts",
        "src/prompt/schema/file-shapes.generated.ts",
        "src/prompt/schema/keys.ts",
        "src/prompt/schema/shape/keys-of.ts",
        "src/prompt/schema/shape/misfits.ts",
        "src/prompt/template/analyse-parsed.ts",
        "src/prompt/template/analyse-template.ts",
        "src/prompt/template/engine/bounded-value.ts",
        "src/prompt/template/engine/date-filters.ts",
        "src/prompt/template/engine/date-format.ts",
        "src/prompt/template/engine/engine.ts",
        "src/prompt/template/engine/filters.ts",
        "src/prompt/template/engine/list-filters.ts",
        "src/prompt/template/engine/parse-template.ts",
        "src/prompt/template/engine/partial-tag.ts",
        "src/prompt/template/engine/printed.ts",
        "src/prompt/template/foreign-syntax.ts",
        "src/prompt/template/named-partials.ts",
        "src/prompt/template/parse-finding.ts",
        "src/prompt/template/parsed-template.ts",
        "src/prompt/template/text-cache.ts",
        "src/prompt/template/text-position.ts",
        "src/prompt/template/variables-through.ts",
        "src/prompt/template/walk-template.ts",
        "src/release/environment.ts",
        "src/workflows/authoring/check.ts",
        "src/workflows/authoring/named-source.ts",
        "src/workflows/versions/tree.ts",
        "src/workspace/config/config-findings.ts",
        "src/workspace/config/config-of.ts",
        "src/workspace/config/config-shape.generated.ts",
        "src/workspace/config/config.ts",
        "src/workspace/config/environment-findings.ts",
        "src/workspace/config/find-config.ts",
        "src/workspace/config/open-workspace.ts",
        "src/workspace/config/read-config.ts",
        "src/workspace/files/decode-source.ts",
        "src/workspace/files/list-sources.ts",
        "src/workspace/files/path-inside.ts",
        "src/workspace/files/read-source.ts",
        "src/workspace/files/source-file.ts",
        "src/workspace/files/unreadable.ts",
      ]
    `);
  });

  test('loads the YAML package where a file is not plainly written, and then says the same', async () => {
    write({ 'prompts/folded.prompt.yaml': text.replace('|-', '>-') });
    expect(await sourcesLoadedBy('-C', cwd, 'check', 'prompts/folded.prompt.yaml')).toContain('yaml');
  });
});
