import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../base/json/canonical-json.ts';
import { type DatasetFormat, datasetFormat } from './dataset-format.ts';
import { parseDataset } from './parse-dataset.ts';

const fixture = (name: string) => {
  const text = readFileSync(new URL(`../../../fixtures/datasets/${name}`, import.meta.url), 'utf8');
  return parseDataset({ file: name, text, format: datasetFormat(name) as DatasetFormat });
};
const parse = (format: DatasetFormat, text: string) => parseDataset({ file: 'd', text, format });
const findings = (format: DatasetFormat, text: string) =>
  parse(format, text).diagnostics.map(({ range, rule, message }) => `${range.line}:${range.column} ${rule}: ${message}`);
const lines = (...rows: Json[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('parseDataset', () => {
  test.each(['triage.jsonl', 'triage.json', 'triage.yaml', 'triage.csv'])('reads the same cases from %s', (name) => {
    const { cases, diagnostics, digest } = fixture(name);

    expect(diagnostics).toEqual([]);
    expect(digest).toBe(fixture('triage.jsonl').digest);
    expect(cases.map(({ inputs, expected, tags, group }) => ({ inputs, expected, tags, group }))).toEqual([
      { inputs: { ticket: 'I was charged twice.' }, expected: { category: 'billing' }, tags: ['typical'], group: undefined },
      { inputs: { ticket: 'It crashes on start.' }, expected: { category: 'bug' }, tags: ['edge', 'critical'], group: 'thread-1' },
      { inputs: { ticket: 'How do I export?' }, expected: { category: 'other' }, tags: [], group: undefined },
    ]);
  });

  test('says where each row stands, whatever the format', () => {
    const rows = ['triage.jsonl', 'triage.json', 'triage.yaml', 'triage.csv'].map((name) =>
      fixture(name).cases.map(({ where }) => [where.line, where.column]),
    );

    expect(rows).toEqual([
      [
        [1, 1],
        [3, 1],
        [4, 1],
      ],
      [
        [2, 3],
        [3, 3],
        [4, 3],
      ],
      [
        [2, 3],
        [6, 3],
        [10, 3],
      ],
      [
        [2, 1],
        [3, 1],
        [4, 1],
      ],
    ]);
  });

  test('names a row by its id, by its description, or by its first text', () => {
    expect(fixture('triage.jsonl').cases.map(({ label }) => label)).toEqual(['double', 'It crashes on start.', 'export question']);
  });

  test('gives a row without id one from its content', () => {
    const [first] = parse('jsonl', lines({ ticket: 'a' })).cases;

    expect(first?.id).toBe(first?.caseId.slice(7, 19));
  });

  test('gives the published digests for a known dataset', () => {
    // printf '%s' '{"expected":"y","inputs":{"q":"x"},"kind":"case","v":1}' | sha256sum, and the same for the dataset
    const { cases, digest } = parse('jsonl', lines({ inputs: { q: 'x' }, expected: 'y', tags: ['t'], id: 'i' }));

    expect(cases[0]?.caseId).toBe('sha256:3eb7f5ac9a4c23dd73bebb9426293dd79ae7c7c992f4ee01d447cc05f1aa006c');
    expect(digest).toBe('sha256:dc40b929b34030277e60ebc8eb8167896fe497dce4e6b6658b1c7f7af85da83f');
  });

  test('keeps the ids of cases and the digest of the dataset when rows are shuffled', () => {
    const row = fc.record({ q: fc.string(), n: fc.integer(), expected: fc.string({ minLength: 1 }) });
    const rows = fc.uniqueArray(row, { minLength: 2, maxLength: 12, selector: (value) => JSON.stringify(value) });
    fc.assert(
      fc.property(
        rows.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const [before, after] = [parse('jsonl', lines(...list)), parse('jsonl', lines(...shuffled))];
          expect(after.digest).toBe(before.digest);
          expect(new Set(after.cases.map(({ caseId }) => caseId))).toEqual(new Set(before.cases.map(({ caseId }) => caseId)));
        },
      ),
    );
  });

  test('changes the digest with every input and every expectation', () => {
    const digests = [{ a: 1 }, { a: 2 }, { b: 1 }, { a: 1, expected: 1 }, { a: 1, expected: '1' }].map(
      (row) => parse('jsonl', lines(row)).digest,
    );

    expect(new Set(digests).size).toBe(digests.length);
  });

  test('tells a missing expectation from a null one of a mapping', () => {
    const [absent, nested] = parse('jsonl', lines({ a: 1, expected: null }, { a: 1, expected: { x: null } })).cases;

    expect(absent).not.toHaveProperty('expected');
    expect(nested?.expected).toEqual({ x: null });
  });
});

describe('findings of parseDataset', () => {
  test('point at the character where a line stops being JSON, and keep the other rows', () => {
    const text = '{"q":"a"}\n{"q":"b",}\n{"q":"c"\n{"q":"d"}\n{"q": nope}\n';

    expect(parse('jsonl', text).cases).toHaveLength(2);
    expect(findings('jsonl', text)).toEqual([
      '2:10 dataset-syntax: This line is not JSON, or nests without end.',
      '3:9 dataset-syntax: This line is not JSON, or nests without end.',
      '5:7 dataset-syntax: This line is not JSON, or nests without end.',
    ]);
  });

  test('name a row that nests without end, and keep the other rows', () => {
    const text = `{"q":"a"}\n{"q":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n{"q":"b"}\n`;
    expect(parse('jsonl', text).cases).toHaveLength(2);
    expect(findings('jsonl', text)).toEqual([expect.stringMatching(/^2:\d+ dataset-syntax: .*nests without end\.$/)]);
  });

  test('point at the line of a torn last row', () => {
    expect(findings('jsonl', '{"q":"a"}\n{"q":"b","expe')).toEqual(['2:15 dataset-syntax: This line is not JSON, or nests without end.']);
  });

  test('point into a JSON file of many lines', () => {
    expect(findings('json', '[\n  {"q": 1},\n  {"q": 2,}\n]')).toEqual([
      '3:11 dataset-syntax: This file is not JSON, or nests without end.',
    ]);
  });

  test.each([
    [
      'a row twice',
      'jsonl',
      lines({ q: 1 }, { q: 2 }, { id: 'x', inputs: { q: 1 } }),
      '3:1 dataset-duplicate: This row has the inputs and the expectation of line 1.',
    ],
    ['an id twice', 'jsonl', lines({ id: 'x', q: 1 }, { id: 'x', q: 2 }), '2:1 dataset-duplicate-id: The id "x" is taken by line 1.'],
    ['a row that is a list', 'jsonl', '[1]\n', '1:1 dataset-row: A row is a mapping of inputs, like {"ticket": "…"}.'],
    ['inputs that are a text', 'jsonl', lines({ inputs: 'x' }), '1:1 dataset-row-key: `inputs` must be a mapping of variables.'],
    [
      'a misspelt key beside inputs',
      'jsonl',
      lines({ inputs: {}, expectd: 1 }),
      '1:1 dataset-row-key: A row with `inputs` or `vars` has no key "expectd". Did you mean "expected"?',
    ],
    [
      'promptfoo assertions',
      'jsonl',
      lines({ vars: {}, assert: [] }),
      '1:1 dataset-row-key: A row with `inputs` or `vars` has no key "assert". Checks of a promptfoo test become `scorers` of the suite.',
    ],
    ['tags that are numbers', 'jsonl', lines({ q: 1, tags: [1] }), '1:1 dataset-row: `tags` must be a list of texts.'],
    ['a negative weight', 'jsonl', lines({ q: 1, weight: -1 }), '1:1 dataset-row: `weight` must be a number above 0.'],
    [
      'half a surrogate pair',
      'jsonl',
      '{"q":"\\ud800"}\n',
      '1:1 dataset-row: This row has no exact value: canonical JSON cannot hold a lone surrogate.',
    ],
    [
      'a number beyond the range',
      'jsonl',
      '{"q":1e999}\n',
      '1:1 dataset-row: This row has no exact value: canonical JSON cannot hold Infinity.',
    ],
    ['no rows', 'csv', 'a,b\n', '1:1 dataset-empty: This dataset has no rows.'],
    ['a JSON mapping', 'json', '{}', '1:1 dataset-not-a-list: A JSON dataset is a list of rows.'],
    ['a YAML mapping', 'yaml', 'a: 1\n', '1:1 dataset-not-a-list: A YAML dataset is a list of rows.'],
    ['a short CSV row', 'csv', 'a,b\n1\n', '2:1 dataset-row-width: This row has 1 values for 2 columns.'],
    ['a CSV column twice', 'csv', 'a,a\n1,2\n', '1:1 dataset-column: Two columns are called "a".'],
    ['a CSV column without a name', 'csv', 'a,\n1,2\n', '1:1 dataset-column: Column 2 has no name.'],
  ] as const)('name %s', (_what, format, text, expected) => {
    expect(findings(format, text)).toEqual([expected]);
  });

  test('name an open quote of a CSV at its line', () => {
    expect(findings('csv', 'a,b\n1,"x\n')[0]).toMatch(/^[23]:1 dataset-syntax: Quote Not Closed/);
  });

  test('warn that a weight changes nothing, and keep the row', () => {
    const { cases, diagnostics } = parse('jsonl', lines({ q: 1, weight: 2 }));

    expect(cases[0]?.weight).toBe(2);
    expect(diagnostics.map(({ severity, rule }) => [severity, rule])).toEqual([['warning', 'dataset-weight']]);
  });
});

describe('CSV', () => {
  test('keeps quotes, commas and newlines of quoted values and counts their lines', () => {
    const { cases } = parse('csv', 'q,expected\n"a ""b"", c\nd",x\n\nlast,y\n');

    expect(cases.map(({ inputs, expected, where }) => [inputs.q, expected, where.line])).toEqual([
      ['a "b", c\nd', 'x', 2],
      ['last', 'y', 5],
    ]);
  });

  test('takes CRLF and a byte order mark as no content', () => {
    const [row] = parse('csv', '\uFEFFq,expected\r\na,b\r\n').cases;

    expect([row?.inputs, row?.expected]).toEqual([{ q: 'a' }, 'b']);
  });

  test('keeps an empty input and drops an empty expectation', () => {
    const [row] = parse('csv', 'q,context,expected\nx,,\n').cases;

    expect(row?.inputs).toEqual({ q: 'x', context: '' });
    expect(row).not.toHaveProperty('expected');
  });
});
