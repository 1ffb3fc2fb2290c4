import { expect, test } from 'vitest';
import { codeQuality } from './code-quality.ts';
import type { ReportFinding } from './report.ts';

const finding = (changes: Partial<ReportFinding> = {}): ReportFinding => ({
  rule: 'B101',
  severity: 'error',
  message: 'The input ticket is gone.',
  subject: 'support/triage',
  place: { file: 'prompts/support/triage.prompt.yaml', range: { line: 3, column: 5, endLine: 4, endColumn: 9 } },
  ...changes,
});

test('says of each finding what GitLab documents: description, check, fingerprint, severity, path and line', () => {
  expect(codeQuality({ findings: [finding({ hint: 'Keep it.' })] })).toEqual([
    {
      description: 'The input ticket is gone. Keep it.',
      check_name: 'B101',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      severity: 'major',
      location: { path: 'prompts/support/triage.prompt.yaml', lines: { begin: 3, end: 4 } },
    },
  ]);
});

test('leaves out what is accepted, and grades the rest', () => {
  const findings = [finding({ accepted: 'nobody calls it' }), finding({ severity: 'warning' }), finding({ severity: 'info' })];
  expect(codeQuality({ findings }).map(({ severity }) => severity)).toEqual(['minor', 'info']);
});

test('names a finding the same wherever its line goes, and two equal ones apart', () => {
  const moved = finding({
    place: { file: 'prompts/support/triage.prompt.yaml', range: { line: 30, column: 5, endLine: 30, endColumn: 9 } },
  });
  const names = codeQuality({ findings: [finding(), moved] }).map(({ fingerprint }) => fingerprint);
  expect(new Set(names).size).toBe(2);
  expect(codeQuality({ findings: [moved, finding()] }).map(({ fingerprint }) => fingerprint)).toEqual(names);
});
