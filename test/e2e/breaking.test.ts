import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import sarif from '../../fixtures/sarif/sarif-2.1.0.schema.json' with { type: 'json' };
import breakingSchema from '../../schemas/breaking.schema.json' with { type: 'json' };
import { runHere } from '../support/command-line.ts';
import { temporaryClone, temporaryRepository } from '../support/git-repository.ts';
import { lockedWorkspace, promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const acceptsJson = new Ajv2020({ strict: false }).compile(breakingSchema);
const { $schema: _dialect, id: _id, ...sarifSchema } = sarif as Record<string, unknown>;
const acceptsSarif = addFormats.default(new Ajv({ strict: false, unicodeRegExp: false })).compile(sarifSchema);

/** The greeting asks for one thing more. */
const BREAKING = { 'prompts/greet.prompt.yaml': `${promptText('You greet {{ name }}.')}  name: { type: string, required: true }\n` };
const HARMLESS = { 'prompts/greet.prompt.yaml': promptText('You greet all people.') };

const breaking = (workspace: { readonly path: string }, ...args: string[]) => runHere(['breaking', ...args], { cwd: workspace.path });

describe('breaking', () => {
  let workspace: TemporaryWorkspace;
  beforeAll(async () => {
    workspace = await lockedWorkspace();
    workspace.write(BREAKING);
  });

  test.each<[what: string, args: string[]]>([
    ['where the branch began', []],
    ['a revision', ['--against', 'main']],
    ['HEAD', ['--against', 'git:HEAD']],
    ['an environment', ['--against', 'development']],
    ['the index', ['--against', 'index']],
    ['one prompt', ['greet', '--against', 'main']],
  ])('ends with 5 against %s', async (_what, args) => {
    const { exitCode, stdout } = await breaking(workspace, ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: expect.stringMatching(/greet\n {2}error {3}B104 .*name/) });
    expect(stdout).toMatch(/✗ .* → working tree, \d prompts?.*: 1 breaking change, .*A release would be a major version\.$/);
  });

  test('ends with 0 when nothing breaks, and warns', async () => {
    const harmless = await lockedWorkspace();
    harmless.write(HARMLESS);
    const { exitCode, stdout } = await breaking(harmless);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/warning E505 [\s\S]*✓ .*0 breaking changes, 1 warning/),
    });
  });

  test('leaves out prompts that are not named', async () => {
    expect(await breaking(workspace, 'answer', '--against', 'main')).toMatchObject({ exitCode: 0 });
  });

  test('checks what is staged, whatever the tree says', async () => {
    expect(await breaking(workspace, '--staged')).toMatchObject({ exitCode: 0 });
    workspace.git('add', '--all');
    expect(await breaking(workspace, '--staged')).toMatchObject({ exitCode: 5 });
    workspace.git('reset', '--quiet');
  });

  test('prints JSON as its schema says, with the hint for the next version', async () => {
    const { stdout, exitCode } = await breaking(workspace, '--json');
    const document = JSON.parse(stdout);
    expect(acceptsJson(document), JSON.stringify(acceptsJson.errors)).toBe(true);
    expect([exitCode, document.verdict, document.semver]).toEqual([5, 'breaking', 'major']);
  });

  test('prints SARIF, JUnit and workflow commands, for prompts of a folder below the top too', async () => {
    const { stdout } = await breaking(workspace, '--format', 'sarif');
    expect(acceptsSarif(JSON.parse(stdout)), JSON.stringify(acceptsSarif.errors)).toBe(true);
    expect(JSON.parse(stdout).runs[0].results[0].locations[0].physicalLocation.artifactLocation).toEqual({
      uri: 'prompts/greet.prompt.yaml',
    });
    expect((await breaking(workspace, '--format', 'junit')).stdout).toMatch(
      /^<\?xml .*\n<testsuites name="promptlane breaking" tests="\d" failures="1"/,
    );
    expect((await breaking(workspace, '--format', 'github')).stdout).toMatch(
      /^::error file=prompts\/greet\.prompt\.yaml,line=\d+,.*title=greet%3A B104::/m,
    );
  });

  test('writes the format to a file, and tells people the rest', async () => {
    const { stdout, exitCode } = await breaking(workspace, '--format', 'sarif', '--output', 'breaking.sarif');
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: expect.stringContaining('B104') });
    expect(JSON.parse(readFileSync(join(workspace.path, 'breaking.sarif'), 'utf8')).version).toBe('2.1.0');
  });

  test.each<[args: string[], stderr: RegExp]>([
    [['--format', 'xml'], /--format is one of text, json, junit, sarif, github, gitlab, not "xml"/],
    [['--json', '--format', 'sarif'], /two formats/],
    [['--environment', 'prodution'], /Did you mean "production"/],
    [['--against', 'nowhere'], /There is no commit "nowhere"/],
    [['nobody'], /has a prompt "nobody"/],
    [['a|b'], /\[reference-invalid\]/],
  ])('refuses %j', async (args, stderr) => {
    expect(await breaking(workspace, ...args)).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(stderr) });
  });
});

describe('levels and ignores', () => {
  test('the config changes levels, and an environment changes them again', async () => {
    const config =
      'environments: { development: {}, production: {} }\nbreaking: { rules: { B104: warn }, environments: { production: { B104: error } } }\n';
    const workspace = await lockedWorkspace({ 'promptlane.config.yaml': config });
    workspace.write(BREAKING);
    expect(await breaking(workspace)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/warning B104/) });
    expect(await breaking(workspace, '--environment', 'production')).toMatchObject({
      exitCode: 5,
      stdout: expect.stringMatching(/error {3}B104[\s\S]*with the levels of production/),
    });
  });

  test('a rule that nobody knows is an error of the config', async () => {
    const workspace = temporaryWorkspace({ 'promptlane.config.yaml': 'breaking: { rules: { B999: warn } }\n' });
    expect(await breaking(workspace)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/promptlane\.config\.yaml:1:\d+: .*B999/),
    });
  });

  test('an ignore with a reason accepts a change, one without does not, one of nothing is told', async () => {
    const workspace = await lockedWorkspace();
    const text = BREAKING['prompts/greet.prompt.yaml'];
    workspace.write({ 'prompts/greet.prompt.yaml': `# promptlane:ignore B104 All callers give the name.\n${text}` });
    const accepted = await breaking(workspace);
    expect(accepted).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/ignored B104 [\s\S]*because: All callers give the name\.[\s\S]*1 ignored/),
    });
    expect(JSON.parse((await breaking(workspace, '--json')).stdout).ignored).toMatchObject([{ reason: 'All callers give the name.' }]);
    expect((await breaking(workspace, '--format', 'github')).stdout).not.toContain('B104');
    expect((await breaking(workspace, '--format', 'sarif')).stdout).toContain('"justification": "All callers give the name."');

    workspace.write({ 'prompts/greet.prompt.yaml': `# promptlane:ignore B104\n${text}` });
    expect(await breaking(workspace)).toMatchObject({ exitCode: 5 });

    workspace.write({ 'prompts/greet.prompt.yaml': `# promptlane:ignore B206 Never happened.\n${promptText('You greet people.')}` });
    expect((await breaking(workspace)).stdout).toMatch(/Ignores\n {2}warning prompts\/greet\.prompt\.yaml:1:\d+ /);
  });

  test('text of strangers cannot command the runner', async () => {
    const workspace = await lockedWorkspace();
    const evil = '"%0A::error::pwned,file=x::\\r\\n::add-mask::y \\e[2J"';
    workspace.write({
      'prompts/greet.prompt.yaml': `${promptText('You greet {{ name }}.')}  name: { type: string, required: true, enum: [${evil}] }\n`,
    });
    for (const format of ['github', 'text', 'junit', 'sarif', 'json']) {
      const { stdout } = await breaking(workspace, '--format', format);
      expect(stdout.split(/[\r\n]/).filter((line) => /^\s*::(?!error file=|warning file=|notice file=)/.test(line))).toEqual([]);
      expect(stdout).not.toContain('\u001b');
    }
  });
});

describe('what there is to compare with', () => {
  test('nothing before the first commit: no change can break', async () => {
    const repository = temporaryRepository();
    repository.write({ 'prompts/greet.prompt.yaml': 'messages:\n  - role: user\n    content: Hi\n' });
    expect(await breaking(repository)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('nothing (no commit yet) → working tree'),
    });
  });

  test('a first commit has no parent', async () => {
    const workspace = temporaryWorkspace();
    expect(await breaking(workspace, '--against', 'HEAD~1')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('"HEAD~1"') });
    expect(await breaking(workspace)).toMatchObject({ exitCode: 0 });
  });

  test('a branch is compared with where it left main, committed or not', async () => {
    const workspace = await lockedWorkspace();
    workspace.git('checkout', '--quiet', '-b', 'topic');
    workspace.commit(BREAKING);
    workspace.git('checkout', '--quiet', 'main');
    workspace.commit({ 'prompts/answer.prompt.yaml': promptText('You answer all questions.') });
    workspace.git('checkout', '--quiet', 'topic');
    const { exitCode, stdout } = await breaking(workspace);
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: expect.stringContaining('B104') });
    expect(stdout).not.toContain('answer\n');
  });

  test('a shallow clone is refused with the fetch that helps, never compared with itself', async () => {
    const workspace = await lockedWorkspace();
    workspace.git('checkout', '--quiet', '-b', 'topic');
    workspace.commit(BREAKING);
    workspace.git('checkout', '--quiet', 'main');
    const clone = temporaryClone(workspace, '--depth', '1', '--branch', 'topic');
    expect(await breaking(clone)).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/fetch-depth: 0/) });
    expect(await breaking(clone, '--against', 'main')).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/fetch-depth: 0/) });
  });

  test('the branch of a pull request is the one that the machine tells', async () => {
    const origin = await lockedWorkspace();
    origin.git('checkout', '--quiet', '-b', 'develop');
    origin.commit(BREAKING);
    const clone = temporaryClone(origin);
    clone.git('checkout', '--quiet', '-b', 'topic');
    const at = (env: Record<string, string>) => runHere(['breaking'], { cwd: clone.path, env });
    expect(await at({ GITHUB_BASE_REF: 'develop' })).toMatchObject({ exitCode: 0 });
    expect(await at({ GITHUB_BASE_REF: 'main' })).toMatchObject({ exitCode: 5 });
  });

  test('outside a repository the failure says so', async () => {
    const { exitCode, stderr } = await runHere(['breaking'], { cwd: '/' });
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('[git-missing]') });
  });
});

describe('check', () => {
  test.each(['sarif', 'junit', 'github', 'json'])('prints its findings as %s', async (format) => {
    const workspace = temporaryWorkspace({ 'prompts/greet.prompt.yaml': 'model: openai/gpt-4o-mini\nmesages: []\n' });
    const { exitCode, stdout } = await runHere(['check', '--format', format], { cwd: workspace.path });
    expect(exitCode).toBe(3);
    expect(stdout).toContain('messages is missing');
    if (format === 'sarif') expect(acceptsSarif(JSON.parse(stdout)), JSON.stringify(acceptsSarif.errors)).toBe(true);
    if (format === 'github') expect(stdout).toMatch(/^::error file=prompts\/greet\.prompt\.yaml,line=1,/m);
  });
});
