import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/workflows/authoring/check.ts';
import { createPrompt } from '../../src/workflows/authoring/create-prompt.ts';
import { fileVersion } from '../../src/workflows/authoring/file-version.ts';
import { init } from '../../src/workflows/authoring/init.ts';
import { treeOf } from '../../src/workflows/versions/tree.ts';
import { openWorkspace } from '../../src/workspace/config/open-workspace.ts';
import { listSources } from '../../src/workspace/files/list-sources.ts';
import { temporaryFolder } from '../support/git-repository.ts';

async function opened(path: string) {
  const workspace = await openWorkspace({ cwd: path });
  const environments = workspace.config.environments.map(({ name }) => name as string);
  const sources = await listSources(workspace);
  return { workspace, sources, tree: treeOf(sources), root: workspace.root, environments };
}

describe('init', () => {
  test('gives a project that check finds nothing wrong with', async () => {
    const { path } = temporaryFolder();
    await init({ directory: path, bare: false, programAt: () => 'promptlane' });
    const project = await opened(path);

    expect(await check({ paths: [], directory: path }, project)).toMatchObject({ errors: 0, warnings: 0, diagnostics: [] });
  });

  test('overwrites nothing, and adds only the lines that git files lack', async () => {
    const { path, write } = temporaryFolder();
    write({ '.gitignore': 'node_modules/', 'promptlane.config.yaml': '# mine\n' });
    const { written, kept } = await init({ directory: path, bare: true, programAt: () => 'promptlane' });

    expect(readFileSync(join(path, '.gitignore'), 'utf8')).toBe('node_modules/\n.promptlane/\n');
    expect(readFileSync(join(path, 'promptlane.config.yaml'), 'utf8')).toBe('# mine\n');
    expect([written, kept]).toEqual([['.gitignore', '.gitattributes', 'schemas/promptlane'], ['promptlane.config.yaml']]);
  });

  test('renews the schemas for editors after an update', async () => {
    const { path, write } = temporaryFolder();
    await init({ directory: path, bare: true, programAt: () => 'promptlane' });
    const current = readFileSync(join(path, 'schemas/promptlane/prompt.schema.json'), 'utf8');
    write({ 'schemas/promptlane/prompt.schema.json': '{}' });

    expect((await init({ directory: path, bare: true, programAt: () => 'promptlane' })).written).toEqual(['schemas/promptlane']);
    expect(readFileSync(join(path, 'schemas/promptlane/prompt.schema.json'), 'utf8')).toBe(current);
  });

  test('run again changes nothing', async () => {
    const { path } = temporaryFolder();
    await init({ directory: path, bare: false, programAt: () => 'promptlane' });
    expect((await init({ directory: path, bare: false, programAt: () => 'promptlane' })).written).toEqual([]);
  });
});

describe('new', () => {
  test('creates a prompt that check finds nothing wrong with', async () => {
    const { path } = temporaryFolder();
    const before = await opened(path);
    const file = await createPrompt({ id: 'support/reply' }, before.workspace, before.tree);
    const project = await opened(path);

    expect(file).toBe('prompts/support/reply.prompt.yaml');
    expect((await check({ paths: [], directory: path }, project)).diagnostics).toEqual([]);
  });

  test.each(['true', '1', 'null', 'a/1e5'])('creates a valid prompt of the id %s', async (id) => {
    const { path } = temporaryFolder();
    const before = await opened(path);
    await createPrompt({ id, model: 'local/a: b' }, before.workspace, before.tree);
    const project = await opened(path);

    expect((await check({ paths: [], directory: path }, project)).diagnostics).toEqual([]);
    expect([...project.tree.library.prompts.values()]).toMatchObject([{ id, content: { model: 'local/a: b' } }]);
  });

  test('refuses an id that is taken, by a partial too', async () => {
    const { path, write } = temporaryFolder();
    write({ 'prompts/shared/tone.partial.md': 'Be brief.' });
    const { workspace, tree } = await opened(path);

    await expect(createPrompt({ id: 'shared/tone' }, workspace, tree)).rejects.toMatchObject({
      code: 'usage-invalid',
      message: expect.stringContaining('shared/tone.partial.md'),
    });
    await expect(createPrompt({ id: '../escape' }, workspace, tree)).rejects.toMatchObject({ code: 'reference-invalid' });
    expect(existsSync(join(path, '..', 'escape.prompt.yaml'))).toBe(false);
  });
});

describe('check', () => {
  const broken = 'messages:\n  - role: user\n    content: "{% if %}"\n';

  test('looks at what was named, and at nothing else', async () => {
    const { path, write } = temporaryFolder();
    write({ 'prompts/a/one.prompt.yaml': broken, 'prompts/b/two.prompt.yaml': broken });
    const project = await opened(path);

    expect(await check({ paths: ['prompts/a'], directory: path }, project)).toMatchObject({
      files: 1,
      errors: 1,
      diagnostics: [{ file: 'prompts/a/one.prompt.yaml' }],
    });
    expect(await check({ paths: ['two.prompt.yaml'], directory: join(path, 'prompts/b') }, project)).toMatchObject({
      files: 1,
      diagnostics: [{ file: 'prompts/b/two.prompt.yaml' }],
    });
  });

  test('takes a named file whatever its name, with the partials of the workspace', async () => {
    const { path, write } = temporaryFolder();
    write({
      'prompts/tone.partial.md': 'Be brief.',
      'elsewhere/my file.yml': 'messages:\n  - role: user\n    content: Hi {% render "tone" %}\n',
    });
    const project = await opened(path);

    expect(await check({ paths: ['elsewhere/my file.yml'], directory: path }, project)).toMatchObject({ files: 1, errors: 0 });
    expect(fileVersion({ path: 'elsewhere/my file.yml', directory: path }, project)).toMatchObject({
      id: 'my-file',
      partials: { size: 1 },
    });
  });

  test('knows a named file of the tree by its id, from any folder', async () => {
    const { path, write } = temporaryFolder();
    write({ 'prompts/a/one.prompt.yaml': 'messages:\n  - role: user\n    content: Hi\n' });
    const project = await opened(path);

    expect(fileVersion({ path: 'one.prompt.yaml', directory: join(path, 'prompts/a') }, project).id).toBe('a/one');
  });

  test('names a path that is not there', async () => {
    const { path } = temporaryFolder();
    const project = await opened(path);
    await expect(check({ paths: ['nowhere'], directory: path }, project)).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
