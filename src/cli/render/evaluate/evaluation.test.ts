import { Chalk } from 'chalk';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { evalRun, type RunSketch } from '../../../../test/support/eval-run.ts';
import { digestOf } from '../../../base/digest.ts';
import { evaluateGate } from '../../../evals/gate/evaluate-gate.ts';
import type { Gate } from '../../../evals/gate/rules/gate.ts';
import { parseBound } from '../../../evals/gate/rules/parse-bound.ts';
import { type EvalReport, evalReport } from '../../../evals/report/eval-report.ts';
import { evaluationText } from './evaluation.ts';

const plain = new Chalk({ level: 0 });

const GATE: Gate = {
  scorers: new Map([
    ['category', { mean: bound('>= 0.8'), regression: { maxDrop: 0.05, confidence: 0.95, onInconclusive: 'warn' } }],
    ['schema', { passRate: bound('= 1'), regression: { maxDrop: 0.05, confidence: 0.95, onInconclusive: 'warn' } }],
    ['fast', { p95: bound('<= 2s') }],
  ]),
  maxErrorRate: 0,
  mustPassTags: ['edge'],
  maxCost: 1,
};

describe('evaluationText', () => {
  test('shows a run that passed', async () => {
    const text = evaluationText(report({ category: passing(200, 4) }, { category: passing(200, 5) }), plain, 100);
    expect(text).toContain('✓ PASSED');
    await expect(`${text}\n`).toMatchFileSnapshot('../../../../fixtures/reports/passed.txt');
  });

  test('shows a run that failed', async () => {
    const text = evaluationText(report({ category: passing(54, 14), tagEvery: 12 }, { category: passing(54, 2) }), plain, 100);
    expect(text).toContain('✗ FAILED');
    await expect(`${text}\n`).toMatchFileSnapshot('../../../../fixtures/reports/failed.txt');
  });

  test('shows a run with too few cases to tell', async () => {
    const text = evaluationText(report({ category: passing(24, 3) }, { category: passing(24, 2) }), plain, 100);
    expect(text).toContain('inconclusive');
    await expect(`${text}\n`).toMatchFileSnapshot('../../../../fixtures/reports/inconclusive.txt');
  });

  test('shows why a run cannot be judged', async () => {
    const broken = report(
      { category: passing(24, 3), unanswered: [3, 4] },
      { category: passing(24, 2), subject: { datasetDigest: digestOf('another dataset') } },
    );
    const text = evaluationText(broken, plain, 100);
    expect(text).toContain('! INVALID');
    await expect(`${text}\n`).toMatchFileSnapshot('../../../../fixtures/reports/invalid.txt');
  });

  test('shows a run without a baseline', async () => {
    const text = evaluationText(report({ category: passing(54, 14) }), plain, 100);
    await expect(`${text}\n`).toMatchFileSnapshot('../../../../fixtures/reports/no-baseline.txt');
  });

  test('is hardly longer for 300 failures than for 20', () => {
    const lines = (failures: number) =>
      evaluationText(report({ category: passing(400, failures) }, { category: passing(400, 0) }), plain, 100).split('\n');
    expect(Math.abs(lines(300).length - lines(20).length)).toBeLessThanOrEqual(2);
    expect(lines(300)).toContain('  … and 290 more, which --verbose shows');
  });

  test('lists every failing case with what it answered, when it is asked to', () => {
    const text = evaluationText(report({ category: passing(60, 30) }, { category: passing(60, 12) }), plain, 100, true);
    expect(text).toContain('New failures (18)');
    expect(text).toContain('Failures as before (12)');
    expect(text.split('\n').filter((line) => line === '      ok')).toHaveLength(30);
    expect(text).not.toContain(' more');
  });

  test('fits a narrow terminal, tables and the command apart', () => {
    const text = evaluationText(report({ category: passing(54, 14) }, { category: passing(54, 2) }), plain, 72);
    const failures = text.slice(text.indexOf('New failures'), text.indexOf('\n\ncost'));
    for (const line of failures.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(72);
  });

  test('never lets a model or a dataset command the terminal', () => {
    const hostile = '\u001b[2J\u009b31m\u0007\nPASSED\u202e';
    const labels = Array.from({ length: 30 }, () => hostile);
    const run: Sketch = { category: passing(30, 12), labels, tagEvery: 3, subject: { model: hostile, reference: hostile, suite: hostile } };
    for (const one of [report(run, { category: passing(30, 0) }), report(run), report({ ...run, unanswered: [1] }, run)]) {
      const text = evaluationText(one, plain, 100);
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
      expect(text).not.toMatch(/^PASSED/m);
    }
  });

  test('colours nothing but what it says', () => {
    const one = report({ category: passing(54, 14) }, { category: passing(54, 2) });
    const colored = evaluationText(one, new Chalk({ level: 1 }), 100);
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(evaluationText(one, plain, 100));
  });
});

interface Sketch extends Omit<RunSketch, 'scores'> {
  readonly category: readonly number[];
  readonly tagEvery?: number;
}

function report(candidate: Sketch, baseline?: Sketch): EvalReport {
  const runs = {
    candidate: run(candidate),
    ...(baseline && {
      baseline: run({ ...baseline, subject: { reference: 'production', promptDigest: digestOf('production'), ...baseline.subject } }),
    }),
  };
  const verdict = evaluateGate({ ...runs, gate: GATE });
  return evalReport({ ...runs, gate: GATE, verdict, command: 'promptlane eval triage --against production --seed 7' });
}

function run({ category, tagEvery = 1000, ...sketch }: Sketch) {
  const ones = category.map(() => 1);
  return evalRun({
    scores: { category, schema: ones, fast: ones },
    tags: category.map((_, row) => (row % tagEvery === 0 ? ['edge'] : [])),
    latencies: category.map((_, row) => 400 + 8 * row),
    ...sketch,
  });
}

/** So many cases, the last of them failing. */
function passing(cases: number, failures: number): number[] {
  return Array.from({ length: cases }, (_, row) => (row >= cases - failures ? 0 : 1));
}

function bound(text: string) {
  const parsed = parseBound(text);
  if (parsed === undefined) throw new Error(`no bound: ${text}`);
  return parsed;
}
