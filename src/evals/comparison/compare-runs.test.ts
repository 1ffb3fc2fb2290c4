import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evalRun, type RunSketch, type Said } from '../../../test/support/eval-run.ts';
import type { RegressionRule } from '../gate/rules/gate.ts';
import { compareRuns } from './compare-runs.ts';
import type { ScorerComparison } from './comparison.ts';

const RULE: RegressionRule = { maxDrop: 0.05, confidence: 0.95, onInconclusive: 'warn' };
const RULES = [{ scorer: 'category', rule: RULE }];

describe('cases', () => {
  test('are paired by id, whatever row they stand in', () => {
    const candidate = evalRun({ scores: { category: [1, 0, 0.5] } });
    const baseline = evalRun({ scores: { category: [1, 1, 0] } });
    const [compared] = compareRuns(candidate, { ...baseline, results: baseline.results.toReversed() }).scorers;
    expect(compared?.cases.map(({ caseId, change }) => [caseId, change])).toEqual([
      ['case-00000', 'stable'],
      ['case-00001', 'regressed'],
      ['case-00002', 'improved'],
    ]);
    expect(compared?.counts).toEqual({ improved: 1, stable: 1, regressed: 1, new: 0, removed: 0, errored: 0 });
  });

  test('are not removed where only some were asked now', () => {
    const [compared] = compareRuns(
      evalRun({ scores: { category: [1] }, subject: { filter: 'limit 1' } }),
      evalRun({ scores: { category: [1, 1, 0] } }),
    ).scorers;
    expect(compared?.counts).toMatchObject({ stable: 1, removed: 0 });
  });

  test('of one run only are new or removed, and count in no figure', () => {
    const wide = { scores: { category: [1, 1, 1, 1, 0, 1] } };
    const narrow = { scores: { category: [1, 1, 1, 1] } };
    const grown = compare(wide, narrow);
    const shrunk = compare(narrow, wide);
    expect([grown.counts.new, shrunk.counts.removed]).toEqual([2, 2]);
    expect([grown.statistics?.pairs, shrunk.statistics?.pairs]).toEqual([4, 4]);
    expect(grown.newFailures).toEqual([]);
  });

  test('without a score on a side are errored, never a 0 and never a pass', () => {
    const { counts, statistics, cases, newFailures } = compare(
      { scores: { category: [1, 'error', 1, 1] }, unanswered: [2] },
      { scores: { category: [1, 1, 1, 'error'] } },
    );
    expect(counts.errored).toBe(3);
    expect(statistics?.pairs).toBe(1);
    expect(newFailures).toEqual([]);
    expect(cases.map(({ error }) => error)).toEqual([undefined, 'the answer is no JSON', 'no answer within 30 s', 'the answer is no JSON']);
    expect(cases[1]?.baseline).toEqual({ score: 1, pass: true });
  });

  test('with repeats are one case each, their scores averaged, and pass when every repeat does', () => {
    const { statistics, newFailures, cases } = compare(
      {
        scores: {
          category: [
            [1, 0, 1],
            [1, 1, 1],
          ],
        },
      },
      {
        scores: {
          category: [
            [1, 1, 1],
            [1, 1, 1],
          ],
        },
      },
    );
    expect(statistics).toMatchObject({ method: 'mean', pairs: 2, clusters: 2 });
    expect(cases[0]?.candidate).toEqual({ score: expect.closeTo(2 / 3, 12), pass: false, reason: 'expected "billing", got "sales"' });
    expect(newFailures.map(({ label }) => label)).toEqual(['ticket 0']);
  });

  test('that lack the score of one repeat are errored: two repeats are not as good as three', () => {
    const whole = {
      scores: {
        category: [
          [1, 1, 1],
          [1, 1, 1],
        ],
      },
    };
    expect(
      compare(
        {
          scores: {
            category: [
              [1, 'error', 1],
              [1, 1, 1],
            ],
          },
        },
        whole,
      ),
    ).toMatchObject({ counts: { errored: 1, stable: 1 }, statistics: { pairs: 1 } });
  });

  test('give the reason of their first failing repeat, in whatever order the repeats came back', () => {
    const run = evalRun({ scores: { category: [[1, 0, 0]] } });
    const results = run.results.map((result) => ({
      ...result,
      scores: result.scores.map((score) => ({ ...score, reason: `repeat ${result.sample}` })),
    }));
    const [compared] = compareRuns({ ...run, results: results.toReversed() }, run).scorers;
    expect(compared?.cases[0]?.candidate?.reason).toBe('repeat 1');
  });

  test('that break and mend are named', () => {
    const { newFailures, newPasses } = compare({ scores: { category: [0, 1, 0] } }, { scores: { category: [1, 0, 0] } });
    expect(newFailures.map(({ label }) => label)).toEqual(['ticket 0']);
    expect(newPasses.map(({ label }) => label)).toEqual(['ticket 1']);
  });
});

describe('statistics', () => {
  test('of single 0-or-1 scores are McNemar and the wider of Newcombe and Tango at each end, with the published figures', () => {
    const { statistics } = compare(
      { scores: { category: outcomes(36, 12, 2).candidate } },
      { scores: { category: outcomes(36, 12, 2).baseline } },
    );
    expect(statistics).toMatchObject({ method: 'binary', pairs: 50, clusters: 50 });
    expect(statistics?.delta).toEqual({ value: -0.2, low: expect.closeTo(-0.344709, 5), high: expect.closeTo(-0.05693, 5) });
    // 12 new failures against 2 new passes: the tail of 14 fair coins from 12 on is 106/16384.
    expect(statistics?.p).toBeCloseTo(106 / 16384, 12);
  });

  test('of graded scores are t and sign flips, with the published figures', () => {
    const drops = [0.05, 0, 0.1, 0, -0.05, 0.15, 0, 0.1, 0.05, 0.05];
    const { statistics } = compare(
      { scores: { category: drops.map((drop) => 0.5 - drop) } },
      { scores: { category: drops.map(() => 0.5) } },
    );
    expect(statistics).toMatchObject({ method: 'mean', pairs: 10 });
    expect(statistics?.delta).toEqual({
      value: expect.closeTo(-0.045, 12),
      low: expect.closeTo(-0.087821944, 8),
      high: expect.closeTo(-0.002178056, 8),
    });
    expect(statistics?.p).toBe(0.0390625);
  });

  test('count cases of one group as one observation', () => {
    const scores = { candidate: { category: [0.5, 0.5, 0.6, 0.6, 0.7, 0.7] }, baseline: { category: [0.6, 0.6, 0.8, 0.8, 0.7, 0.7] } };
    const groups = ['a', 'a', 'b', 'b', 'c', 'c'];
    const grouped = compare({ scores: scores.candidate, groups }, { scores: scores.baseline, groups });
    const loose = compare({ scores: scores.candidate }, { scores: scores.baseline });
    const thrice = compare({ scores: { category: [0.5, 0.6, 0.7] } }, { scores: { category: [0.6, 0.8, 0.7] } });
    expect(grouped.statistics).toMatchObject({ pairs: 6, clusters: 3 });
    expect(grouped.statistics?.largestDrop).toBeCloseTo(thrice.statistics?.largestDrop ?? 0, 9);
    expect(grouped.statistics?.p).toBe(thrice.statistics?.p);
    expect(loose.statistics?.largestDrop).toBeLessThan(grouped.statistics?.largestDrop ?? 0);
  });

  test('of 0-or-1 scores in groups leave McNemar, who needs independent cases', () => {
    const groups = ['a', 'a', undefined, undefined];
    expect(compare({ scores: { category: [1, 1, 1, 0] }, groups }, { scores: { category: [1, 1, 1, 1] }, groups }).statistics?.method).toBe(
      'mean',
    );
  });

  test.each([
    ['one sample', 1, 'binary'],
    ['three samples', 3, 'mean'],
  ])('of identical runs claim no more than %s of twenty cases can show', (_, repeat, method) => {
    const same = { scores: { category: Array.from({ length: 20 }, () => Array<Said>(repeat).fill(1)) } };
    const { statistics } = compare(same, same);
    expect(statistics?.method).toBe(method);
    expect(statistics?.p).toBe(1);
    // What none in twenty can hide, exactly: 0.861^20 = 0.05.
    expect(statistics?.largestDrop).toBeCloseTo(0.139, 3);
    expect(statistics?.delta.low).toBeLessThan(-0.16);
    expect(statistics?.detectableDrop).toBeGreaterThan(0.2);
    expect(statistics?.neededPairs).toBe(59);
  });

  test('never look surer because a case got worse', () => {
    const steady = Array.from({ length: 54 }, () => [1, 1, 1]);
    const limits = [0, 1, 2, 3].map((worse) => {
      const slipped = steady.map((said, row) => (row < worse ? [1, 1, 0] : said));
      return compare({ scores: { category: slipped } }, { scores: { category: steady } }).statistics?.largestDrop ?? Number.NaN;
    });
    expect(limits).toEqual(limits.toSorted((left, right) => left - right));
    expect(limits[0]).toBeCloseTo(1 - 0.05 ** (1 / 54), 9);
  });

  test('of a single case settle nothing', () => {
    for (const said of [1, 0.5, [1, 0]]) {
      const one = { scores: { category: [said] } };
      const { statistics } = compare(one, one);
      expect(statistics?.largestDrop).toBeGreaterThan(0.7);
      expect(statistics?.detectableDrop).toBeUndefined();
    }
  });

  test('are absent when no case is shared', () => {
    expect(compare({ scores: { category: ['error'] } }, { scores: { category: [1] } }).statistics).toBeUndefined();
  });

  test('adjust p by Holm over the gating scorers only', () => {
    const worse = outcomes(30, 6, 0);
    const scores = (side: 'candidate' | 'baseline') => ({ a: worse[side], b: worse[side], shown: worse[side] });
    const rules = ['a', 'b'].map((scorer) => ({ scorer, rule: RULE }));
    const { scorers } = compareRuns(evalRun({ scores: scores('candidate') }), evalRun({ scores: scores('baseline') }), { rules });
    const p = expect.closeTo(1 / 64, 12);
    const doubled = expect.closeTo(2 / 64, 12);
    expect(scorers.map(({ statistics }) => [statistics?.p, statistics?.adjustedP])).toEqual([
      [p, doubled],
      [p, doubled],
      [p, undefined],
    ]);
  });

  test('need no number of pairs to show a drop of nothing', () => {
    const run = evalRun({ scores: { category: [1, 1, 0] } });
    const [compared] = compareRuns(run, run, { rules: [{ scorer: 'category', rule: { ...RULE, maxDrop: 0 } }] }).scorers;
    expect(compared?.statistics?.neededPairs).toBeUndefined();
  });
});

describe('slices', () => {
  const tagged = (scores: number[]): RunSketch => ({
    scores: { category: scores },
    tags: scores.map((_, row) => (row < 8 ? ['edge'] : ['typical'])),
  });
  const before = tagged(Array<number>(40).fill(1));
  const after = tagged(Array.from({ length: 40 }, (_, row) => (row < 6 ? 0 : 1)));

  test('show where a drop is, the likeliest first, ranked by Benjamini and Hochberg', () => {
    const { slices } = compareRuns(evalRun(after), evalRun(before));
    expect(
      slices.map(({ tag, scorer, counts, statistics, rankingP }) => [tag, scorer, counts.regressed, statistics?.pairs, rankingP]),
    ).toEqual([
      ['edge', 'category', 6, 8, expect.closeTo(2 / 64, 12)],
      ['typical', 'category', 0, 32, 1],
    ]);
  });

  test('gate only where a rule names them, and are adjusted together with the rules on all cases', () => {
    const rules = [
      { scorer: 'category', rule: RULE },
      { scorer: 'category', tag: 'edge', rule: RULE },
    ];
    const { scorers, slices } = compareRuns(evalRun(after), evalRun(before), { rules });
    expect(scorers[0]?.statistics?.adjustedP).toBeCloseTo(2 / 64, 12);
    expect(slices.map(({ tag, statistics }) => [tag, statistics?.adjustedP])).toEqual([
      ['edge', expect.closeTo(2 / 64, 12)],
      ['typical', undefined],
    ]);
  });

  test('take the tags of the candidate: renaming one there compares the same cases', () => {
    const renamed = { ...after, tags: after.tags?.map((tags) => tags.map((tag) => `new-${tag}`)) ?? [] };
    const { slices } = compareRuns(evalRun(renamed), evalRun(before));
    expect(slices.map(({ tag, statistics }) => [tag, statistics?.pairs])).toEqual([
      ['new-edge', 8],
      ['new-typical', 32],
    ]);
  });

  test('are not made of tags that only one case bears, unless a rule names it', () => {
    const lonely = { ...after, tags: after.tags?.map((_, row) => [`row-${row}`]) ?? [] };
    expect(compareRuns(evalRun(lonely), evalRun(before)).slices).toEqual([]);
    const rules = [{ scorer: 'category', tag: 'row-3', rule: RULE }];
    expect(compareRuns(evalRun(lonely), evalRun(before), { rules }).slices.map(({ tag }) => tag)).toEqual(['row-3']);
  });
});

describe('a rule of the pass rate', () => {
  test('compares how often a case passes, whatever its scores', () => {
    // The runner says that less than 1 fails: the score falls by a tenth, the pass rate by all.
    const rules = [{ scorer: 'category', rule: { ...RULE, metric: 'passRate' as const } }];
    const [candidate, baseline] = [
      evalRun({ scores: { category: Array<number>(20).fill(0.9) } }),
      evalRun({ scores: { category: Array<number>(20).fill(1) } }),
    ];
    const by = (asked: typeof rules | undefined) => compareRuns(candidate, baseline, asked && { rules: asked }).scorers[0]?.statistics;
    expect(by(rules)).toMatchObject({ metric: 'passRate', delta: { value: -1 } });
    expect(by(undefined)).toMatchObject({ metric: 'mean', delta: { value: expect.closeTo(-0.1, 12) } });
  });
});

describe('laws', () => {
  const graded = fc.constantFrom(0, 0.25, 0.5, 1);
  const cases = fc.array(
    fc.record({
      candidate: fc.tuple(graded, graded),
      baseline: fc.tuple(graded, graded),
      group: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    }),
    {
      minLength: 1,
      maxLength: 25,
    },
  );

  test('the order of results changes nothing', () => {
    fc.assert(
      fc.property(cases, fc.infiniteStream(fc.nat()), (rows, noise) => {
        const [candidate, baseline] = runs(rows);
        const shuffled = { ...candidate, results: shuffle(candidate.results, noise) };
        const other = { ...baseline, results: shuffle(baseline.results, noise) };
        expect(compareRuns(shuffled, other, { rules: RULES })).toEqual(compareRuns(candidate, baseline, { rules: RULES }));
      }),
      { numRuns: 50 },
    );
  });

  test('intervals hold the estimate, and the largest drop is at least the observed one', () => {
    fc.assert(
      fc.property(cases, (rows) => {
        const [candidate, baseline] = runs(rows);
        const statistics = compareRuns(candidate, baseline, { rules: RULES }).scorers[0]?.statistics;
        for (const estimate of [statistics?.baseline, statistics?.candidate, statistics?.delta]) {
          expect(estimate?.low).toBeLessThanOrEqual((estimate?.value ?? Number.NaN) + 1e-9);
          expect(estimate?.high).toBeGreaterThanOrEqual((estimate?.value ?? Number.NaN) - 1e-9);
          expect(estimate?.low).toBeGreaterThanOrEqual(-1);
          expect(estimate?.high).toBeLessThanOrEqual(1);
        }
        expect(statistics?.largestDrop).toBeGreaterThanOrEqual(-(statistics?.delta.value ?? Number.NaN) - 1e-9);
        expect(statistics?.p).toBeGreaterThan(0);
        expect(statistics?.p).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  test('swapping the runs turns the difference round', () => {
    fc.assert(
      fc.property(cases, (rows) => {
        const [candidate, baseline] = runs(rows);
        const there = compareRuns(candidate, baseline).scorers[0];
        const back = compareRuns(baseline, candidate).scorers[0];
        expect(there?.statistics?.delta.value).toBeCloseTo(-(back?.statistics?.delta.value ?? Number.NaN), 12);
        expect(there?.statistics?.delta.low).toBeCloseTo(-(back?.statistics?.delta.high ?? Number.NaN), 9);
        expect(there?.counts.improved).toBe(back?.counts.regressed);
        expect(there?.newFailures).toHaveLength(back?.newPasses.length ?? Number.NaN);
      }),
      { numRuns: 50 },
    );
  });
});

function compare(candidate: RunSketch, baseline: RunSketch): ScorerComparison {
  const [compared] = compareRuns(evalRun(candidate), evalRun(baseline), { rules: RULES }).scorers;
  if (compared === undefined) throw new Error('nothing compared');
  return compared;
}

function runs(rows: readonly { candidate: readonly number[]; baseline: readonly number[]; group: string | undefined }[]) {
  const groups = rows.map(({ group }) => group);
  const side = (which: 'candidate' | 'baseline') => evalRun({ scores: { category: rows.map((row) => row[which]) }, groups });
  return [side('candidate'), side('baseline')] as const;
}

/** Cases by how they come out: both pass, only the baseline, only the candidate. */
function outcomes(both: number, baselineOnly: number, candidateOnly: number) {
  const column = (...parts: [number, number][]) => parts.flatMap(([amount, score]) => Array<number>(amount).fill(score));
  return {
    baseline: column([both, 1], [baselineOnly, 1], [candidateOnly, 0]),
    candidate: column([both, 1], [baselineOnly, 0], [candidateOnly, 1]),
  };
}

function shuffle<Item>(items: readonly Item[], noise: IterableIterator<number>): Item[] {
  return items
    .map((item) => ({ item, key: noise.next().value as number }))
    .sort((left, right) => left.key - right.key)
    .map(({ item }) => item);
}
