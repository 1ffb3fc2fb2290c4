import { describe, expect, test } from 'vitest';
import { FILE_START } from '../../base/diagnostic.ts';
import { breakingChanges } from '../../prompt/breaking/breaking-changes.ts';
import type { LibrarySource } from '../../prompt/library/library.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { EMPTY_LOCKFILE } from '../../release/lockfile/lockfile.ts';
import { DEFAULT_CONFIG } from '../../workspace/config/config.ts';
import type { CommitId } from '../../workspace/git/git.ts';
import { treeOf } from '../versions/tree.ts';
import { type BreakingDependencies, type BreakingRequest, breaking } from './breaking.ts';
import { breakingReport } from './breaking-report.ts';

function tree(texts: Record<string, string>) {
  const files = Object.entries(texts).map(([path, text]): LibrarySource => {
    const kind = path.endsWith('.md') ? 'partial' : 'prompt';
    return { kind, path: `prompts/${path}`, id: path.replace(/\.(prompt\.yaml|partial\.md)$/, ''), text };
  });
  return treeOf({ files, diagnostics: [] });
}
const prompt = (content: string, inputs = '') => `messages:\n  - role: user\n    content: '${content}'\n${inputs}`;

function judged(
  before: Record<string, string>,
  after: Record<string, string>,
  request: Partial<BreakingRequest> = {},
  more: Partial<BreakingDependencies> = {},
) {
  const dependencies: BreakingDependencies = {
    workspace: async () => ({ config: DEFAULT_CONFIG }),
    tree: async () => tree(after),
    indexTree: async () => tree(after),
    treeAt: async () => tree(before),
    lock: async () => EMPTY_LOCKFILE,
    lockAt: async () => EMPTY_LOCKFILE,
    pastVersions: async () => [],
    differingTrees: async () => [tree(before), tree(after)],
    registry: async () => undefined,
    versions: async () => ({ load: async () => undefined }),
    texts: async () => new Map(),
    blobIds: async () => [],
    git: async () => ({ mainBranchBase: async () => 'c'.repeat(40) as CommitId }),
    measure: async () => ({ countTokens: (text) => text.split(/\s+/).length, contextWindow: () => undefined }),
    classify: breakingChanges,
    ...more,
  };
  return breaking({ prompts: [], staged: false, ...request }, dependencies);
}

describe('a contract check', () => {
  const NEEDS = prompt('{{ name }}', 'inputs:\n  name: { type: string, required: true }\n');

  test('is breaking by one change of level error', async () => {
    const outcome = await judged({ 'a.prompt.yaml': prompt('Hi', 'inputs: {}\n') }, { 'a.prompt.yaml': NEEDS });
    expect(outcome).toMatchObject({ verdict: 'breaking', semver: 'major', before: 'git:cccccccccccc', after: 'working tree' });
  });

  test('counts nothing against a prompt that was invalid before', async () => {
    const outcome = await judged({ 'a.prompt.yaml': 'mesages: []\n' }, { 'a.prompt.yaml': NEEDS });
    expect(outcome).toMatchObject({
      verdict: 'compatible',
      changes: [],
      unreadable: new Map([['a', expect.stringMatching(/^prompts\/a/)]]),
    });
  });

  test('refuses prompts that are invalid now', async () => {
    await expect(judged({ 'a.prompt.yaml': NEEDS }, { 'a.prompt.yaml': 'mesages: []\n' })).rejects.toMatchObject({
      code: 'prompts-invalid',
    });
  });

  test('looks at the prompts named alone', async () => {
    const before = { 'a.prompt.yaml': prompt('Hi'), 'b.prompt.yaml': prompt('Hi') };
    const outcome = await judged(
      before,
      { 'a.prompt.yaml': prompt('Hey'), 'b.prompt.yaml': prompt('Hey') },
      { prompts: ['a' as PromptId] },
    );
    expect(new Set(outcome.changes.map((change) => change.prompt))).toEqual(new Set(['a']));
  });

  test.each([
    ['the earlier id', ['old']],
    ['the later id', ['young']],
  ])('sees a rename by %s alone', async (_which, named) => {
    const before = { 'old.prompt.yaml': prompt('Hi'), 'b.prompt.yaml': prompt('Hello') };
    const after = { 'young.prompt.yaml': prompt('Hi'), 'b.prompt.yaml': prompt('Hey') };
    const outcome = await judged(before, after, { prompts: named as PromptId[] });
    expect(outcome.changes.map((change) => [change.rule, change.prompt])).toEqual([['B402', 'young']]);
    expect([...outcome.prompts].sort()).toEqual(['old', 'young']);
  });

  test('follows an alias from the earlier id to what changed in the later prompt', async () => {
    const after = { 'young.prompt.yaml': `aliases: [old]\n${prompt('Hey', 'inputs: { name: { required: true } }\n')}` };
    const outcome = await judged({ 'old.prompt.yaml': prompt('Hi', 'inputs: {}\n') }, after, { prompts: ['old' as PromptId] });
    expect(outcome.changes.map((change) => [change.rule, change.prompt])).toContainEqual(['B104', 'young']);
  });

  test('says what a longer text costs, and measures nothing when no version is another', async () => {
    const [short, long] = [prompt('word '.repeat(100)), prompt('word '.repeat(200))];
    const outcome = await judged({ 'a.prompt.yaml': short }, { 'a.prompt.yaml': long });
    expect(outcome.changes.map(({ rule }) => rule)).toContain('E508');
    const measured: unknown[] = [];
    const measure: BreakingDependencies['measure'] = async (models) => {
      measured.push(models);
      return { countTokens: () => 0, contextWindow: () => undefined };
    };
    await judged({ 'a.prompt.yaml': short }, { 'a.prompt.yaml': `# a comment\n${short}` }, {}, { measure });
    expect(measured).toEqual([]);
    await judged({ 'a.prompt.yaml': short }, { 'a.prompt.yaml': long }, {}, { measure });
    expect(measured).toEqual([[undefined, undefined]]);
  });

  test('points at the file of a partial that changed, and at the lockfile for a prompt that is gone', async () => {
    const outcome = await judged(
      { 'a.prompt.yaml': prompt('{% render "tone" %}'), 'tone.partial.md': 'Be kind.', 'b.prompt.yaml': prompt('Bye') },
      { 'a.prompt.yaml': prompt('{% render "tone" %}'), 'tone.partial.md': 'Be very kind.' },
    );
    const { findings } = breakingReport(outcome, { version: '1', workspace: { root: '/repo/apps/bot', gitRoot: '/repo' } });
    expect(findings.map(({ rule, place }) => [rule, place])).toEqual(
      expect.arrayContaining([
        ['E506', { file: 'apps/bot/prompts/tone.partial.md', range: FILE_START }],
        ['B401', { file: 'apps/bot/promptlane.lock', range: FILE_START }],
      ]),
    );
  });
});
