import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPromptId } from '../prompt/prompt.ts';
import { importedId, importedIdOf } from './imported-id.ts';
import { pathInTree } from './path-in-tree.ts';

describe('an imported id', () => {
  test('is one, and no path that climbs or hides, whatever the name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 300 }), fc.stringMatching(/^[./\\a-c-]{0,12}$/)), (name) => {
        const id = importedId(name);
        expect(isPromptId(id)).toBe(true);
        expect(id.split('/').some((segment) => /^(?:\.|con$|nul$)/i.test(segment))).toBe(false);
      }),
    );
  });

  test.each([
    ['My prompt', 'My-prompt'],
    ['shared/Tôn é', 'shared/Ton-e'],
    ['../../etc/passwd', 'etc/passwd'],
    ['C:\\x', 'C/x'],
    ['NUL.txt/con', 'NUL_.txt/con_'],
    ['日本', 'prompt'],
  ])('of %j is %s', (name, id) => {
    expect(importedId(name)).toBe(id);
  });

  test.each([
    ['a/prompts/team/greet.prompt.yml', 'team/greet'],
    ['prompts.json', 'prompts'],
    ['.github/prompts/a.prompt.yml', 'a'],
    ['docs/system.md', 'docs/system'],
  ])('of the file %s is %s', (path, id) => {
    expect(importedIdOf(path)).toBe(id);
  });
});

test.each([
  ['a/b.json', 'c.yaml', 'a/c.yaml'],
  ['a/b.json', '../c.yaml', 'c.yaml'],
  ['a/b.json', './x//c.yaml', 'a/x/c.yaml'],
  ['a/b.json', '../../c.yaml', undefined],
  ['b.json', '/etc/passwd', undefined],
  ['b.json', '~/c', undefined],
  ['b.json', 'file:c', undefined],
  ['b.json', 'C:\\c', undefined],
])('from %s, %s leads to %s', (file, named, path) => {
  expect(pathInTree(file, named)).toBe(path);
});
