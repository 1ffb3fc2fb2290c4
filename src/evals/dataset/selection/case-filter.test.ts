import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../base/digest.ts';
import { casesInMemory } from '../case-source.ts';
import type { EvalCase } from '../eval-case.ts';
import { type CaseFilter, filteredCases, filterText } from './case-filter.ts';

const CASES = Array.from(
  { length: 20 },
  (_, index): EvalCase => ({
    caseId: digestOf(`case ${index}`),
    id: `${index % 2 === 0 ? 'bill' : 'mail'}-${index}`,
    inputs: {},
    tags: index < 5 ? ['edge'] : ['typical'],
    label: '',
    where: { file: 'd.jsonl', line: index + 1, column: 1 },
  }),
);

async function left(filter: CaseFilter, seed = 0): Promise<string[]> {
  const source = await filteredCases(casesInMemory(CASES), filter, seed);
  const ids: string[] = [];
  for await (const { id } of source) ids.push(id);
  expect(source.count).toBe(ids.length);
  return ids;
}

describe('filteredCases', () => {
  test.each<[string, CaseFilter, string[]]>([
    ['by tag', { tags: ['edge', 'rare'] }, ['bill-0', 'mail-1', 'bill-2', 'mail-3', 'bill-4']],
    ['by a pattern of ids', { ids: ['mail-1*'] }, ['mail-1', 'mail-11', 'mail-13', 'mail-15', 'mail-17', 'mail-19']],
    ['by an id, which is no pattern and no start', { ids: ['mail-1'] }, ['mail-1']],
    ['by the digits that reports show', { ids: [CASES[3]?.caseId.slice(7, 19) ?? ''] }, ['mail-3']],
    ['by both, and then the first of them', { tags: ['typical'], ids: ['bill-*'], limit: 2 }, ['bill-6', 'bill-8']],
    ['by a text of id, label or tag', { text: 'MAIL-1', limit: 3 }, ['mail-1', 'mail-11', 'mail-13']],
    ['to nothing', { ids: ['x.*'] }, []],
  ])('narrows %s', async (_how, filter, ids) => {
    expect(await left(filter)).toEqual(ids);
  });

  test('tells which ids no case has', async () => {
    const missed = async (ids: string[]) => (await filteredCases(casesInMemory(CASES), { ids, limit: 1 }, 0)).missed;
    expect(await missed(['mail-1', 'mail-2', 'bill-*', 'post-*'])).toEqual(['mail-2', 'post-*']);
  });

  test('draws the same sample by the same seed, in the order of the file', async () => {
    const drawn = await left({ sample: 6 });
    expect(drawn).toHaveLength(6);
    expect(await left({ sample: 6 })).toEqual(drawn);
    expect(await left({ sample: 6 }, 1)).not.toEqual(drawn);
    expect(drawn).toEqual(CASES.map(({ id }) => id).filter((id) => drawn.includes(id)));
  });

  test('is told in words', () => {
    expect(filterText({ tags: ['a', 'b'], ids: ['x*'], limit: 3 })).toBe('tag a or b, id x*, the first 3');
  });
});
