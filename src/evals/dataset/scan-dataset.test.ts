import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DatasetFormat } from './dataset-format.ts';
import { parseDataset, parseDatasets } from './parse-dataset.ts';
import type { RowFile } from './rows/row-file.ts';
import { scanDataset } from './scan-dataset.ts';
import { selectCases } from './selection/select-cases.ts';

/** A file whose bytes come in pieces of these lengths, over and over. */
function pieces(text: string | Uint8Array, format: DatasetFormat, lengths: readonly number[], file = 'd'): RowFile {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return {
    file,
    format,
    async *open() {
      for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
        const to = from + (lengths[turn % lengths.length] ?? 1);
        yield bytes.slice(from, to);
        from = to;
      }
    },
  };
}

async function casesOf(file: RowFile) {
  const { selected, diagnostics, digest } = await scanDataset([file]);
  const cases = [];
  for await (const evalCase of selected) cases.push(evalCase);
  return { cases, diagnostics, digest };
}

const LENGTHS = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });
/** What breaks where texts are cut: signs of each format, line ends, characters of two, three and four bytes. */
const SIGNS = ['{', '}', '[', ']', ',', ':', '"', '""', '\\', '\n', '\r\n', 'a', 'é', '€', '😀', '1', 'null', ' '];
const ROWS = fc.array(fc.record({ q: fc.string({ unit: fc.constantFrom(...SIGNS) }), n: fc.nat(3) }), { maxLength: 6 });
const csvCell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const TEXTS: Readonly<Record<DatasetFormat, (rows: readonly { q: string; n: number }[]) => string>> = {
  jsonl: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  json: (rows) => JSON.stringify(rows, null, 2),
  csv: (rows) => ['q,n', ...rows.map(({ q, n }) => `${csvCell(q)},${n}`)].join('\r\n'),
  yaml: (rows) => rows.map((row) => `- ${JSON.stringify(row)}\n`).join(''),
};

describe('a dataset that is read in pieces', () => {
  test.each(Object.keys(TEXTS) as DatasetFormat[])(
    'has the cases, findings and digest of the whole text, wherever %s is cut',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(ROWS, LENGTHS, async (rows, lengths) => {
          const text = `\uFEFF${TEXTS[format](rows)}`;
          const whole = parseDataset({ file: 'd', text, format });
          expect(await scanned(pieces(text, format, lengths))).toEqual({
            digest: whole.digest,
            diagnostics: whole.diagnostics,
            count: whole.cases.length,
          });
          if (whole.diagnostics.length === 0) expect((await casesOf(pieces(text, format, lengths))).cases).toEqual(whole.cases);
        }),
        { numRuns: 60 },
      );
    },
  );

  test.each(['jsonl', 'json'] as const)('finds the same in broken %s, wherever it is cut', async (format) => {
    const noise = fc
      .array(fc.constantFrom(...SIGNS), { maxLength: 30 })
      .map((signs) => (format === 'json' ? `[${signs.join('')}` : signs.join('')));
    await fc.assert(
      fc.asyncProperty(noise, LENGTHS, async (text, lengths) => {
        const whole = parseDataset({ file: 'd', text, format });
        expect(await scanned(pieces(text, format, lengths))).toEqual({
          digest: whole.digest,
          diagnostics: whole.diagnostics,
          count: whole.cases.length,
        });
      }),
    );
  });

  test('is refused from the first byte that is not UTF-8, with its place', async () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('{"q":"ä"}\n{"q":"b'), 0xff, 0x22, 0x7d]);
    for (const length of [1, 2, 3, 100]) {
      const { diagnostics } = await scanDataset([pieces(bytes, 'jsonl', [length])]);
      expect(diagnostics.map(({ rule, range }) => [rule, range.line, range.column])).toEqual([['dataset-not-utf8', 2, 8]]);
    }
  });

  test('that ends in the middle of a character is no UTF-8 there', async () => {
    const bytes = new TextEncoder().encode('{"q":"ab"}\n€').slice(0, -1);
    expect((await scanDataset([pieces(bytes, 'jsonl', [4])])).diagnostics.map(({ rule }) => rule)).toEqual(['dataset-not-utf8']);
  });

  test('keeps no row that is longer than any case, and reads on after it', async () => {
    const long = `{"q":"${'x'.repeat(17 * 1024 * 1024)}"}\n{"q":"short"}\n`;
    const { diagnostics, count } = await scanDataset([pieces(long, 'jsonl', [1 << 20])]);
    expect([count, diagnostics.map(({ rule, range }) => [rule, range.line])]).toEqual([1, [['dataset-row-size', 1]]]);
  });
});

describe('several files', () => {
  const first = { file: 'a.jsonl', format: 'jsonl', text: '{"q":1}\n{"q":2}\n' } as const;
  const second = { file: 'b.csv', format: 'csv', text: 'q\nx\n' } as const;
  const files = [first, second].map(({ file, format, text }) => pieces(text, format, [3], file));

  test('are one dataset with one digest, in memory or not', async () => {
    const { digest, count } = await scanDataset(files);
    expect([digest, count]).toEqual([parseDatasets([first, second]).digest, 3]);
    expect((await scanDataset(files.toReversed())).digest).toBe(digest);
  });

  test('may not repeat a case, and the finding names the other file', async () => {
    const again = pieces('{"q":2}\n', 'jsonl', [9], 'c.jsonl');
    expect((await scanDataset([...files, again])).diagnostics).toMatchObject([
      { file: 'c.jsonl', rule: 'dataset-duplicate', message: 'This row has the inputs and the expectation of line 2 of a.jsonl.' },
    ]);
  });
});

describe('a selection of a file', () => {
  const rows = Array.from({ length: 60 }, (_, q) => ({ q, tags: [q % 5 === 0 ? 'edge' : 'typical', q % 7 === 0 ? 'slow' : 'fast'] }));
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const of = { train: 0.7, test: 0.3 };

  test.each([
    ['everything', {}],
    ['tags', { tags: ['edge'] }],
    ['tags without others', { tags: ['edge', 'typical'], not: ['slow'] }],
    ['a sample', { sample: 7 }],
    ['a part', { part: { name: 'test', of: Object.entries(of) } }],
    ['a sample of a part with tags', { tags: ['typical'], part: { name: 'train', of: Object.entries(of) }, sample: 5 }],
  ])('reads what the same selection in memory gives: %s', async (_what, selection) => {
    const expected = selectCases(parseDataset({ file: 'd', text, format: 'jsonl' }).cases, selection, 3);
    for (const mostKept of [0, text.length - 1, text.length]) {
      const file = pieces(text, 'jsonl', [50]);
      let readings = 0;
      const open = () => {
        readings += 1;
        return file.open();
      };
      const { selected } = await scanDataset([{ ...file, open }], { selection, seed: 3, mostKept });
      const read = [];
      for await (const evalCase of selected) read.push(evalCase);
      expect(read).toEqual(expected);
      expect(selected.count).toBe(expected.length);
      expect(readings).toBe(mostKept === text.length ? 1 : 2);
      expect(read.length).toBeGreaterThan(0);
    }
  });

  test('fails when the file has other cases than it had', async () => {
    let content = text;
    const file: RowFile = { file: 'd.jsonl', format: 'jsonl', open: () => pieces(content, 'jsonl', [50]).open() };
    const { selected } = await scanDataset([file]);
    content += '{"q":1000}\n';
    const read = async () => {
      for await (const _ of selected);
    };
    await expect(read()).rejects.toMatchObject({ code: 'dataset-changed' });
  });
});

describe('parts of a dataset', () => {
  const rows = Array.from({ length: 2000 }, (_, q) => ({ q, ...(q < 400 && { group: `g${q % 40}` }) }));
  const { cases } = parseDataset({ file: 'd', text: rows.map((row) => JSON.stringify(row)).join('\n'), format: 'jsonl' });
  const of = [
    ['train', 0.8],
    ['test', 0.2],
  ] as const;
  const partOf = (name: string) => selectCases(cases, { part: { name, of } }, 0);

  test('share no case, leave none out, and have about their shares', () => {
    const [train, held] = [partOf('train'), partOf('test')];
    expect(new Set([...train, ...held]).size).toBe(2000);
    expect(train.length + held.length).toBe(2000);
    expect(held.length / 2000).toBeGreaterThan(0.15);
    expect(held.length / 2000).toBeLessThan(0.25);
  });

  test('never part a group', () => {
    const groups = (name: string) => new Set(partOf(name).flatMap(({ group }) => group ?? []));
    const held = groups('test');
    expect([...groups('train')].filter((group) => held.has(group))).toEqual([]);
  });
});

async function scanned(file: RowFile) {
  const { digest, diagnostics, count } = await scanDataset([file]);
  return { digest, diagnostics, count };
}
