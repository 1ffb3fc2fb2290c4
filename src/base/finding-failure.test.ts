import { describe, expect, test } from 'vitest';
import { type Diagnostic, FILE_START } from './diagnostic.ts';
import { failureOfFindings } from './finding-failure.ts';

const finding = (rule: string, severity: Diagnostic['severity']): Diagnostic => ({
  file: 'a.yaml',
  range: { ...FILE_START, line: 3 },
  rule,
  severity,
  message: `${rule}!`,
});

describe('failureOfFindings', () => {
  test('is the first error, with its place and its rule, and all findings', () => {
    const diagnostics = [finding('odd', 'warning'), finding('wrong', 'error'), finding('worse', 'error')];
    expect(failureOfFindings('suite-invalid', diagnostics, 'Not run: ')).toMatchObject({
      code: 'suite-invalid',
      message: 'Not run: wrong!',
      where: { file: 'a.yaml', line: 3 },
      hint: expect.stringContaining('(rule `wrong`)'),
      details: { diagnostics },
    });
  });

  test('is none without an error', () => {
    expect(failureOfFindings('suite-invalid', [finding('odd', 'warning')])).toBeUndefined();
  });
});
