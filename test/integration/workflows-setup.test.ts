import { chmodSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codegen } from '../../src/workflows/setup/codegen.ts';
import { doctor, type Patient } from '../../src/workflows/setup/doctor/doctor.ts';
import type { Finding } from '../../src/workflows/setup/doctor/examination.ts';
import { explainConfig } from '../../src/workflows/setup/explain-config.ts';
import { treeOf } from '../../src/workflows/versions/tree.ts';
import { openWorkspace } from '../../src/workspace/config/open-workspace.ts';
import { listSources } from '../../src/workspace/files/list-sources.ts';
import { openGit } from '../../src/workspace/git/open-git.ts';
import { lockfileFile } from '../../src/workspace/lockfile-file/lockfile-file.ts';
import { isolatedGit, temporaryFolder } from '../support/git-repository.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const treeIn = async (cwd: string) => treeOf(await listSources(await openWorkspace({ cwd })));

function patient(path: string, parts: Partial<Patient> = {}): Patient {
  const workspace = () => openWorkspace({ cwd: path });
  return {
    workspace,
    tree: () => treeIn(path),
    git: () => openGit(path, { env: isolatedGit(), cwd: path }),
    lockfile: async () => lockfileFile(await workspace()),
    registryAddress: async () => undefined,
    registry: async () => undefined,
    variables: {},
    directory: path,
    terminal: { isTTY: true, columns: 80, colors: 256 },
    ...parts,
  };
}

async function findings(path: string, parts: Partial<Patient> = {}): Promise<ReadonlyMap<string, Finding>> {
  const found = new Map<string, Finding>();
  // Of several findings of one check the worst counts here.
  for (const finding of (await doctor(patient(path, parts), 4000)).findings) {
    if (found.get(finding.check)?.status !== 'fail') found.set(finding.check, finding);
  }
  return found;
}

describe('the doctor', () => {
  test('has nothing to say against a project that works', async () => {
    const workspace = temporaryWorkspace({ '.git-hook': '' });
    workspace.write({ '.git/hooks/pre-commit': '#!/bin/sh\npromptlane check --staged\n' });
    const found = await findings(workspace.path, { variables: { OPENAI_API_KEY: 'key' } });
    for (const check of ['node', 'git', 'disk', 'terminal', 'repository', 'config', 'prompts', 'state folder', 'hook', 'keys']) {
      expect(found.get(check), check).toMatchObject({ status: 'ok' });
    }
  });

  test('works outside a project', async () => {
    const { findings: found, failures } = await doctor(patient(temporaryFolder().path), 4000);
    expect(failures).toBe(0);
    expect(found.map(({ check }) => check)).toEqual(expect.arrayContaining(['node', 'repository', 'config', 'registry']));
  });

  test.each<[what: string, files: Record<string, string>, check: string, expected: Partial<Finding>]>([
    [
      'a config that cannot be read',
      { 'promptlane.config.yaml': 'promts: x\n' },
      'config',
      { status: 'fail', kind: 'usage', message: expect.stringContaining('Did you mean "prompts"') },
    ],
    [
      'prompts with errors',
      { 'prompts/greet.prompt.yaml': 'mesages: 3\n' },
      'prompts',
      { status: 'fail', kind: 'validation', fix: 'promptlane check' },
    ],
    ['no lockfile', {}, 'lockfile', { status: 'warn', fix: 'promptlane lock' }],
    [
      'a lockfile with conflict markers',
      { 'promptlane.lock': '<<<<<<< a\n=======\n>>>>>>> b\n' },
      'lockfile',
      { status: 'fail', kind: 'conflict' },
    ],
    [
      'state that is committed',
      { '.promptlane/.gitignore': '*\n', '.promptlane/x': '', '.gitignore': '' },
      'state folder',
      { status: 'fail' },
    ],
    ['no hook', {}, 'hook', { status: 'warn' }],
    ['prompt files without a schema', {}, 'editor', { status: 'warn', fix: 'promptlane init' }],
    ['a key that is missing', {}, 'keys', { status: 'warn', message: expect.stringContaining('OPENAI_API_KEY') }],
    [
      'a provider that nobody knows',
      { 'prompts/greet.prompt.yaml': promptText('Hi').replace('openai/', 'opnai/') },
      'keys',
      { status: 'warn', message: expect.stringContaining('Did you mean "openai"') },
    ],
  ])('tells of %s', async (_what, files, check, expected) => {
    const workspace = temporaryWorkspace();
    workspace.write(files);
    if (files['.promptlane/x'] !== undefined) workspace.git('add', '--force', '.promptlane');
    expect((await findings(workspace.path)).get(check)).toMatchObject(expected);
  });

  test.skipIf(process.platform === 'win32')('tells of state that others can read', async () => {
    const { path } = temporaryWorkspace();
    mkdirSync(join(path, '.promptlane'));
    chmodSync(join(path, '.promptlane'), 0o755);
    expect((await findings(path)).get('state folder')).toMatchObject({ status: 'warn', fix: 'chmod 700 .promptlane' });
  });

  test('tells of a registry that is none, one that does not answer, and one whose clock is wrong', async () => {
    const server = createServer((request, response) => {
      response.setHeader('date', new Date(Date.now() + 600_000).toUTCString());
      response.writeHead(request.url === '/healthz' ? 200 : 404).end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { path } = temporaryWorkspace();
    const clock = await findings(path, { registryAddress: async () => ({ url, kind: 'native' as const }) });
    expect([clock.get('registry')?.status, clock.get('clock')]).toEqual([
      'ok',
      expect.objectContaining({ status: 'warn', message: expect.stringMatching(/^(?:599|600) s behind/) }),
    ]);
    expect(
      (await findings(path, { registryAddress: async () => ({ url: `${url}/elsewhere`, kind: 'native' as const }) })).get('registry'),
    ).toMatchObject({
      status: 'fail',
      kind: 'network',
      message: expect.stringContaining('answers 404'),
    });
    server.close();
    expect(
      (await findings(path, { registryAddress: async () => ({ url: 'http://127.0.0.1:1', kind: 'native' as const }) })).get('registry'),
    ).toMatchObject({
      status: 'fail',
      kind: 'network',
    });
  });

  test('never waits for what does not answer', async () => {
    const start = Date.now();
    const { findings: found } = await doctor(patient(temporaryFolder().path, { registryAddress: () => new Promise(() => {}) }), 300);
    expect(Date.now() - start).toBeLessThan(3000);
    expect(found).toContainEqual({ check: 'registry', status: 'warn', message: 'gave no answer within 0.3 s' });
  });

  test('tells no secret', async () => {
    const { path } = temporaryWorkspace();
    const diagnosis = await doctor(
      patient(path, { variables: { OPENAI_API_KEY: 'sk-hunter2hunter2', PROMPTLANE_TOKEN: 'hunter2' } }),
      4000,
    );
    expect(JSON.stringify(diagnosis)).not.toContain('hunter2');
  });
});

describe('config explain', () => {
  const explain = async (workspace: { path: string }, key?: string, variables = {}, registry?: string) =>
    explainConfig(key, await openWorkspace({ cwd: workspace.path }), { registry, variables });

  test('tells of every setting its value, source and meaning', async () => {
    const workspace = temporaryWorkspace({
      'promptlane.config.yaml':
        'prompts: texts\nenvironments:\n  staging: {}\n  live: { after: staging, odd: 1 }\nmodels:\n  providers:\n    mine: { kind: openai }\n',
    });
    const { file, settings } = await explain(workspace);
    const told = Object.fromEntries(settings.map(({ key, value, source }) => [key, [value, source]]));
    const at = (line: number) => ({ kind: 'file', file: 'promptlane.config.yaml', line });
    expect(file).toBe('promptlane.config.yaml');
    expect(told).toMatchObject({
      prompts: [['texts'], at(1)],
      evals: [['evals'], { kind: 'default' }],
      'environments.staging': [{}, at(3)],
      'environments.live.after': ['staging', at(4)],
      'environments.live.odd': [1, at(4)],
      'models.providers.mine.kind': ['openai', at(7)],
      'registry.url': [null, { kind: 'default' }],
    });
    expect(settings.filter(({ about, key }) => about === '' && key !== 'environments.live.odd')).toEqual([]);
  });

  test('finds the place in package.json', async () => {
    const workspace = temporaryFolder();
    workspace.write({ 'package.json': '{\n  "name": "x",\n  "promptlane": {\n    "prompts": "texts"\n  }\n}\n' });
    expect((await explain(workspace, 'prompts')).settings).toMatchObject([{ value: ['texts'], source: { file: 'package.json', line: 4 } }]);
  });

  test('lets a flag win over a variable, and that over the file', async () => {
    const workspace = temporaryWorkspace({ 'promptlane.config.yaml': 'registry: { url: "https://file.example" }\n' });
    const url = async (variables = {}, flag?: string) => (await explain(workspace, 'registry.url', variables, flag)).settings[0];
    const variables = { PROMPTLANE_REGISTRY_URL: 'https://user:pass@variable.example' };
    expect(await url()).toMatchObject({ value: 'https://file.example', source: { kind: 'file' } });
    expect(await url(variables)).toMatchObject({
      value: 'https://[secret]@variable.example',
      source: { kind: 'variable', name: 'PROMPTLANE_REGISTRY_URL' },
    });
    expect(await url(variables, 'https://flag.example')).toMatchObject({
      value: 'https://flag.example',
      source: { kind: 'flag', name: '--registry' },
    });
  });

  test('shows of a token that there is one', async () => {
    const { settings } = await explain(temporaryFolder(), 'registry.token', { PROMPTLANE_TOKEN: 'hunter2' });
    expect(settings).toMatchObject([{ value: '(set)', source: { kind: 'variable', name: 'PROMPTLANE_TOKEN' } }]);
  });

  test('takes a key above others, and names the one that was meant', async () => {
    const workspace = temporaryFolder();
    expect((await explain(workspace, 'registry')).settings.map(({ key }) => key)).toEqual([
      'registry.url',
      'registry.project',
      'registry.kind',
      'registry.token',
      'registry.apiKey',
      'registry.hosts',
    ]);
    await expect(explain(workspace, 'regstry.url')).rejects.toMatchObject({
      code: 'usage-invalid',
      message: expect.stringContaining('Did you mean "registry.url"'),
    });
  });
});

describe('codegen', () => {
  const run = async (workspace: TemporaryWorkspace, isCheck = false, name = 'types/prompts.ts') =>
    codegen({ file: join(workspace.path, name), isCheck }, await treeIn(workspace.path));

  test('writes a file once, leaves an equal one alone, and checks without writing', async () => {
    const workspace = temporaryWorkspace();
    expect(await run(workspace, true)).toMatchObject({ file: 'outdated' });
    expect(workspace.text('types/prompts.ts')).toBeUndefined();
    expect(await run(workspace)).toMatchObject({ file: 'written', prompts: 2 });
    expect(await run(workspace, true)).toMatchObject({ file: 'current' });
    workspace.write({ 'prompts/more.prompt.yaml': promptText('More') });
    expect(await run(workspace, true)).toMatchObject({ file: 'outdated' });
  });

  test('takes a checkout with other line ends for the same', async () => {
    const workspace = temporaryWorkspace();
    const { text } = await run(workspace);
    workspace.write({ 'types/prompts.ts': text.replaceAll('\n', '\r\n') });
    expect(await run(workspace, true)).toMatchObject({ file: 'current' });
  });

  test('never writes over a file of somebody else', async () => {
    const workspace = temporaryWorkspace({ 'src/index.ts': 'export {};\n' });
    await expect(run(workspace, false, 'src/index.ts')).rejects.toMatchObject({ code: 'usage-invalid' });
    expect(workspace.text('src/index.ts')).toBe('export {};\n');
  });

  test('does not start on prompts with errors', async () => {
    await expect(run(temporaryWorkspace({ 'prompts/bad.prompt.yaml': 'messages: 3\n' }))).rejects.toMatchObject({
      code: 'prompts-invalid',
    });
  });
});
