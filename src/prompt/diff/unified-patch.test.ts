import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type PatchedFile, unifiedPatch } from './unified-patch.ts';

const BASE = mkdtempSync(join(tmpdir(), 'promptlane-patch-'));
afterAll(() => rmSync(BASE, { recursive: true }));

const TOOLS = {
  git: ['git', 'apply', '--whitespace=nowarn', '-'],
  patch: ['patch', '-p1', '--binary', '--no-backup-if-mismatch', '--quiet'],
} as const;

/** What the real tool makes of the patch: the file that is there then, or nothing. */
function applied(tool: keyof typeof TOOLS, before: PatchedFile | undefined, after: PatchedFile | undefined, patch: string) {
  const folder = mkdtempSync(join(BASE, 'case-'));
  const at = (file: PatchedFile) => join(folder, file.path);
  if (before) {
    mkdirSync(dirname(at(before)), { recursive: true });
    writeFileSync(at(before), before.text);
  }
  const [command, ...args] = TOOLS[tool];
  execFileSync(command, args, { cwd: folder, input: patch, env: { ...process.env, GIT_CEILING_DIRECTORIES: BASE } });
  return {
    isBeforeLeft: before !== undefined && before.path !== after?.path && existsSync(at(before)),
    text: after && readFileSync(at(after), 'utf8'),
  };
}

const file = (path: string, text: string): PatchedFile => ({ path, text });
const numbered = (count: number, word: string) => Array.from({ length: count }, (_, index) => `${word} ${index}`).join('\n');

describe('unified patch', () => {
  test('shows the file, the place and three lines around the change', () => {
    expect(unifiedPatch(file('a/b.prompt.yaml', '1\n2\n3\n4\n5\n6\n'), file('a/b.prompt.yaml', '1\n2\n3\n4\nfive\n6\n'))).toBe(
      'diff --git a/a/b.prompt.yaml b/a/b.prompt.yaml\n--- a/a/b.prompt.yaml\n+++ b/a/b.prompt.yaml\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n',
    );
  });

  test('is empty for equal files', () => {
    expect(unifiedPatch(file('x', 'a\n'), file('x', 'a\n'))).toBe('');
  });

  test('keeps a name that could end a line inside its line', () => {
    const patch = unifiedPatch(undefined, file('a\n+++ b/evil\t"\\\u0007', 'x\n'));
    expect(patch).toContain('+++ "b/a\\n+++ b/evil\\t\\"\\\\\\007"\n');
    expect(patch.split('\n').filter((line) => line.startsWith('+++'))).toHaveLength(1);
  });
});

const CASES: readonly (readonly [what: string, before: PatchedFile | undefined, after: PatchedFile | undefined])[] = [
  ['a change', file('one.yaml', 'a\nb\nc\n'), file('one.yaml', 'a\nB\nc\n')],
  ['CRLF', file('crlf.yaml', 'a\r\nb\r\nc\r\n'), file('crlf.yaml', 'a\r\nB\r\nc\r\n')],
  ['line ends that change', file('ends.yaml', 'a\r\nb\r\n'), file('ends.yaml', 'a\nb\n')],
  ['a last line that gets its end', file('end.yaml', 'a\nb'), file('end.yaml', 'a\nb\n')],
  ['a last line that loses its end', file('no-end.yaml', 'a\nb\n'), file('no-end.yaml', 'a\nb')],
  ['CJK and emoji', file('名前.yaml', '你好\n👍\n'), file('名前.yaml', '你好世界\n👎\n')],
  ['a name with a space', file('my prompts/a b.yaml', 'a\n'), file('my prompts/a b.yaml', 'b\n')],
  ['a name in quotes', file('a "b".yaml', 'a\n'), file('a "b".yaml', 'b\n')],
  ['a new file', undefined, file('new/file.yaml', 'a\nb\n')],
  ['a new file without an end', undefined, file('new/no-end.yaml', 'a\nb')],
  ['a deleted file', file('old/file.yaml', 'a\nb\n'), undefined],
  ['a rename', file('old/name.yaml', 'a\nb\n'), file('new/name.yaml', 'a\nb\n')],
  ['a rename with a change', file('old/n.yaml', 'a\nb\nc\n'), file('new folder/n.yaml', 'a\nB\nc\n')],
  ['texts with nothing in common', file('large.yaml', `${numbered(4_000, 'a')}\n`), file('large.yaml', numbered(4_000, 'b'))],
];

describe.each(['git', 'patch'] as const)('applied by %s', (tool) => {
  test.each(CASES)('%s', (_what, before, after) => {
    expect(applied(tool, before, after, unifiedPatch(before, after))).toEqual({ isBeforeLeft: false, text: after?.text });
  });
});

test('an empty file comes and goes with git', () => {
  for (const [before, after] of [
    [undefined, file('empty.md', '')],
    [file('empty.md', ''), undefined],
  ] as const) {
    expect(applied('git', before, after, unifiedPatch(before, after))).toEqual({ isBeforeLeft: false, text: after?.text });
  }
});

test('any two texts: git makes the later one of the earlier, line for line', () => {
  const text = fc
    .array(fc.tuple(fc.constantFrom('a', 'b', '', '-x', '+x', '@@ -1 +1 @@', '\\ No', 'é'), fc.constantFrom('\n', '\r\n', '\n')), {
      maxLength: 12,
    })
    .chain((lines) =>
      fc.boolean().map((ended) => lines.map(([line, end], i) => (ended || i < lines.length - 1 ? line + end : line)).join('')),
    );
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 4 }), (before, after, context) => {
      fc.pre(before !== after && before !== '' && after !== '');
      const [left, right] = [file('f', before), file('f', after)];
      const patch = unifiedPatch(left, right, { context });
      expect(applied('git', left, right, patch).text).toBe(after);
    }),
    { numRuns: 60 },
  );
});
