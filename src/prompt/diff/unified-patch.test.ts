import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { unifiedPatch } from './unified-patch.ts';

const folder = mkdtempSync(join(tmpdir(), 'promptlane-patch-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the real `git apply` makes of the patch. */
function applied(before: string | undefined, patch: string, file: string): string | undefined {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  if (before !== undefined) writeFileSync(path, before);
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
    cwd: folder,
    input: patch,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) },
  });
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

const numbered = (count: number, word: string) => Array.from({ length: count }, (_, index) => `${word} ${index}`).join('\n');

describe('unified patch', () => {
  test('shows the file, the place and three lines around the change', () => {
    expect(unifiedPatch('1\n2\n3\n4\n5\n6\n', '1\n2\n3\n4\nfive\n6\n', { file: 'a/b.prompt.yaml' })).toBe(
      '--- a/a/b.prompt.yaml\n+++ b/a/b.prompt.yaml\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n',
    );
  });

  test('is empty for equal texts', () => {
    expect(unifiedPatch('a\n', 'a\n', { file: 'x' })).toBe('');
  });

  test.each([
    ['a change', 'a\nb\nc\n', 'a\nB\nc\n', 'one.yaml'],
    ['CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n', 'crlf.yaml'],
    ['a last line that gets its end', 'a\nb', 'a\nb\n', 'end.yaml'],
    ['a last line that loses its end', 'a\nb\n', 'a\nb', 'no-end.yaml'],
    ['CJK and emoji', '你好\n👍\n', '你好世界\n👎\n', '名前.yaml'],
    ['a name with a space', 'a\n', 'b\n', 'my prompts/a b.yaml'],
    ['a new file', undefined, 'a\nb\n', 'new/file.yaml'],
    ['a deleted file', 'a\nb\n', undefined, 'old/file.yaml'],
    ['texts with nothing in common', `${numbered(4_000, 'a')}\n`, numbered(4_000, 'b'), 'large.yaml'],
  ])('of %s is applied by git', (_what, before, after, file) => {
    expect(applied(before, unifiedPatch(before, after, { file }), file)).toBe(after);
  });
});
