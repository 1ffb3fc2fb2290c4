import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { casesInMemory } from './case-source.ts';
import { diffCases, MOST_LISTED } from './diff-cases.ts';
import { parseDataset } from './parse-dataset.ts';

function casesOf(rows: readonly object[]) {
  return casesInMemory(parseDataset({ file: 'd.jsonl', text: rows.map((row) => JSON.stringify(row)).join('\n'), format: 'jsonl' }).cases);
}

describe('two datasets', () => {
  test('differ in cases, not in order, ids or tags', async () => {
    const before = casesOf([{ id: 'a', q: 1, expected: 'x' }, { q: 2 }, { q: 3, expected: 'old' }]);
    const after = casesOf([{ q: 3, expected: 'new' }, { id: 'b', q: 1, expected: 'x', tags: ['edge'] }, { q: 4 }]);
    const { added, removed, changed, counts } = await diffCases(before, after);
    expect(added.map(({ inputs }) => inputs)).toEqual([{ q: 4 }]);
    expect(removed.map(({ inputs }) => inputs)).toEqual([{ q: 2 }]);
    expect(changed.map((pair) => [pair.before.expected, pair.after.expected])).toEqual([['old', 'new']]);
    expect(counts).toEqual({ added: 1, removed: 1, changed: 1, same: 1 });
  });

  test('of conversations differ in what is said', async () => {
    const before = casesOf([{ turns: ['a'], expected: 'x' }, { turns: ['b'] }]);
    const after = casesOf([{ turns: ['a'], expected: 'y' }, { turns: ['c'] }]);
    expect((await diffCases(before, after)).counts).toEqual({ added: 1, removed: 1, changed: 1, same: 0 });
  });

  test('of which one is the other differ in nothing, and turned around what was added was removed', async () => {
    const rows = fc.uniqueArray(fc.record({ q: fc.nat(20), expected: fc.constantFrom('x', 'y') }), {
      selector: ({ q, expected }) => `${q} ${expected}`,
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(rows, rows, async (left, right) => {
        const [before, after] = [casesOf(left), casesOf(right)];
        expect((await diffCases(before, before)).counts).toEqual({ added: 0, removed: 0, changed: 0, same: before.count });
        const [there, back] = [await diffCases(before, after), await diffCases(after, before)];
        expect(there.counts).toMatchObject({ added: there.added.length, removed: there.removed.length, changed: there.changed.length });
        expect(there.counts.added).toBe(back.counts.removed);
        expect(there.counts.changed).toBe(back.counts.changed);
        expect(there.counts.same + there.counts.changed + there.counts.added).toBe(after.count);
        expect(there.counts.same + there.counts.changed + there.counts.removed).toBe(before.count);
      }),
    );
  });

  test('that have little in common are counted to the last case and listed to a limit', async () => {
    const rows = Array.from({ length: MOST_LISTED + 5 }, (_, q) => ({ q }));
    const { added, counts } = await diffCases(casesOf([]), casesOf(rows));
    expect([added.length, counts.added]).toEqual([MOST_LISTED, MOST_LISTED + 5]);
  });
});
