import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evalRun, type RunSketch } from '../../../test/support/eval-run.ts';
import { evaluateGate } from './evaluate-gate.ts';
import type { Gate, RegressionRule, ScorerGate } from './rules/gate.ts';
import type { GateCheck } from './verdict.ts';

const RULE: RegressionRule = { maxDrop: 0.05, confidence: 0.95, onInconclusive: 'warn' };

describe('absolute bounds', () => {
  test.each<[string, ScorerGate, number[], GateCheck['verdict']]>([
    ['a mean that keeps its bound', { mean: { operator: '>=', value: 0.75 } }, [1, 1, 1, 0], 'pass'],
    ['a mean that misses it', { mean: { operator: '>', value: 0.75 } }, [1, 1, 1, 0], 'fail'],
    ['a mean that rounding would miss', { mean: { operator: '>=', value: 0.3 } }, [0.1, 0.2, 0.6], 'pass'],
    ['a pass rate, which is not the mean', { passRate: { operator: '=', value: 0.25 } }, [1, 0.9, 0.9, 0.9], 'pass'],
    ['a pass rate of all', { passRate: { operator: '=', value: 1 } }, [1, 1, 0.9], 'fail'],
    ['a rate that must stay low', { mean: { operator: '<', value: 0.5 } }, [0, 0, 1], 'pass'],
    ['a rate that must not rise', { mean: { operator: '<=', value: 0.3 } }, [0, 0, 1], 'fail'],
  ])('judge %s', (_, asked, scores, verdict) => {
    const { outcome, checks } = evaluateGate({ candidate: evalRun({ scores: { a: scores } }), gate: gateOf({ a: asked }) });
    expect(checks.map((check) => check.verdict)).toEqual([verdict]);
    expect(outcome).toBe(verdict === 'pass' ? 'passed' : 'failed');
  });

  test('weigh a case once, however often it was repeated', () => {
    const candidate = evalRun({
      scores: {
        a: [
          [1, 1, 0],
          [1, 1, 1],
        ],
      },
    });
    const { checks } = evaluateGate({ candidate, gate: gateOf({ a: { passRate: { operator: '>=', value: 0.9 } } }) });
    expect(checks[0]).toMatchObject({ kind: 'pass-rate', observed: expect.closeTo(5 / 6, 12), verdict: 'fail' });
  });

  test('take percentiles from the measured values, not from the scores', () => {
    const candidate = evalRun({
      scores: { fast: Array<number>(20).fill(1) },
      latencies: Array.from({ length: 20 }, (_, row) => 100 * (row + 1)),
    });
    const { checks } = evaluateGate({
      candidate,
      gate: gateOf({ fast: { p50: { operator: '<=', value: 1000 }, p95: { operator: '<=', value: 1800 } } }),
    });
    expect(checks).toMatchObject([
      { kind: 'p50', observed: 1000, verdict: 'pass' },
      { kind: 'p95', observed: 1900, verdict: 'fail', asked: '<= 1800' },
    ]);
  });

  test('hold every protected case to every gating scorer in every repeat, and name those that fall', () => {
    const candidate = evalRun({
      scores: {
        a: [
          [1, 1],
          [1, 0],
          [1, 1],
        ],
        shown: [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
      },
      tags: [['edge'], ['edge'], []],
    });
    const gate = { ...gateOf({ a: {} }), mustPassTags: ['edge'] };
    expect(evaluateGate({ candidate, gate }).checks).toEqual([
      {
        kind: 'must-pass',
        asked: 'every case tagged "edge" passes',
        observed: 1,
        verdict: 'fail',
        blocks: true,
        reason: '1 case not: "ticket 1"',
      },
    ]);
  });

  test('let a protected case fail in some repeats where that is allowed, and count a repeat that passes by every scorer only', () => {
    const scores = { a: [[1, 1, 0]], b: [[0, 1, 1]] };
    const verdict = (mustPassRepeats: number) =>
      evaluateGate({
        candidate: evalRun({ scores, tags: [['edge']] }),
        gate: { ...gateOf({ a: {}, b: {} }), mustPassTags: ['edge'], mustPassRepeats },
      });
    expect(verdict(1)).toMatchObject({ outcome: 'passed', checks: [{ asked: 'every case tagged "edge" passes in 1 of 3 repeats' }] });
    // Each scorer passes twice, but only one answer passes both.
    expect(verdict(2).outcome).toBe('failed');
  });

  test('judge the cases of a tag on their own, where the gate names it', () => {
    const candidate = evalRun({ scores: { a: [0, 1, 1, 1] }, tags: [['edge'], ['edge'], [], []] });
    const slices = [{ tag: 'edge', scorer: 'a', asked: { mean: { operator: '>=', value: 0.75 } } as const }];
    const { outcome, checks } = evaluateGate({ candidate, gate: { ...gateOf({ a: { mean: { operator: '>=', value: 0.75 } } }), slices } });
    expect(outcome).toBe('failed');
    expect(checks.map(({ tag, observed, verdict }) => [tag, observed, verdict])).toEqual([
      [undefined, 0.75, 'pass'],
      ['edge', 0.5, 'fail'],
    ]);
  });

  test('hold protected cases to every scorer when none gates', () => {
    const candidate = evalRun({ scores: { a: [1, 1], b: [0, 1] }, tags: [['edge'], []] });
    expect(evaluateGate({ candidate, gate: { ...gateOf({}), mustPassTags: ['edge'] } }).outcome).toBe('failed');
  });

  test('do not let a protected case through because it could not be scored', () => {
    const candidate = evalRun({ scores: { a: ['error', 1] }, tags: [['edge'], []] });
    const gate = { ...gateOf({ a: {} }), mustPassTags: ['edge'], maxErrorRate: 0.5 };
    expect(evaluateGate({ candidate, gate }).outcome).toBe('failed');
  });

  test('hold the whole run to its budget', () => {
    const candidate = evalRun({ scores: { a: [1, 1, 1] }, cost: 0.5 });
    expect(evaluateGate({ candidate, gate: { ...gateOf({}), maxCost: 1.5 } }).outcome).toBe('passed');
    expect(evaluateGate({ candidate, gate: { ...gateOf({}), maxCost: 1.4 } }).outcome).toBe('failed');
  });

  test('are all that counts without a baseline', () => {
    const { outcome, checks, comparison } = evaluateGate({
      candidate: evalRun({ scores: { a: [0, 0] } }),
      gate: gateOf({ a: { regression: RULE, strict: true } }),
    });
    expect([outcome, checks, comparison]).toEqual(['unjudged', [], undefined]);
  });
});

describe('regression', () => {
  test('fails a drop that is sure and larger than accepted', () => {
    const { outcome, checks } = regress(60, 3, 20);
    expect(outcome).toBe('failed');
    expect(checks[0]).toMatchObject({ kind: 'regression', scorer: 'a', asked: 'drop <= 0.05 at 95 %', verdict: 'fail', blocks: true });
    expect(checks[0]?.observed).toBeCloseTo(17 / 60, 12);
    expect(checks[0]?.reason).toBe('0.95 → 0.667, a drop of 0.283 over 60 pairs (p < 0.0001)');
  });

  test('passes when a larger drop than accepted is ruled out', () => {
    expect(regress(200, 4, 4).checks[0]).toMatchObject({ verdict: 'pass', blocks: false });
  });

  test('passes a sure drop that is accepted', () => {
    const { checks } = regress(1000, 0, 20);
    expect(checks[0]).toMatchObject({ verdict: 'pass', reason: 'a drop above 0.029 is ruled out, over 1000 pairs' });
  });

  test('is inconclusive with too few cases, and says how many it would take', () => {
    const { outcome, checks } = regress(24, 2, 3);
    expect(outcome).toBe('passed');
    expect(checks[0]).toMatchObject({ verdict: 'inconclusive', blocks: false });
    expect(checks[0]?.reason).toEqual(
      expect.stringMatching(
        /^a drop up to 0\.183 is not ruled out: 24 pairs can show a drop of 0\.\d+; to rule out 0\.05 takes about \d+$/,
      ),
    );
  });

  test('fails an inconclusive answer where the rule says so', () => {
    const { outcome, checks } = regress(24, 2, 3, { ...RULE, onInconclusive: 'fail' });
    expect([outcome, checks[0]?.verdict, checks[0]?.blocks]).toEqual(['failed', 'inconclusive', true]);
  });

  test('does not fail a drop within what is accepted, however sure, and says it is too near to tell', () => {
    const { checks } = regress(400, 0, 18);
    expect(checks[0]?.verdict).toBe('inconclusive');
    expect(checks[0]?.reason).toBe('a drop up to 0.066 is not ruled out, and the observed one is too near 0.05 to tell');
  });

  test('asks more of each scorer when several gate', () => {
    const one = { a: worse(30, 5) };
    const both = { a: worse(30, 5), b: worse(30, 0) };
    const fine = (scores: Record<string, number[]>) =>
      Object.fromEntries(Object.entries(scores).map(([id, said]) => [id, said.map(() => 1)]));
    const verdicts = (scores: Record<string, number[]>) =>
      evaluateGate({
        candidate: evalRun({ scores }),
        baseline: evalRun({ scores: fine(scores) }),
        gate: gateOf(Object.fromEntries(Object.keys(scores).map((id) => [id, { regression: RULE }]))),
      }).checks.map(({ verdict }) => verdict);
    // 5 of 5 changes for the worse: p = 1/32, which Holm doubles.
    expect(verdicts(one)).toEqual(['fail']);
    expect(verdicts(both)).toEqual(['inconclusive', 'inconclusive']);
  });

  test('does not gate a scorer that the gate does not name', () => {
    const { checks, comparison } = evaluateGate({
      candidate: evalRun({ scores: { a: worse(30, 30) } }),
      baseline: evalRun({ scores: { a: worse(30, 0) } }),
      gate: gateOf({}),
    });
    expect(checks).toEqual([]);
    expect(comparison?.scorers[0]?.newFailures).toHaveLength(30);
  });
});

describe('strict', () => {
  test('fails on a single case that passed before, and names it', () => {
    const { outcome, checks } = strictly({ scores: { a: [1, 1, 0, 0] } }, { scores: { a: [1, 1, 1, 0] } });
    expect(outcome).toBe('failed');
    expect(checks).toMatchObject([{ kind: 'strict', observed: 1, reason: '1 case not: "ticket 2"' }]);
  });

  test('fails when such a case lost its score', () => {
    expect(strictly({ scores: { a: [1, 'error'] } }, { scores: { a: [1, 1] } }).outcome).toBe('failed');
    expect(strictly({ scores: { a: [1, 'error'] } }, { scores: { a: [1, 0] } }).outcome).toBe('passed');
  });

  test('can be asked of the cases of one tag', () => {
    const slices = [{ tag: 'edge', scorer: 'a', asked: { strict: true } }];
    const tags = [['edge'], []];
    const verdict = (scores: number[]) =>
      evaluateGate({
        candidate: evalRun({ scores: { a: scores }, tags }),
        baseline: evalRun({ scores: { a: [1, 1] }, tags }),
        gate: { ...gateOf({}), slices },
      });
    expect(verdict([1, 0]).outcome).toBe('passed');
    expect(verdict([0, 1])).toMatchObject({ outcome: 'failed', checks: [{ kind: 'strict', tag: 'edge', observed: 1 }] });
  });

  test('passes when only what failed before fails', () => {
    expect(strictly({ scores: { a: [1, 0] } }, { scores: { a: [0, 0] } }).outcome).toBe('passed');
  });
});

describe('laws', () => {
  const flips = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 60 });
  const judge = (rows: readonly (readonly [number, number])[], names?: readonly string[]) =>
    evaluateGate({
      candidate: evalRun({ scores: { a: rows.map(([now]) => now) }, ...(names && { labels: names }) }),
      baseline: evalRun({ scores: { a: rows.map(([, before]) => before) }, ...(names && { labels: names }) }),
      gate: gateOf({ a: { regression: RULE } }),
    }).checks[0]?.verdict;
  const WORST_TO_BEST = ['fail', 'inconclusive', 'pass'];
  const rank = (verdict: string | undefined) => WORST_TO_BEST.indexOf(verdict ?? '');

  test('a case that is better now never makes a verdict worse', () => {
    fc.assert(
      fc.property(flips, fc.nat(), (rows, any) => {
        const index = any % rows.length;
        const better = rows.map(([now, before], row): [number, number] => [row === index ? 1 : now, before]);
        expect(rank(judge(better))).toBeGreaterThanOrEqual(rank(judge(rows)));
      }),
      { numRuns: 150 },
    );
  });

  test('what cases are called changes no verdict', () => {
    fc.assert(
      fc.property(flips, fc.infiniteStream(fc.string()), (rows, words) => {
        const names = rows.map(() => words.next().value as string);
        expect(judge(rows, names)).toBe(judge(rows));
      }),
      { numRuns: 40 },
    );
  });

  test('the order of results never changes a verdict', () => {
    const scores = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(scores, (rows) => {
        const candidate = evalRun({ scores: { a: rows.map(([score]) => score) } });
        const baseline = evalRun({ scores: { a: rows.map(([, score]) => score) } });
        const gate = gateOf({ a: { regression: RULE, strict: true, mean: { operator: '>=', value: 0.5 } } });
        const turned = { ...candidate, results: candidate.results.toReversed() };
        expect(evaluateGate({ candidate: turned, baseline, gate })).toEqual(evaluateGate({ candidate, baseline, gate }));
      }),
      { numRuns: 40 },
    );
  });
});

function gateOf(scorers: Readonly<Record<string, ScorerGate>>): Gate {
  return { scorers: new Map(Object.entries(scorers)), maxErrorRate: 0, mustPassTags: [] };
}

function worse(cases: number, failures: number): number[] {
  return Array.from({ length: cases }, (_, row) => (row < failures ? 0 : 1));
}

function regress(cases: number, failedBefore: number, failNow: number, rule = RULE) {
  const [candidate, baseline] = [evalRun({ scores: { a: worse(cases, failNow) } }), evalRun({ scores: { a: worse(cases, failedBefore) } })];
  return evaluateGate({ candidate, baseline, gate: gateOf({ a: { regression: rule } }) });
}

function strictly(candidate: RunSketch, baseline: RunSketch) {
  return evaluateGate({
    candidate: evalRun(candidate),
    baseline: evalRun(baseline),
    gate: { ...gateOf({ a: { strict: true } }), maxErrorRate: 0.5 },
  });
}

describe('what a run cannot be held to', () => {
  test('is told where there is no baseline, and is no check that passed', () => {
    const gate = gateOf({ a: { regression: RULE, strict: true }, b: { regression: { ...RULE, metric: 'passRate' } } });
    const verdict = evaluateGate({ candidate: evalRun({ scores: { a: [1], b: [1] } }), gate });
    expect(verdict).toMatchObject({
      outcome: 'unjudged',
      checks: [],
      unjudged: [
        { scorer: 'a', asked: 'drop <= 0.05 at 95 %', reason: 'there is no baseline' },
        { scorer: 'a', asked: 'no case that passed fails' },
        { scorer: 'b', asked: 'pass rate drop <= 0.05 at 95 %' },
      ],
    });
  });

  test.each([
    ['alone', undefined],
    ['against a baseline', [1, 1]],
  ])('is what only cases were asked for that nobody asked now: %s', (_, before) => {
    const part = { tags: [['easy'], ['easy']], subject: { filter: 'case t1' } };
    const gate: Gate = {
      ...gateOf({ a: { mean: { operator: '>=', value: 0.5 } } }),
      slices: [{ tag: 'edge', scorer: 'a', asked: { mean: { operator: '>=', value: 0.9 }, regression: RULE } }],
      mustPassTags: ['critical'],
    };
    const runs = {
      candidate: evalRun({ scores: { a: [1, 0] }, ...part }),
      ...(before && { baseline: evalRun({ scores: { a: before }, ...part }) }),
    };
    const { outcome, checks, unjudged } = evaluateGate({ ...runs, gate });
    expect({ outcome, checks: checks.map(({ kind }) => kind) }).toEqual({ outcome: 'passed', checks: ['mean'] });
    expect(unjudged).toEqual([
      { scorer: 'a', tag: 'edge', asked: 'mean, regression', reason: 'no case tagged "edge" was asked' },
      { asked: 'every case tagged "critical" passes', reason: 'no case tagged "critical" was asked' },
    ]);
  });

  test('leaves protected cases with every scorer that the gate names, also where its slice is not asked', () => {
    const candidate = evalRun({ scores: { a: [0], b: [1] }, tags: [['critical']], subject: { filter: 'case t1' } });
    const gate: Gate = {
      ...gateOf({ b: { mean: { operator: '>=', value: 0.5 } } }),
      slices: [{ tag: 'edge', scorer: 'a', asked: { mean: { operator: '>=', value: 0.9 } } }],
      mustPassTags: ['critical'],
    };
    expect(evaluateGate({ candidate, gate }).outcome).toBe('failed');
  });
});
