import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceRange } from '../../base/diagnostic.ts';
import { readYaml } from './safe-yaml.ts';

const read = (text: string) => readYaml({ file: 'a.yaml', text });
const rulesOf = (text: string) => read(text).diagnostics.map(({ rule }) => rule);
const places = (text: string) => read(text).diagnostics.map(({ range, rule }) => `${range.line}:${range.column} ${rule}`);
const mended = (text: string) => {
  const fix = read(text).diagnostics[0]?.fix;
  return fix && text.slice(0, fix.start) + fix.text + text.slice(fix.end);
};

describe('readYaml', () => {
  test('gives plain JSON', () => {
    expect(read('a: 1\nb: [x, null, true, 0x1F, 1e3]\nc: { d: "é" }\n').value).toEqual({
      a: 1,
      b: ['x', null, true, 31, 1000],
      c: { d: 'é' },
    });
  });

  test('gives null for a file that says nothing', () => {
    expect(read('# nothing yet\n')).toMatchObject({ value: null, diagnostics: [] });
  });

  test('keeps `yes`, `no` and dates as texts', () => {
    expect(read('a: yes\nb: 2024-01-01\nc: 1_000').value).toEqual({ a: 'yes', b: '2024-01-01', c: '1_000' });
  });

  test('repeats what an alias names', () => {
    expect(read('a: &x { n: 1 }\nb: *x\nc: [*x]').value).toEqual({ a: { n: 1 }, b: { n: 1 }, c: [{ n: 1 }] });
  });

  test('gives no value when there is any error', () => {
    expect(read('a: 1\na: 2').value).toBeUndefined();
  });

  test('does not let a key reach the prototype', () => {
    read('__proto__: { admin: true }\nx: { __proto__: { admin: true } }');
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test('reads keys named like members of Object as they are', () => {
    expect(read('constructor: 1\ntoString: 2').value).toEqual({ constructor: 1, toString: 2 });
  });

  test('counts no column for a byte order mark', () => {
    const { value, diagnostics } = read('\uFEFFa: 1\n1: b');
    expect(value).toBeUndefined();
    expect(diagnostics[0]?.range).toMatchObject({ line: 2, column: 1, start: 6 });
    expect(places('\uFEFF1: b')).toEqual(['1:1 yaml-key']);
  });

  test('reads CRLF files like LF files', () => {
    const text = 'a: |\n  one\n  two\nb: "x\n  y"\nc: >-\n  f\n  g\n';
    expect(read(text.replaceAll('\n', '\r\n')).value).toEqual(read(text).value);
    expect(places('a: 1\r\nb: 2\r\na: 3\r\n')).toEqual(['3:1 yaml-duplicate-key']);
  });

  test('finds an unquoted template tag wherever a value can stand, and can mend it', () => {
    expect(mended('content: {{input}}\n')).toBe("content: '{{input}}'\n");
    expect(mended("- {{ it's }} here\n- b\n")).toBe("- '{{ it''s }} here'\n- b\n");
    expect(rulesOf('a: {% if x %}y{% endif %}')).toEqual(['yaml-unquoted-template']);
    expect(rulesOf('a: "{{input}}"\nb: |\n  {{input}}\nc: text {{input}}')).toEqual([]);
  });

  test('does not blame a tag in a block for a syntax error after it', () => {
    expect(places('a: |\n  Name: {{name}}\nb: [1\n')).toEqual(['4:1 yaml-syntax']);
  });

  test('finds a text that YAML cuts at a `#`, and leaves comments alone', () => {
    expect(places('a: use #tag now\n')).toEqual(['1:8 yaml-cut-text']);
    expect(mended('a: use #tag now\n')).toBe("a: 'use #tag now'\n");
    expect(rulesOf('a: use # a comment\nb: "use" #tag\nc: use#tag\nd: 1 #one\n')).toEqual([]);
  });

  test('names the line of the first of two equal keys', () => {
    expect(read('a: 1\nb: 2\na: 3').diagnostics[0]?.message).toContain('line 1');
  });

  test('reports every key that is no text', () => {
    expect(places('1: a\n? [x]\n: b\n<<: { a: 1 }\n"<<": fine\n"1": fine')).toEqual(['1:1 yaml-key', '2:3 yaml-key', '4:1 yaml-key']);
    expect(mended('1: a')).toBe('"1": a');
  });

  test('takes integers up to 2^53 and refuses what loses digits', () => {
    expect(read('a: 9007199254740991\nb: 1e30\nc: -0.5').value).toEqual({ a: 9007199254740991, b: 1e30, c: -0.5 });
    expect(rulesOf('a: 9007199254740992\nb: 0x20000000000000\nc: .inf\nd: -.inf\ne: .nan')).toEqual(Array(5).fill('yaml-number'));
  });

  test('stops after fifty broken lines', () => {
    expect(read('- "a" b\n'.repeat(80)).diagnostics).toHaveLength(50);
  });
});

/** Far above the 2 to 900 ms that they take, also on a busy machine: what matters is that none of them hangs or overflows. */
const BOUND_MS = 60_000;
const laughs = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...'bcdefghij'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefghij'[i]},`.repeat(9)}]`),
];

describe('bombs', () => {
  test.each([
    ['20,000 opening brackets', '['.repeat(20_000), '1:101 yaml-too-deep'],
    ['20,000 nested lists', '['.repeat(20_000) + ']'.repeat(20_000), '1:101 yaml-too-deep'],
    ['a megabyte of nested mappings', '{a: '.repeat(250_000), '1:401 yaml-too-deep'],
    ['a megabyte of nested list items', '- '.repeat(500_000), '1:201 yaml-too-deep'],
    ['a megabyte of nested keys', '? '.repeat(500_000), '1:201 yaml-too-deep'],
    ['1,000 levels of indentation', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), '102:102 yaml-too-deep'],
    ['a billion laughs', laughs.join('\n'), '6:23 yaml-alias'],
    ['an alias inside its own value', 'a: &a [1, *a]', '1:11 yaml-alias'],
    ['a mapping that holds itself', '&a\nb: { c: *a }', '2:9 yaml-alias'],
    [
      'aliases that nest each other',
      ['a0: &a0 []', ...Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} [[*a${i}]]`)].join('\n'),
      '51:13 yaml-alias',
    ],
    ['a megabyte of commas', `[${','.repeat(1_000_000)}`, '1:1001 yaml-syntax'],
    ['a megabyte of closing brackets', ']'.repeat(1_000_000), '1:1001 yaml-syntax'],
    ['a megabyte of anchors', '&a '.repeat(300_000), '1:3001 yaml-syntax'],
    ['a megabyte of documents', '---\n'.repeat(250_000), '1001:1 yaml-syntax'],
    ['a megabyte of directives', '%a\n'.repeat(300_000), '1001:1 yaml-syntax'],
    ['a megabyte of keys', Array.from({ length: 120_000 }, (_, i) => `k${i}:`).join('\n'), '87382:7 yaml-too-large'],
    ['more than a megabyte', `a: ${'x'.repeat(1_048_576)}`, '1:1 yaml-too-large'],
    ['more than a megabyte of UTF-8 in fewer characters', `a: ${'€'.repeat(400_000)}`, '1:1 yaml-too-large'],
  ])('%s: one located error, soon', (_name, text, finding) => {
    const start = performance.now();
    expect(places(text)).toEqual([finding]);
    expect(performance.now() - start).toBeLessThan(BOUND_MS);
  });

  test('a text of nearly a megabyte is no bomb', () => {
    const text = `a: |\n${'  a line of text\n'.repeat(60_000)}`;
    expect(read(text).value).toEqual({ a: 'a line of text\n'.repeat(60_000) });
  });

  test('10,000 keys are no bomb', () => {
    expect(Object.keys(read(Array.from({ length: 10_000 }, (_, i) => `k${i}: ${i}`).join('\n')).value as object)).toHaveLength(10_000);
  });
});

/** Texts that look like YAML more often than random characters do. */
const yamlish = fc
  .array(
    fc.constantFrom(
      'a',
      'b: ',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      '{{x}}',
      '"',
      "'",
      '|',
      '>-',
      '&a ',
      '*a',
      '#',
      '! ',
      ',',
      ': ',
      '\t',
      '\r\n',
      '---',
      '%',
      '1',
      '\u{1F600}',
      '\uFEFF',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('any text', () => {
  const liesWithin = ({ start, end, line, column, endLine, endColumn }: SourceRange, text: string) => {
    const lines = text.split('\n');
    return (
      start <= end &&
      end <= text.length &&
      line <= endLine &&
      endLine <= lines.length &&
      column >= 1 &&
      endColumn <= (lines[endLine - 1]?.length ?? 0) + 1
    );
  };

  test('is read without throwing, and every finding lies in it', () => {
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
        for (const { range } of read(text).diagnostics) expect(liesWithin(range, text), JSON.stringify({ text, range })).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('that is JSON says in YAML what it says in JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        fc.pre(!/"(?:__proto__|<<)":|[\u0000-\u001f\u007f]/.test(JSON.stringify(value)));
        const { value: seen, diagnostics } = read(JSON.stringify(value));
        fc.pre(
          !diagnostics.some(({ rule }) => rule === 'yaml-number' || rule === 'yaml-lone-surrogate' || rule === 'yaml-unquoted-template'),
        );
        expect(JSON.stringify(seen)).toBe(JSON.stringify(value));
      }),
    );
  });
});
