import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { failedCi, sampleCi, sampleFinding } from '../../../../test/support/ci-document.ts';
import { ciText } from './ci.ts';

const plain = { color: new Chalk({ level: 0 }) };

describe('a run as text', () => {
  test('says what stands where, the verdict last', async () => {
    await expect(`${ciText(failedCi(), plain)}\n`).toMatchFileSnapshot('../../../../fixtures/ci/failed.txt');
  });

  test('is as long for 300 findings as for 30: counted by rule, worst first', async () => {
    const many = (rule: string, severity: 'error' | 'warning', count: number) =>
      Array.from({ length: count }, (_, index) =>
        sampleFinding({ gate: 'check', rule, severity, message: `Number ${index} is wrong.`, hint: 'Mend it.' }),
      );
    const findings = [...many('key-unknown', 'error', 240), ...many('value-wrong', 'error', 20), ...many('input-unused', 'warning', 40)];
    const text = ciText(sampleCi({ findings, verdict: 'failed', summary: 'Failed: check.' }), { ...plain, file: 'ci.json' });
    await expect(`${text}\n`).toMatchFileSnapshot('../../../../fixtures/ci/many.txt');
    expect(text.split('\n').length).toBeLessThan(40);
  });

  test('prints nothing that acts on a terminal', () => {
    const hostile = '\u001b[2J\u202e\r\n';
    const text = ciText(
      failedCi({ against: hostile, summary: hostile, findings: [sampleFinding({ message: hostile, hint: hostile, rule: hostile })] }),
      plain,
    );
    expect(text).not.toMatch(/[\u001b\u202e\r]/);
  });
});
