import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import { applyFixes } from '../../src/prompt/document/edit/apply-fixes.ts';
import type { LibrarySource } from '../../src/prompt/library/library.ts';
import { readLibrary } from '../../src/prompt/library/read-library.ts';

const prompts = new URL('../../fixtures/prompts/', import.meta.url);
const SUFFIXES = [
  [/\.prompt\.yaml$/, 'prompt'],
  [/\.partial\.md$/, 'partial'],
  [/\.guardrail\.yaml$/, 'guardrail-set'],
] as const;

const sourcesIn = (folder: string): LibrarySource[] =>
  readdirSync(new URL(`${folder}/`, prompts))
    .sort()
    .flatMap((path) => {
      const text = readFileSync(new URL(`${folder}/${path}`, prompts), 'utf8');
      return SUFFIXES.flatMap(([suffix, kind]) => (suffix.test(path) ? [{ kind, path, id: path.replace(suffix, ''), text }] : []));
    });

const placeOf = ({ range, severity, rule }: Diagnostic) => `${range.line}:${range.column} ${severity} ${rule}`;

/** Every finding of every file in fixtures/prompts/invalid-together, which are read as one library. */
const TOGETHER: Record<string, readonly string[]> = {
  '+id-invalid.prompt.yaml': ['1:1 error id-invalid'],
  'circle.partial.md': [],
  'conflict-marker.partial.md': ['1:1 error conflict-marker'],
  'duplicate-id-a.prompt.yaml': [],
  'duplicate-id-b.prompt.yaml': ['1:1 error duplicate-id'],
  'expression-ignored.prompt.yaml': ['5:13 error expression-ignored'],
  'filter-refused.prompt.yaml': ['5:14 error filter-refused'],
  'filter-unknown-in-a-partial.partial.md': ['1:17 error filter-unknown'],
  'filter-unknown.prompt.yaml': ['5:14 error filter-unknown'],
  'foreign-syntax.prompt.yaml': ['5:7 error foreign-syntax'],
  'guardrail-set-missing.prompt.yaml': ['6:13 error guardrail-set-missing'],
  'input-unused.prompt.yaml': ['6:9 warning input-unused'],
  'nested-guardrail-set.guardrail.yaml': ['2:13 error nested-guardrail-set'],
  'not-reproducible.prompt.yaml': ['5:18 error not-reproducible'],
  'partial-cycle.prompt.yaml': ['5:7 error partial-cycle'],
  'partial-dynamic.prompt.yaml': ['5:7 error partial-dynamic'],
  'partial-missing.prompt.yaml': ['5:7 error partial-missing'],
  'pattern-invalid.prompt.yaml': ['7:17 error pattern-invalid'],
  'tag-refused.prompt.yaml': ['5:7 error tag-refused'],
  'tag-unknown.prompt.yaml': ['5:7 error tag-unknown'],
  'template-syntax.prompt.yaml': ['5:7 error template-syntax'],
  'variable-undeclared.prompt.yaml': ['5:10 error variable-undeclared', '6:16 warning input-unused'],
  'wrong-value.partial.md': ['2:11 error wrong-value'],
};

describe('files that are wrong among their neighbours', () => {
  const sources = sourcesIn('invalid-together');
  const { diagnostics } = readLibrary(sources);

  test('each fixture is in the table', () => {
    expect(sources.map(({ path }) => path)).toEqual(Object.keys(TOGETHER).sort());
  });

  test.each(Object.entries(TOGETHER))('%s', (path, places) => {
    expect(diagnostics.filter(({ file }) => file === path).map(placeOf)).toEqual(places);
  });
});

/** Found in files that would be too large to keep; their tests make them. */
const TOO_LARGE = ['partial-too-large', 'template-too-large', 'yaml-too-large'];

describe('every rule', () => {
  const source = (folder: string): string =>
    readdirSync(new URL(`../../src/prompt/${folder}/`, import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.ts$/.test(path) && !path.endsWith('.test.ts'))
      .map((path) => readFileSync(new URL(`../../src/prompt/${folder}/${path}`, import.meta.url), 'utf8'))
      .join('\n');
  const rules = [
    ...new Set(
      ['document', 'library', 'template'].flatMap((folder) =>
        [...source(folder).matchAll(/rule: '([a-z-]+)'/g)].map(([, rule]) => rule ?? ''),
      ),
    ),
  ];
  const alone = sourcesIn('invalid').flatMap((file) => readLibrary([file]).diagnostics);
  const seen = new Set([...alone, ...readLibrary(sourcesIn('invalid-together')).diagnostics].map(({ rule }) => rule));

  test.each(rules.filter((rule) => !TOO_LARGE.includes(rule)))('%s is found in a fixture', (rule) => {
    expect([...seen]).toContain(rule);
  });

  test.each(rules)('%s stands in the docs', (rule) => {
    expect(readFileSync(new URL('../../docs/prompt-files.md', import.meta.url), 'utf8')).toContain(`| \`${rule}\` |`);
  });
});

describe('repairs', () => {
  const repaired = (file: LibrarySource): string => {
    let { text } = file;
    for (let round = 0; round < 20; round += 1) {
      const next = applyFixes(text, readLibrary([{ ...file, text }]).diagnostics);
      if (next.fixed.length === 0) return text;
      text = next.text;
    }
    throw new Error(`${file.path} never ends being repaired.`);
  };

  test.each(['valid', 'invalid', 'invalid-together'].flatMap((folder) => sourcesIn(folder).map((file) => [file.path, file] as const)))(
    '%s: no finding that can be repaired is left, none is new, and twice is once',
    (_path, file) => {
      const text = repaired(file);
      const rulesOf = (one: string) => readLibrary([{ ...file, text: one }]).diagnostics;
      expect(rulesOf(text).filter(({ fix }) => fix !== undefined)).toEqual([]);
      expect(repaired({ ...file, text })).toBe(text);
    },
  );
});
