import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { namedPathInside, pathInside } from './path-inside.ts';

describe('pathInside', () => {
  test.each([
    ['/a/b', '/a/b', ''],
    ['/a/b', '/a/b/c/d', 'c/d'],
    ['/a/b', '/a/b/..c', '..c'],
    ['/', '/a', 'a'],
    ['/a/b', '/a', undefined],
    ['/a/b', '/a/bc', undefined],
    ['/a/b', '/c', undefined],
  ])('%s calls %s %j', (folder, path, name) => {
    expect(pathInside(folder, path)).toBe(name);
  });
});

describe('namedPathInside', () => {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'promptlane-paths-')));
  afterAll(() => rmSync(top, { recursive: true }));
  mkdirSync(join(top, 'real/prompts'), { recursive: true });
  writeFileSync(join(top, 'real/prompts/a.yaml'), '');
  symlinkSync('a.yaml', join(top, 'real/prompts/b.yaml'));
  symlinkSync('real', join(top, 'link'));

  test.each([
    ['link', ''],
    ['link/prompts', 'prompts'],
    ['link/prompts/a.yaml', 'prompts/a.yaml'],
    ['link/prompts/b.yaml', 'prompts/b.yaml'],
    ['.', undefined],
  ])('%s is %j', (path, name) => {
    expect(namedPathInside(join(top, 'real'), join(top, path))).toBe(name);
  });
});
