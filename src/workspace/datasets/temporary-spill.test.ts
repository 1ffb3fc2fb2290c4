import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { caseReader } from '../../evals/dataset/case-reader.ts';
import { CaseCollection } from '../../evals/dataset/collection/case-collection.ts';
import { temporarySpill } from './temporary-spill.ts';

afterEach(() => vi.unstubAllEnvs());

const leftovers = () => readdirSync(tmpdir()).filter((name) => /^promptlane-[0-9a-f-]{36}$/.test(name));

test('a spill gives back what was added, and never leaves a file behind', () => {
  const before = leftovers();
  const spill = temporarySpill();
  spill.append(Uint8Array.of(1, 2, 3));
  spill.append(Uint8Array.of(4, 5));
  const read = new Uint8Array(3);
  spill.read(1, read);
  expect([...read]).toEqual([2, 3, 4]);
  expect(() => spill.read(4, read)).toThrow('the spill ends');
  expect(leftovers()).toEqual(before);
  spill.close();
});

test('a spill without a place is refused with what to do', () => {
  vi.stubEnv('TMPDIR', '/dev/null/none');
  expect(() => temporarySpill()).toThrow(expect.objectContaining({ code: 'file-unwritable', hint: expect.stringContaining('TMPDIR') }));
});

test('cases beyond those in memory are told apart by a spill as they are in memory', () => {
  const text = [
    { id: 'a', inputs: { q: 1 } },
    { id: 'b', inputs: { q: 2 } },
    { id: 'c', inputs: { q: 1 } },
    { id: 'b', inputs: { q: 3 } },
  ].map((row) => `${JSON.stringify(row)}\n`);
  const figuresOf = (collection: CaseCollection) => {
    for (const read of caseReader('d.jsonl', 'jsonl').push(text.join(''))) collection.add(read);
    const { digest, count, diagnostics } = collection.figures('d.jsonl');
    collection.close();
    return { digest, count, found: diagnostics.map(({ rule, range, message }) => [rule, range.line, message.match(/line \d/)?.[0]]) };
  };
  const spilled = figuresOf(new CaseCollection(temporarySpill, 2));
  expect(spilled).toEqual(figuresOf(new CaseCollection()));
  expect(spilled.found).toEqual([
    ['dataset-duplicate', 3, 'line 1'],
    ['dataset-duplicate-id', 4, 'line 2'],
  ]);
});
