import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffCases } from './diff-cases.ts';
import { parseDataset } from './parse-dataset.ts';

function casesOf(rows: readonly object[]) {
  return parseDataset({ file: 'd.jsonl', text: rows.map((row) => JSON.stringify(row)).join('\n'), format: 'jsonl' }).cases;
}

describe('two datasets', () => {
  test('differ in cases, not in order, ids or tags', () => {
    const before = casesOf([{ id: 'a', q: 1, expected: 'x' }, { q: 2 }, { q: 3, expected: 'old' }]);
    const after = casesOf([{ q: 3, expected: 'new' }, { id: 'b', q: 1, expected: 'x', tags: ['edge'] }, { q: 4 }]);
    const { added, removed, changed, same } = diffCases(before, after);
    expect(added.map(({ inputs }) => inputs)).toEqual([{ q: 4 }]);
    expect(removed.map(({ inputs }) => inputs)).toEqual([{ q: 2 }]);
    expect(changed.map((pair) => [pair.before.expected, pair.after.expected])).toEqual([['old', 'new']]);
    expect(same).toBe(1);
  });

  test('of which one is the other differ in nothing, and turned around what was added was removed', () => {
    const rows = fc.uniqueArray(fc.record({ q: fc.nat(20), expected: fc.constantFrom('x', 'y') }), {
      selector: ({ q, expected }) => `${q} ${expected}`,
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, rows, (left, right) => {
        const [before, after] = [casesOf(left), casesOf(right)];
        expect(diffCases(before, before)).toEqual({ added: [], removed: [], changed: [], same: before.length });
        const [there, back] = [diffCases(before, after), diffCases(after, before)];
        expect(there.added.length).toBe(back.removed.length);
        expect(there.changed.length).toBe(back.changed.length);
        expect(there.same + there.changed.length + there.added.length).toBe(after.length);
        expect(there.same + there.changed.length + there.removed.length).toBe(before.length);
      }),
    );
  });
});
