import { describe, expect, test } from 'vitest';
import { parseDataset } from '../parse-dataset.ts';
import { selectCases } from './select-cases.ts';

const rows = Array.from({ length: 50 }, (_, index) => ({ q: index, tags: index % 5 === 0 ? ['edge', 'slow'] : ['typical'] }));
const cases = (list: readonly object[]) =>
  parseDataset({ file: 'd', text: list.map((row) => JSON.stringify(row)).join('\n'), format: 'jsonl' }).cases;
const questions = (list: readonly { inputs: { q?: unknown } }[]) => list.map(({ inputs }) => Number(inputs.q));

describe('selectCases', () => {
  test('takes every case when nothing is asked', () => {
    expect(selectCases(cases(rows), {}, 0)).toHaveLength(50);
  });

  test('takes cases with any of the tags', () => {
    expect(questions(selectCases(cases(rows), { tags: ['edge', 'rare'] }, 0))).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45]);
  });

  test('draws the same sample from a shuffled file, in the order of that file', () => {
    const drawn = questions(selectCases(cases(rows), { sample: 10 }, 7));
    const fromReversed = questions(selectCases(cases([...rows].reverse()), { sample: 10 }, 7));

    expect(drawn).toHaveLength(10);
    expect(fromReversed).toEqual([...drawn].reverse());
  });

  test('draws another sample by another seed', () => {
    expect(questions(selectCases(cases(rows), { sample: 10 }, 8))).not.toEqual(questions(selectCases(cases(rows), { sample: 10 }, 7)));
  });
});
