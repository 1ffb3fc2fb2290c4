import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CiDocument } from '../workflows/ci/document/ci-document.ts';
import { readReport } from './read-report.ts';
import { reportOutputs } from './report-outputs.ts';

const base = mkdtempSync(join(tmpdir(), 'promptlane-report-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const REPORT: CiDocument = {
  schema: 'promptlane/ci/v1',
  verdict: 'failed',
  exitCode: 5,
  summary: 'breaking failed.',
  against: 'main',
  restricted: true,
  gates: [],
  changed: [{ prompt: 'greet', change: 'changed', changes: [] }],
  findings: [],
  unlisted: 0,
  evaluations: [],
  plans: [],
};

let made = 0;
/** A folder as an artifact is unpacked into one, with this text as the report. */
function unpacked(text: string): string {
  const folder = join(base, String(made++));
  mkdirSync(folder);
  writeFileSync(join(folder, 'promptlane-report.json'), text);
  return folder;
}

describe('readReport', () => {
  test('reads the file itself, or the folder that it was unpacked into', async () => {
    const folder = unpacked(JSON.stringify(REPORT));
    expect(await readReport(folder)).toEqual(REPORT);
    expect(await readReport(join(folder, 'promptlane-report.json'))).toEqual(REPORT);
  });

  test.each<[string, string]>([
    ['no JSON', '# All is well'],
    ['a member that no report has', JSON.stringify({ ...REPORT, pullRequest: 1 })],
    ['a text beyond its bound', JSON.stringify({ ...REPORT, summary: 'x'.repeat(2001) })],
    ['a number that is a text', JSON.stringify({ ...REPORT, exitCode: '0' })],
    ['nesting without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['another schema', JSON.stringify({ ...REPORT, schema: 'promptlane/ci/v2' })],
  ])('refuses %s', async (_what, text) => {
    await expect(readReport(unpacked(text))).rejects.toMatchObject({ code: 'report-invalid' });
  });

  test('follows no link, neither to a file nor to a folder', async () => {
    const secret = join(base, 'secret');
    writeFileSync(secret, JSON.stringify(REPORT));
    const folder = join(base, 'linking');
    mkdirSync(folder);
    symlinkSync(secret, join(folder, 'promptlane-report.json'));
    symlinkSync(unpacked(JSON.stringify(REPORT)), join(base, 'linked'));
    for (const path of [folder, join(folder, 'promptlane-report.json'), join(base, 'linked')]) {
      await expect(readReport(path)).rejects.toMatchObject({ code: 'report-invalid', message: expect.not.stringContaining('schema') });
    }
  });

  test('does not read what is far larger than a report', async () => {
    const folder = unpacked('');
    truncateSync(join(folder, 'promptlane-report.json'), 64 * 1_048_576);
    await expect(readReport(folder)).rejects.toMatchObject({ message: expect.stringContaining('larger than 8 MB') });
  });

  test('says what is not there', async () => {
    await expect(readReport(join(base, 'missing'))).rejects.toMatchObject({ message: expect.stringContaining('there is no') });
  });
});

describe('reportOutputs', () => {
  const scorer = (score: number, delta?: number, gates = true) => ({ scorer: 's', gates, score, ...(delta !== undefined && { delta }) });
  const evaluated = (...scorers: ReturnType<typeof scorer>[]): CiDocument => ({
    ...REPORT,
    evaluations: [{ suite: 's', prompt: 'greet', outcome: 'failed', reason: 'r', cases: 3, scorers, problems: [] }],
  });

  test('are what the report knows, and nothing for what it does not', () => {
    expect(reportOutputs(REPORT)).toEqual({ result: 'failed', changed: '1' });
    expect(reportOutputs({ ...REPORT, breaking: { count: 2, semver: 'major' }, lock: 'outdated', cost: 0.25 })).toEqual({
      result: 'failed',
      changed: '1',
      'breaking-count': '2',
      'lock-status': 'outdated',
      cost: '0.25',
    });
  });

  test('show the score that fell furthest, of those that gate and go from 0 to 1', () => {
    const { score, 'score-delta': delta } = reportOutputs(
      evaluated(scorer(0.9, 0.1), scorer(0.8, -0.1), scorer(0.2, -0.7, false), scorer(900, -90)),
    );
    expect([score, delta]).toEqual(['0.8', '-0.1']);
  });

  test('show the lowest score where there is no baseline', () => {
    expect(reportOutputs(evaluated(scorer(0.9), scorer(0.4)))).toMatchObject({ score: '0.4' });
    expect(reportOutputs(evaluated(scorer(0.9), scorer(0.4)))).not.toHaveProperty('score-delta');
  });
});
