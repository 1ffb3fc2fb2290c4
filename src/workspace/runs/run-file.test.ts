import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CaseResult } from '../../evals/run.ts';
import { openRunFile } from './run-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'promptlane-runs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const result = { label: 'first' } as unknown as CaseResult;

describe('openRunFile', () => {
  test('writes a header, then a line per result', async () => {
    const file = await openRunFile(join(folder, 'new'), 'triage', { suite: 'triage' });
    await file.append(result);
    await file.append(result);
    await file.close();
    expect(readFileSync(file.path, 'utf8')).toBe('{"run":1,"suite":"triage"}\n{"label":"first"}\n{"label":"first"}\n');
  });

  test('says which file cannot be written', async () => {
    mkdirSync(join(folder, 'taken.jsonl'));
    const file = await openRunFile(folder, 'taken', {});
    await expect(file.close()).rejects.toMatchObject({ code: 'file-unwritable', message: expect.stringContaining('taken.jsonl') });
  });

  test('says which folder cannot be made', async () => {
    await expect(openRunFile(join(folder, 'new/triage.jsonl/runs'), 'triage', {})).rejects.toMatchObject({ code: 'file-unwritable' });
  });
});
