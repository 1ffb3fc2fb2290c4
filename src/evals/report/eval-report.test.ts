import { describe, expect, test } from 'vitest';
import { evalRun } from '../../../test/support/eval-run.ts';
import { digestOf } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { evaluateGate } from '../gate/evaluate-gate.ts';
import type { Gate } from '../gate/rules/gate.ts';
import { evalReport } from './eval-report.ts';

const GATE: Gate = {
  scorers: new Map([['category', { regression: { maxDrop: 0.05, confidence: 0.95, onInconclusive: 'warn' } }]]),
  maxErrorRate: 0.5,
  mustPassTags: [],
};
const candidate = evalRun({
  scores: {
    category: [
      [1, 1],
      [1, 0],
      ['error', 1],
    ],
    shown: [1, 1, 0],
  },
  latencies: [100, 300, 900],
});
const baseline = evalRun({
  scores: {
    category: [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
    shown: [1, 1, 0],
  },
  subject: { reference: 'production', promptDigest: digestOf('production') },
  cached: true,
});

function report() {
  const verdict = evaluateGate({ candidate, baseline, gate: GATE });
  return evalReport({ candidate, baseline, gate: GATE, verdict, command: 'promptlane eval triage' });
}

describe('evalReport', () => {
  test('names everything needed to repeat both runs', () => {
    const { subject } = candidate;
    expect(report()).toMatchObject({
      schema: 'promptlane/eval-report/v1',
      suite: 'triage',
      prompt: 'support/triage',
      command: 'promptlane eval triage',
      candidate: {
        reference: 'tree',
        promptDigest: subject.promptDigest,
        datasetDigest: subject.datasetDigest,
        suiteDigest: subject.suiteDigest,
        scorerDigests: { category: digestOf('category'), shown: digestOf('shown') },
        model: 'openai/gpt-4o-mini',
        seed: 7,
        cases: 3,
        repeat: 2,
      },
      baseline: { reference: 'production', promptDigest: digestOf('production') },
    });
  });

  test('counts errors, cost, cache and time', () => {
    const { candidate: now, baseline: before } = report();
    expect(now.errors).toEqual([
      { caseId: 'case-00002', label: 'ticket 2', sample: 0, scorer: 'category', message: 'the answer is no JSON' },
    ]);
    expect(now.cost).toEqual({ total: expect.closeTo(0.006, 12), judging: 0, spent: expect.closeTo(0.006, 12), unpriced: 0 });
    expect(now).toMatchObject({ results: 6, cachedShare: 0, usage: { input: 720, output: 48 }, latencyMs: { p50: 300, p95: 900 } });
    expect(before).toMatchObject({ cachedShare: 1, cost: { spent: 0 } });
  });

  test('says of every scorer what it found and whether it gates', () => {
    const [category, shown] = report().scorers;
    expect(category).toMatchObject({
      scorer: 'category',
      gates: true,
      failures: [{ label: 'ticket 1' }],
      figures: { cases: 3, mean: { value: expect.closeTo(5 / 6, 12) } },
    });
    expect(category?.comparison).toMatchObject({ newFailures: [{ label: 'ticket 1' }], counts: { errored: 1 }, statistics: { pairs: 2 } });
    expect(shown).toMatchObject({ gates: false, failures: [{ label: 'ticket 2', reason: 'expected "billing", got "sales"' }] });
  });

  test('counts answers without a known price instead of calling them free', () => {
    const run = evalRun({ scores: { category: [1, 1] }, cost: null });
    const { candidate: now } = evalReport({
      candidate: run,
      gate: GATE,
      verdict: evaluateGate({ candidate: run, gate: GATE }),
      command: '',
    });
    expect(now.cost).toEqual({ total: 0, judging: 0, spent: 0, unpriced: 2 });
  });

  test('names the judge of a scorer, and what judging cost', () => {
    const judge = { prompt: 'judges/helpful' as PromptId, promptDigest: digestOf('judge'), model: 'openai/gpt-4o' };
    const asked = evalRun({ scores: { shown: [1, 0] }, subject: { judges: { shown: judge } } });
    const results = asked.results.map((result) => ({
      ...result,
      scores: result.scores.map((score) => ({ ...score, cost: 0.01 })),
      spent: 0.011,
    }));
    const run = { ...asked, results };
    const { candidate: now, scorers } = evalReport({
      candidate: run,
      gate: GATE,
      verdict: evaluateGate({ candidate: run, gate: GATE }),
      command: '',
    });
    expect(scorers[0]?.judge).toEqual(judge);
    expect(now.cost).toEqual({
      total: expect.closeTo(0.022, 12),
      judging: expect.closeTo(0.02, 12),
      spent: expect.closeTo(0.022, 12),
      unpriced: 0,
    });
  });

  test('is plain JSON: what is written is what is read', () => {
    expect(JSON.parse(JSON.stringify(report()))).toEqual(report());
  });

  test('says that there was no baseline', () => {
    const alone = evalReport({ candidate, gate: GATE, verdict: evaluateGate({ candidate, gate: GATE }), command: '' });
    expect(alone.baseline).toBeNull();
    expect(alone.scorers.every(({ comparison }) => comparison === undefined)).toBe(true);
  });

  test('does not depend on the order of results', () => {
    const turned = { ...candidate, results: candidate.results.toReversed() };
    const verdict = evaluateGate({ candidate: turned, baseline, gate: GATE });
    expect(evalReport({ candidate: turned, baseline, gate: GATE, verdict, command: 'promptlane eval triage' })).toEqual(report());
  });
});
