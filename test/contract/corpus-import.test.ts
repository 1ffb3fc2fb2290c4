import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { importPrompts } from '../../src/workflows/authoring/import/import-prompts.ts';
import { treeOf } from '../../src/workflows/versions/tree.ts';
import { DEFAULT_CONFIG } from '../../src/workspace/config/config.ts';
import { listSources } from '../../src/workspace/files/list-sources.ts';

/** Real prompt files from public repositories; not part of the repository, so the test runs only beside them. */
const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

function root(): string {
  const path = mkdtempSync(join(tmpdir(), 'promptlane-corpus-'));
  roots.push(path);
  return path;
}

async function importFolder(directory: string, from?: string) {
  const workspace = { root: root(), config: DEFAULT_CONFIG, diagnostics: [] };
  const request = {
    paths: ['.'],
    directory,
    dryRun: false,
    force: false,
    failOnLoss: false,
    skipRefused: false,
    ...(from !== undefined && { from }),
  };
  const outcome = await importPrompts(request, { workspace, tree: treeOf(await listSources(workspace)) });
  return { outcome, tree: treeOf(await listSources(workspace)) };
}

describe.skipIf(!existsSync(corpus))('importing real files (skipped when ../shared/corpus is not there)', () => {
  test('of GitHub Models loses nothing', async () => {
    const { outcome, tree } = await importFolder(join(corpus, 'github-models'));
    expect(outcome.files).toHaveLength(readdirSync(join(corpus, 'github-models')).length);
    expect(outcome.losses).toEqual([]);
    expect(tree.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('of LangWatch, laid out as its project is, loses only what its server has', async () => {
    const flat = join(corpus, 'langwatch');
    const project = root();
    for (const name of readdirSync(flat)) {
      const [, ...path] = name.replace('langwatch__langwatch__sdks__', '').split('__examples__prompt');
      cpSync(join(flat, name), join(project, (path[0] ?? name).replace(/^[-_]cli__/, '').replaceAll('__', '/')));
    }
    const { outcome, tree } = await importFolder(project);
    expect(outcome.files.map(({ path }) => path).sort()).toEqual(['prompts/agent/performance.prompt.yaml', 'prompts/test2209.prompt.yaml']);
    expect(outcome.losses.map(({ field, message }) => [field, message])).toEqual([
      ['prompts.shared/ts-guidelines', 'Its file prompts/.materialized/shared/ts-guidelines.prompt.yaml is not among the given files.'],
    ]);
    expect(tree.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('of Fabric, which are texts, gives the text to the model as it is', async () => {
    const { outcome, tree } = await importFolder(join(corpus, 'fabric'), 'text');
    expect(outcome.files).toHaveLength(readdirSync(join(corpus, 'fabric')).length);
    expect(outcome.losses).toEqual([]);
    expect([...tree.library.prompts.values()].every(({ content }) => content.messages[0]?.role === 'system')).toBe(true);
  });
});
