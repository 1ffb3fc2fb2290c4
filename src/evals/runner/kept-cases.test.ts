import { expect, test } from 'vitest';
import type { EvalCase } from '../dataset/eval-case.ts';
import { parseDataset } from '../dataset/parse-dataset.ts';
import { keptCases } from './kept-cases.ts';

const { cases } = parseDataset({
  file: 'cases.jsonl',
  format: 'jsonl',
  text: '{"inputs":{"a":1}}\n{"inputs":{"a":2}}\n{"inputs":{"a":3}}\n',
});

function counted() {
  const source = {
    readings: 0,
    async *[Symbol.asyncIterator]() {
      source.readings += 1;
      yield* cases;
    },
  };
  return source;
}

async function read(source: AsyncIterable<EvalCase>): Promise<EvalCase[]> {
  const found: EvalCase[] = [];
  for await (const one of source) found.push(one);
  return found;
}

test('few cases are read once', async () => {
  const source = counted();
  const kept = keptCases(source);
  expect(await read(kept)).toEqual(cases);
  expect(await read(kept)).toEqual(cases);
  expect(source.readings).toBe(1);
});

test('many are read again each time', async () => {
  const source = counted();
  const kept = keptCases(source, JSON.stringify(cases[0]).length);
  for (let time = 0; time < 2; time += 1) expect(await read(kept)).toEqual(cases);
  expect(source.readings).toBe(2);
});

test('a reading that stops in the middle is not taken for all', async () => {
  const kept = keptCases(counted());
  for await (const _ of kept) break;
  expect(await read(kept)).toEqual(cases);
});
