import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import type { Failure } from '../../src/base/failure.ts';
import { DEFAULT_CONFIG } from '../../src/workspace/config/config.ts';
import { openWorkspace } from '../../src/workspace/config/open-workspace.ts';
import { temporaryFolder } from '../support/git-repository.ts';

/** What looks like a repository with these files, so that no config above it is looked for. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  folder.write({ ...files, '.git/HEAD': '' });
  return folder.path;
}
const opened = async (yaml: string) => (await openWorkspace({ cwd: project({ 'promptlane.config.yaml': yaml }) })).config;
const refused = async (files: Readonly<Record<string, string>> | string) => {
  const cwd = project(typeof files === 'string' ? { 'promptlane.config.yaml': files } : files);
  return openWorkspace({ cwd }).then(
    () => undefined,
    (error: Failure) => error,
  );
};
const said = async (files: Readonly<Record<string, string>> | string) => {
  const failure = await refused(files);
  return failure && `${failure.code} ${failure.where?.file}:${failure.where?.line}:${failure.where?.column} ${failure.message}`;
};

describe('a workspace', () => {
  test('without a config is the repository, with the defaults', async () => {
    const root = project({ 'a/b/x': '' });
    expect(await openWorkspace({ cwd: join(root, 'a/b') })).toEqual({ root, config: DEFAULT_CONFIG, diagnostics: [], gitRoot: root });
  });

  test('outside a repository is the folder asked about', async () => {
    const { path } = temporaryFolder();
    expect(await openWorkspace({ cwd: path })).toEqual({ root: path, config: DEFAULT_CONFIG, diagnostics: [] });
  });

  test('is the folder of the nearest config', async () => {
    const root = project({
      'promptlane.config.yaml': 'evals: outer\n',
      'app/promptlane.config.json': '{"evals": "inner"}',
      'app/src/x': '',
    });
    const workspace = await openWorkspace({ cwd: join(root, 'app/src') });
    expect(workspace).toMatchObject({ root: join(root, 'app'), configFile: join(root, 'app/promptlane.config.json'), gitRoot: root });
    expect(workspace.config.evals).toEqual(['inner']);
  });

  test('is that of a config that is named, wherever in the repository it is', async () => {
    const root = project({ 'promptlane.config.yaml': 'evals: outer\n', 'app/ci.yaml': 'evals: named\n', 'web/x': '' });
    const workspace = await openWorkspace({ cwd: join(root, 'web'), config: '../app/ci.yaml' });
    expect(workspace).toMatchObject({ root: join(root, 'app'), configFile: join(root, 'app/ci.yaml'), config: { evals: ['named'] } });
  });

  test('obeys the member of a package.json that is named', async () => {
    const root = project({ 'app/package.json': '{ "promptlane": { "evals": "member" } }', 'other/package.json': '{}' });
    expect((await openWorkspace({ cwd: root, config: 'app/package.json' })).config.evals).toEqual(['member']);
    await expect(openWorkspace({ cwd: root, config: 'other/package.json' })).rejects.toMatchObject({ code: 'usage-invalid' });
  });

  test('refuses a named config that is not there, is code, or is outside, behind a link too', async () => {
    const outer = temporaryFolder();
    outer.write({ 'own.yaml': 'evals: outer\n', 'repository/.git/HEAD': '', 'repository/config.js': '' });
    const cwd = join(outer.path, 'repository');
    symlinkSync('../own.yaml', join(cwd, 'linked.yaml'));
    const codeOf = (config: string) =>
      openWorkspace({ cwd, config }).then(
        () => 'obeyed',
        (error: Failure) => error.code,
      );
    expect(await Promise.all(['missing.yaml', 'config.js', '../own.yaml', 'linked.yaml'].map(codeOf))).toEqual([
      'file-unreadable',
      'usage-invalid',
      'usage-invalid',
      'usage-invalid',
    ]);
  });

  test('does not obey a config above its repository', async () => {
    const outer = temporaryFolder();
    outer.write({ 'promptlane.config.yaml': 'evals: outer\n', 'repository/.git/HEAD': '' });
    expect((await openWorkspace({ cwd: join(outer.path, 'repository') })).config).toEqual(DEFAULT_CONFIG);
  });

  test.each([
    ['promptlane.config.yml', 'evals: found\n'],
    ['promptlane.config.json', '{ "evals": "found" }'],
    ['.promptlanerc', 'evals: found\n'],
    ['package.json', '{\n\t"name": "x",\n\t"promptlane": { "evals": "found" }\n}\n'],
  ])('is configured by %s', async (name, text) => {
    expect((await openWorkspace({ cwd: project({ [name]: text }) })).config.evals).toEqual(['found']);
  });

  test.each([
    ['a package.json of someone else', { 'package.json': '{ "name": "promptlane", "keywords": ["promptlane"] }' }],
    ['a broken package.json', { 'package.json': '{ "promptlane": ' }],
  ])('passes over %s', async (_case, files) => {
    expect((await openWorkspace({ cwd: project(files) })).config).toEqual(DEFAULT_CONFIG);
  });

  test('runs no code of the repository, and loads neither its loaders nor typescript', async () => {
    const mark = (name: string) => `require('node:fs').writeFileSync(${JSON.stringify(name)}, '');`;
    const root = project({
      '.config/config.js': mark('ran-1'),
      '.config/config.cjs': mark('ran-2'),
      'promptlane.config.js': mark('ran-3'),
      'promptlane.config.ts': mark('ran-4'),
      '.promptlanerc.js': mark('ran-5'),
      'package.json': '{ "cosmiconfig": { "searchPlaces": ["evil.js"] }, "promptlane": { "$import": "./evil.js" } }',
      'evil.js': mark('ran-6'),
    });
    const module = join(import.meta.dirname, '../../src/workspace/config/open-workspace.ts');
    const script = `
      const { openWorkspace } = await import(${JSON.stringify(module)});
      const outcome = await openWorkspace({ cwd: process.cwd() }).then(() => 'opened', (error) => error.message);
      const { createRequire } = await import('node:module');
      const loaded = Object.keys(createRequire(${JSON.stringify(module)}).cache);
      console.log(JSON.stringify({ outcome, typescript: loaded.some((file) => file.includes('/typescript/')) }));`;
    const tsx = join(import.meta.dirname, '../../node_modules/tsx/dist/loader.mjs');
    const output = execFileSync(process.execPath, ['--import', tsx, '--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual({ outcome: 'Unknown key "$import".', typescript: false });
    expect([1, 2, 3, 4, 5, 6].filter((number) => existsSync(join(root, `ran-${number}`)))).toEqual([]);
  });

  test('needs a folder that is there', async () => {
    const root = project({ file: '' });
    await expect(openWorkspace({ cwd: join(root, 'nowhere') })).rejects.toMatchObject({ code: 'workspace-missing' });
    await expect(openWorkspace({ cwd: join(root, 'file') })).rejects.toMatchObject({ code: 'workspace-missing' });
  });
});

describe('a config', () => {
  test.each(['', '# nothing yet\n', '{}\n'])('that says nothing asks for the defaults: %j', async (yaml) => {
    expect(await opened(yaml)).toEqual(DEFAULT_CONFIG);
  });

  test('takes one folder or several, written any way', async () => {
    expect(await opened('prompts: [./prompts/, prompts, packages/a//prompts, "."]\nevals: ./\nvendor: ./v/\n')).toMatchObject({
      prompts: ['prompts', 'packages/a/prompts', '.'],
      evals: ['.'],
      vendor: 'v',
    });
  });

  test('keeps environments in the order of the file, also those that look like numbers', async () => {
    const { environments } = await opened('environments:\n  qa: {}\n  "2":\n    after: qa\n  "1": { after: "2" }\n');
    expect(environments).toEqual([
      { name: 'qa', policy: {} },
      { name: '2', policy: { after: 'qa' } },
      { name: '1', policy: { after: '2' } },
    ]);
  });

  test('keeps a policy as it is written, unknown members included, and flags those', async () => {
    const yaml =
      'environments:\n  production:\n    require: { evidence: [{ suite: t }], later: null }\n    freeze: [{ tz: UTC }]\n    requires: { x: 1 }\n';
    const { config, diagnostics } = await openWorkspace({ cwd: project({ 'promptlane.config.yaml': yaml }) });
    expect(config.environments[0]?.policy).toEqual({
      require: { evidence: [{ suite: 't' }], later: null },
      freeze: [{ tz: 'UTC' }],
      requires: { x: 1 },
    });
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        rule: 'config-unknown-key',
        message: 'Unknown key "environments.production.requires". Did you mean "require"?',
        range: { line: 5, column: 5 },
      },
    ]);
  });

  test('names registry and models', async () => {
    const { registry, models } = await opened(
      'registry: { url: "https://prompts.acme.dev/", project: acme }\nmodels: { default: openai/gpt-4o-mini, providers: { local: { kind: openai, baseUrl: "http://127.0.0.1:11434/v1", apiKeyEnv: LOCAL_KEY } }, prices: { local/mine: { input: 0.3, output: 1.2 } } }\n',
    );
    expect(registry).toEqual({ url: 'https://prompts.acme.dev', project: 'acme', kind: 'native' });
    expect(models).toEqual({
      default: 'openai/gpt-4o-mini',
      providers: new Map([['local', { kind: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', apiKeyEnv: 'LOCAL_KEY' }]]),
      prices: new Map([['local/mine', { input: 0.3, output: 1.2 }]]),
    });
  });

  test.each([
    ['enviroments: {}\n', '1:1 Unknown key "enviroments". Did you mean "environments"?'],
    ['registry:\n  prject: x\n', '2:3 Unknown key "registry.prject". Did you mean "project"?'],
    [
      'models: { providers: { local: { kind: openai, baseURL: "http://x" } } }\n',
      '1:47 Unknown key "models.providers.local.baseURL". Did you mean "baseUrl"?',
    ],
    ['prompts: 3\n', '1:10 "prompts" must be a text.'],
    ['prompts: []\n', '1:10 "prompts" must not be empty.'],
    ['prompts: [a, 3]\n', '1:14 "prompts.1" must be a text.'],
    ['prompts: ../other\n', '1:10 "prompts" must be a folder inside the workspace'],
    ['prompts: a/../../b\n', '"prompts" must be a folder inside the workspace'],
    ['evals: /etc\n', '"evals" must be a folder inside the workspace'],
    ['vendor: C:\\x\n', '"vendor" must be a folder inside the workspace'],
    ['environments: []\n', '1:15 "environments" must be a mapping.'],
    ['environments: {}\n', '1:15 "environments" must name at least one.'],
    ['environments:\n  Prod: {}\n', '2:3 "Prod" must be lower-case letters'],
    ['environments:\n  a: { after: b }\n', '2:15 "a" comes after "b", which is not an environment.'],
    ['environments:\n  staging: {}\n  production: { after: stagin }\n', 'Did you mean "staging"?'],
    [
      'breaking:\n  environments:\n    prodution: { B101: info }\n',
      '3:5 "breaking.environments" sets levels for "prodution", which is not an environment. Did you mean "production"?',
    ],
    ['environments:\n  a: { after: b }\n  b: {}\n', '2:15 "a" comes after "b", so "b" must stand above it.'],
    ['environments:\n  a: { after: a }\n', 'so "a" must stand above it.'],
    ['environments:\n  a: { require: yes }\n', '2:17 "environments.a.require" must be a mapping.'],
    ['registry: { kind: other }\n', '1:19 "registry.kind" must be "native" or "langwatch".'],
    ['registry: { url: "ftp://x" }\n', '"registry.url" must be an http(s) URL without credentials.'],
    ['registry: { url: "https://me:secret@x.dev" }\n', '"registry.url" must be an http(s) URL without credentials.'],
    ['models: { providers: { a: { kind: openai, apiKeyEnv: sk-12345 } } }\n', 'must be the name of an environment variable'],
    ['models: { prices: { gpt-4o: { input: 1 } } }\n', '"gpt-4o" must be provider/model.'],
    ['models: { prices: { a/b: { input: -1 } } }\n', '"models.prices.a/b.input" must be at least 0.'],
    ['models: { providers: { a: { kind: ai-sdk, module: ../../x.mjs } } }\n', 'must be a JavaScript module'],
    ['models: { default: gpt-4o }\n', '"models.default" must be provider/model.'],
    ['a: 1\na: 2\n', '2:1 "a" is given twice; the first is on line 1.'],
    ['a: [\n', 'config-invalid promptlane.config.yaml:'],
    ['- a\n', '1:1'],
  ])('refuses %j at its place', async (yaml, expected) => {
    const refusal = await said(yaml);
    expect(refusal).toContain(expected);
    expect(refusal).toMatch(/^config-invalid promptlane\.config\.yaml:/);
  });

  test('never repeats what may be a key', async () => {
    const failure = await refused(
      'models: { providers: { a: { kind: openai, apiKeyEnv: sk-12345 } } }\nregistry: { url: "https://me:secret@x.dev" }\n',
    );
    expect(JSON.stringify([failure?.message, failure?.hint, failure?.details])).not.toMatch(/sk-12345|secret/);
  });

  test('points into package.json', async () => {
    expect(await said({ 'package.json': '{\n  "promptlane": {\n    "evalz": "x"\n  }\n}\n' })).toBe(
      'config-invalid package.json:3:5 Unknown key "evalz". Did you mean "evals"?',
    );
  });

  test('tells every error at once, the first in front', async () => {
    const failure = await refused('registry:\n  kind: x\nevalz: y\n');
    expect(failure?.message).toBe('"registry.kind" must be "native" or "langwatch". (1 more in this file)');
    const findings = failure?.details as Diagnostic[] | undefined;
    expect(findings?.map(({ range }) => range.line).sort()).toEqual([2, 3]);
  });
});
