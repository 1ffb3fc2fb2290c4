import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import type { LibrarySource } from '../../prompt/library/library.ts';
import { DEFAULT_ENVIRONMENTS } from '../../release/environment.ts';
import { withPins } from '../../release/lockfile/edit-lockfile.ts';
import { type BlobId, EMPTY_LOCKFILE } from '../../release/lockfile/lockfile.ts';
import { treeOf } from '../versions/tree.ts';
import { diffPair, diffTree } from './diff.ts';

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

describe('diffTree', () => {
  test('never shows a pin whose content is nowhere as a new prompt', async () => {
    const pin = { digest: digestOf('gone'), blob: 'b'.repeat(40) as BlobId, uses: new Map() };
    const lock = withPins(EMPTY_LOCKFILE, 'development' as never, new Map([[version.id, pin]]));
    await expect(diffTree(tree, lock, DEFAULT_ENVIRONMENTS, { load: async () => undefined })).rejects.toMatchObject({
      code: 'source-missing',
      message: expect.stringContaining('greet@development'),
    });
  });
});
