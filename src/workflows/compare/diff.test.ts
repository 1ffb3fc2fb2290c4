import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import type { LibrarySource } from '../../prompt/library/library.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { DEFAULT_ENVIRONMENTS } from '../../release/environment.ts';
import { withPins } from '../../release/lockfile/edit-lockfile.ts';
import { type BlobId, EMPTY_LOCKFILE } from '../../release/lockfile/lockfile.ts';
import { DEFAULT_CONFIG } from '../../workspace/config/config.ts';
import { treeOf } from '../versions/tree.ts';
import { diffPair, diffSides, isSame } from './diff.ts';
import { environmentSide } from './sides/environment-side.ts';
import type { Side } from './sides/side.ts';
import { treeSide } from './sides/tree-side.ts';

const greet: LibrarySource = {
  kind: 'prompt',
  path: 'prompts/greet.prompt.yaml',
  id: 'greet',
  text: 'messages:\n  - role: user\n    content: Hi\n',
};
const tree = treeOf({ files: [greet], diagnostics: [] });
const version = tree.versions.of('greet' as never);

describe('diffPair', () => {
  const asked = async (before: string, after?: string) => {
    const resolved: string[] = [];
    await diffPair(before, after, DEFAULT_ENVIRONMENTS, async (argument) => {
      resolved.push(argument);
      return version;
    });
    return resolved;
  };

  test.each([
    ['greet', undefined, ['greet', 'greet@development']],
    ['prompts/greet.prompt.yaml', undefined, ['prompts/greet.prompt.yaml', 'greet@development']],
    ['greet@production', undefined, ['greet@production', 'greet']],
    ['greet@production', 'other.yaml', ['greet@production', 'other.yaml']],
  ])('compares %s and %s', async (before, after, expected) => {
    expect(await asked(before, after)).toEqual(expected);
  });
});

/** A side that holds these texts as greetings. */
function side(name: string, texts: Record<string, string>): Side {
  const files = Object.entries(texts).map(
    ([id, text]): LibrarySource => ({
      kind: id.startsWith('shared/') ? 'partial' : 'prompt',
      path: `prompts/${id}.prompt.yaml`,
      id,
      text: id.startsWith('shared/') ? text : `messages:\n  - role: user\n    content: ${text}\n`,
    }),
  );
  return treeSide(name, treeOf({ files, diagnostics: [] }));
}

describe('two whole sides', () => {
  test('differ in what is new, gone and changed, and in what they share once', async () => {
    const tone = `'{% render "shared/tone" %}'`;
    const { prompts, shared } = await diffSides(
      side('main', { a: tone, b: tone, gone: 'Bye', 'shared/tone': 'Be kind.' }),
      side('working tree', { a: tone, b: tone, come: 'Hello', 'shared/tone': 'Be very kind.' }),
    );
    expect(prompts.map(({ id, before, after }) => [id, before !== undefined, after !== undefined])).toEqual([
      ['a', true, true],
      ['b', true, true],
      ['come', false, true],
      ['gone', true, false],
    ]);
    expect(shared.partials).toMatchObject([{ id: 'shared/tone', reaches: ['a', 'b'] }]);
  });

  test('tell a prompt that only has another id as renamed', async () => {
    const outcome = await diffSides(side('main', { old: 'Hi' }), side('working tree', { young: 'Hi' }));
    expect(outcome).toMatchObject({ prompts: [], renamed: new Map([['old', 'young']]) });
    expect(isSame(outcome)).toBe(false);
  });

  test('never show as new what was invalid before', async () => {
    const outcome = await diffSides(side('main', { a: "'{% if %}'", b: 'Hi' }), side('working tree', { a: 'Hi', b: 'Hi' }));
    expect(outcome.prompts).toEqual([]);
    expect([...outcome.unreadable]).toEqual([['a', expect.stringMatching(/^prompts\/a\.prompt\.yaml:3:/)]]);
  });

  test('are compared for the prompts named alone, and an unknown one is told', async () => {
    const [before, after] = [side('main', { a: 'Hi', b: 'Hi' }), side('working tree', { a: 'Hey', b: 'Hey' })];
    expect((await diffSides(before, after, ['b' as PromptId])).prompts.map(({ id }) => id)).toEqual(['b']);
    await expect(diffSides(before, after, ['bb' as PromptId])).rejects.toMatchObject({ code: 'reference-unknown' });
  });
});

test('a pin whose content is nowhere never shows as a new prompt', async () => {
  const pin = { digest: digestOf('gone'), blob: 'b'.repeat(40) as BlobId, uses: new Map() };
  const lock = withPins(EMPTY_LOCKFILE, 'development' as never, new Map([[version.id, pin]]));
  const before = await environmentSide(
    { kind: 'environment', environment: 'development' },
    {
      lock: async () => lock,
      lockAt: async () => lock,
      workspace: async () => ({ config: DEFAULT_CONFIG }),
      registry: async () => undefined,
      versions: async () => ({ load: async () => undefined }),
      texts: async () => new Map(),
    },
  );
  await expect(diffSides(before, treeSide('working tree', tree))).rejects.toMatchObject({
    code: 'source-missing',
    message: expect.stringContaining('greet@development'),
  });
});
