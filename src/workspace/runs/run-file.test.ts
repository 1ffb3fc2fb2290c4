import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { evalRun } from '../../../test/support/eval-run.ts';
import type { CaseResult } from '../../evals/run.ts';
import { evaluationDigest, type RunHeader } from '../../evals/runner/record/run-header.ts';
import { readRunFile } from './read-run-file.ts';
import { recordedAnswers } from './recorded-answers.ts';
import { createRunFile } from './run-file.ts';

const root = mkdtempSync(join(tmpdir(), 'promptlane-runs-'));
afterAll(() => rmSync(root, { recursive: true }));

const { subject, results } = evalRun({ scores: { right: [1, 0, 1] }, labels: ['one', 'line\u2028break', 'three'] });
const header: RunHeader = {
  subject,
  role: 'candidate',
  evaluation: evaluationDigest(subject),
  gate: { scorers: new Map([['right', { mean: { operator: '>=', value: 0.5 } }]]), maxErrorRate: 0, mustPassTags: ['edge'] },
  command: 'promptlane eval triage',
  shard: { index: 1, count: 2 },
};

let folder = '';
let number = 0;
beforeEach(() => {
  number += 1;
  folder = join(root, String(number));
  mkdirSync(folder);
});

async function written(): Promise<string> {
  const file = await createRunFile(folder, 'triage', header);
  for (const result of results) await file.append(result);
  await file.close();
  return file.path;
}

async function readResults(path: string): Promise<CaseResult[]> {
  const read: CaseResult[] = [];
  for await (const result of (await readRunFile(path)).results()) read.push(result);
  return read;
}

describe('a run file', () => {
  test('gives back what was written: the header, then the results, as often as one likes', async () => {
    const path = await written();
    const { path: _, results: __, ...read } = await readRunFile(path);
    expect(read).toEqual(header);
    for (let time = 0; time < 2; time += 1) expect(await readResults(path)).toEqual(results);
  });

  test('gives the answer to a sample of a case from where it stands, the last one where there are several', async () => {
    const path = await written();
    const [first, second] = results as readonly [CaseResult, CaseResult];
    const { caseId } = first;
    const again = { ...first, answer: { text: 'ünd näch ✓', latencyMs: 1 } };
    const { answer: _, ...unanswered } = { ...first, sample: 1 };
    appendFileSync(
      path,
      `${JSON.stringify(again)}\n${JSON.stringify(unanswered)}\n${JSON.stringify({ ...first, sample: 2 }).slice(0, -9)}`,
    );
    const answers = await recordedAnswers(path);
    expect(await answers.find(caseId, 0)).toEqual(again.answer);
    expect(await answers.find(second.caseId, 0)).toEqual(second.answer);
    expect(await Promise.all([answers.find(caseId, 1), answers.find(caseId, 2), answers.find('other', 0)])).toEqual(
      Array(3).fill(undefined),
    );
    await answers.close();
  });

  test('is a line of JSON for each', async () => {
    const lines = readFileSync(await written(), 'utf8').split('\n');
    expect(lines.slice(0, -1).map((line) => typeof JSON.parse(line))).toEqual(Array(4).fill('object'));
    expect(lines.at(-1)).toBe('');
  });

  test('takes what many bring at once, and tells Node of one who waits', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    const file = await createRunFile(folder, 'many', header);
    const large = { ...(results[0] as CaseResult), label: 'x'.repeat(20_000) };
    await Promise.all(Array.from({ length: 40 }, async (_, sample) => file.append({ ...large, sample })));
    await file.close();
    await new Promise(setImmediate);
    process.off('warning', warn);
    expect(warnings).toEqual([]);
    expect((await readResults(file.path)).map(({ sample }) => sample)).toEqual(Array.from({ length: 40 }, (_, sample) => sample));
  });

  test('is read up to where a kill tore it', async () => {
    const path = await written();
    const whole = readFileSync(path);
    for (let length = whole.lastIndexOf('\n', -2) + 1; length < whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      expect(await readResults(path)).toEqual(results.slice(0, 2));
    }
  });

  test('is never shared: where the name is taken, the file gets another', async () => {
    const paths = await Promise.all([written(), written(), written()]);
    expect(paths.map((path) => path.slice(folder.length + 1)).sort()).toEqual(['triage-2.jsonl', 'triage-3.jsonl', 'triage.jsonl']);
    for (const path of paths) expect(await readResults(path)).toHaveLength(3);
  });

  test('says where a line is damaged', async () => {
    const path = await written();
    appendFileSync(path, '{"caseId":7}\n');
    await expect(readResults(path)).rejects.toMatchObject({ code: 'run-unreadable', message: expect.stringContaining('Line 5') });
  });

  test.each(['', '{"run":1,"suite":"triage"}\n', 'no JSON\n', '{"run":2'])('is told from %j', async (text) => {
    const path = join(folder, 'other.jsonl');
    writeFileSync(path, text);
    await expect(readRunFile(path)).rejects.toMatchObject({ code: 'run-unreadable' });
  });

  test('says which file is not there, and which cannot be written', async () => {
    await expect(readRunFile(join(folder, 'none.jsonl'))).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(createRunFile(join(folder, 'none'), 'triage', header)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('triage.jsonl'),
    });
  });
});
