import { describe, expect, test } from 'vitest';
import { evalRun } from '../../../test/support/eval-run.ts';
import { digestOf } from '../../base/digest.ts';
import type { EvalRun } from '../run.ts';
import { evaluateGate } from './evaluate-gate.ts';
import type { Gate, ScorerGate } from './rules/gate.ts';
import type { GateRequest, IntegrityCode } from './verdict.ts';

const BOUND: ScorerGate = { mean: { operator: '>=', value: 0.5 } };
const RULE: ScorerGate = { regression: { maxDrop: 0.05, confidence: 0.95, onInconclusive: 'warn' } };
const JUDGE = { scorer: 'a', message: 'It was never compared.' };
const good = evalRun({ scores: { a: [1, 1, 0, 1] } });

describe('a run that cannot be judged', () => {
  test.each<[string, IntegrityCode, Partial<GateRequest>]>([
    ['has no case', 'no-cases', { candidate: evalRun({ scores: { a: [] } }) }],
    ['has no scorer', 'no-scorers', { candidate: { ...good, subject: { ...good.subject, scorers: new Map() } }, gate: gateOf({}) }],
    ['is gated by a scorer it does not have', 'scorer-unknown', { gate: gateOf({ b: BOUND }) }],
    ['has a result twice', 'results-duplicate', { candidate: { ...good, results: [...good.results, ...good.results.slice(0, 1)] } }],
    [
      'has a score twice',
      'results-duplicate',
      { candidate: mapped(good, (result) => ({ ...result, scores: [...result.scores, ...result.scores] })) },
    ],
    ['has results of cases that were not selected', 'results-unexpected', { candidate: about(good, { cases: 3 }) }],
    [
      'has results beyond its repeats',
      'results-unexpected',
      { candidate: mapped(good, (result) => ({ ...result, sample: result.sample + 1 })) },
    ],
    ['broke off', 'results-missing', { candidate: { ...good, results: good.results.slice(1) } }],
    ['never started', 'results-missing', { candidate: { ...good, results: [] } }],
    ['lacks a repeat', 'results-missing', { candidate: about(good, { repeat: 2 }) }],
    [
      'has an answer that a scorer is silent about',
      'scorer-without-result',
      { candidate: about(good, { scorers: new Map([...good.subject.scorers, ['b', digestOf('b')]]) }) },
    ],
    [
      'has no score at all',
      'scorer-without-result',
      { candidate: evalRun({ scores: { a: [1, 1] }, unanswered: [0, 1] }), gate: { ...gateOf({ a: BOUND }), maxErrorRate: 1 } },
    ],
    ['has a score above 1', 'score-invalid', { candidate: evalRun({ scores: { a: [1, 1.5] } }) }],
    ['has a score that is no number', 'score-invalid', { candidate: evalRun({ scores: { a: [1, Number.NaN] } }) }],
    [
      'is asked for a percentile of what nobody measured',
      'value-missing',
      { candidate: mapped(good, withoutValues), gate: gateOf({ a: { p95: { operator: '<=', value: 1 } } }) },
    ],
    [
      'is gated by a judge that does not agree with people',
      'judge-uncalibrated',
      { gate: { ...gateOf({ a: BOUND }), uncalibrated: [JUDGE] } },
    ],
    [
      'is held on protected cases against such a judge',
      'judge-uncalibrated',
      {
        candidate: mapped(good, (result) => ({ ...result, tags: ['edge'] })),
        gate: { ...gateOf({}), mustPassTags: ['edge'], uncalibrated: [JUDGE] },
      },
    ],
    ['has no case of a protected tag', 'tag-unused', { gate: { ...gateOf({ a: BOUND }), mustPassTags: ['edge'] } }],
    [
      'has no case of the tag of a slice',
      'tag-unused',
      { gate: { ...gateOf({ a: BOUND }), slices: [{ tag: 'edge', scorer: 'a', asked: BOUND }] } },
    ],
    [
      'is held to a budget without a price',
      'cost-unknown',
      { candidate: evalRun({ scores: { a: [1] }, cost: null }), gate: { ...gateOf({}), maxCost: 1 } },
    ],
    ['has nothing but empty answers', 'answers-empty', { candidate: mapped(good, (result) => ({ ...result, isBlank: true })) }],
    ['has a case without an answer', 'errors', { candidate: evalRun({ scores: { a: [1, 1] }, unanswered: [1] }) }],
    ['never reached the model', 'errors', { candidate: evalRun({ scores: { a: [1, 1] }, unanswered: [0, 1] }) }],
    ['has a scorer that failed', 'errors', { candidate: evalRun({ scores: { a: [1, 'error'] } }) }],
  ])('%s', (_, code, request) => {
    const verdict = evaluateGate({ candidate: good, gate: gateOf({ a: BOUND }), ...request });
    expect(verdict).toMatchObject({ outcome: 'invalid', checks: [] });
    expect(verdict.problems.map((problem) => [problem.code, problem.run])).toEqual([[code, 'candidate']]);
  });

  test.each<[string, IntegrityCode, EvalRun]>([
    ['broke off', 'results-missing', { ...good, results: good.results.slice(1) }],
    ['has errors', 'errors', evalRun({ scores: { a: [1, 1, 1, 'error'] } })],
    ['answered another dataset', 'baseline-dataset-differs', about(good, { datasetDigest: digestOf('another') })],
    [
      'was scored by another version of a scorer',
      'baseline-scorers-differ',
      about(good, { scorers: new Map([['a', digestOf('a, changed')]]) }),
    ],
  ])('has a baseline that %s', (_, code, baseline) => {
    const { outcome, problems } = evaluateGate({ candidate: good, baseline, gate: gateOf({ a: RULE }) });
    expect(outcome).toBe('invalid');
    expect(problems.map((problem) => [problem.code, problem.run])).toEqual([[code, 'baseline']]);
  });

  test('is invalid before it is good or bad', () => {
    const bad = evalRun({ scores: { a: [0, 0, 0, 'error'] } });
    expect(evaluateGate({ candidate: bad, baseline: good, gate: gateOf({ a: { ...BOUND, ...RULE } }) })).toMatchObject({
      outcome: 'invalid',
      checks: [],
    });
  });

  test('says everything that is wrong at once', () => {
    const candidate = {
      ...evalRun({ scores: { a: [1, 'error', 1] } }),
      results: evalRun({ scores: { a: [1, 'error', 1] } }).results.slice(1),
    };
    const { problems } = evaluateGate({ candidate, gate: gateOf({ a: BOUND, b: BOUND }) });
    expect(problems.map(({ message }) => message)).toEqual([
      '2 of 3 results are there: the run is not complete.',
      '1 of 2 results ended in an error, none is allowed. First: the answer is no JSON',
      'The gate names scorer "b", which the suite does not have.',
    ]);
  });
});

describe('what the user accepts', () => {
  test('is an error rate up to the one allowed, errors counted apart', () => {
    const candidate = evalRun({ scores: { a: [1, 1, 1, 'error'] } });
    const verdict = (maxErrorRate: number) =>
      evaluateGate({ candidate, gate: { ...gateOf({ a: { mean: { operator: '=', value: 1 } } }), maxErrorRate } });
    expect(verdict(0.25).outcome).toBe('passed');
    expect(verdict(0.24).problems.map(({ code }) => code)).toEqual(['errors']);
  });

  test('is a changed dataset: what both answered is compared', () => {
    const baseline = about(evalRun({ scores: { a: [1, 1, 1] } }), { datasetDigest: digestOf('another') });
    const { outcome, comparison } = evaluateGate({ candidate: good, baseline, gate: gateOf({ a: RULE }), accept: ['dataset'] });
    expect(outcome).toBe('passed');
    expect(comparison?.scorers[0]?.statistics?.pairs).toBe(3);
  });

  test('is a changed scorer, and not a changed dataset with it', () => {
    const baseline = about(good, { datasetDigest: digestOf('another'), scorers: new Map([['a', digestOf('a, changed')]]) });
    const { problems } = evaluateGate({ candidate: good, baseline, gate: gateOf({ a: RULE }), accept: ['scorers'] });
    expect(problems.map(({ code }) => code)).toEqual(['baseline-dataset-differs']);
  });

  test('is none for a judge that is only shown', () => {
    const candidate = evalRun({ scores: { a: [1, 1, 0, 1], b: [1, 1, 1, 1] } });
    expect(evaluateGate({ candidate, gate: { ...gateOf({ b: BOUND }), uncalibrated: [JUDGE] } }).outcome).toBe('passed');
  });

  test('never leaves a rule without a pair to judge', () => {
    const baseline = about(
      mapped(good, (result) => ({ ...result, caseId: `other ${result.caseId}` })),
      { datasetDigest: digestOf('another') },
    );
    const { outcome, problems } = evaluateGate({ candidate: good, baseline, gate: gateOf({ a: RULE }), accept: ['dataset'] });
    expect([outcome, problems.map(({ code }) => code)]).toEqual(['invalid', ['baseline-unpaired']]);
  });
});

function gateOf(scorers: Readonly<Record<string, ScorerGate>>): Gate {
  return { scorers: new Map(Object.entries(scorers)), maxErrorRate: 0, mustPassTags: [] };
}

function about(run: EvalRun, subject: Partial<EvalRun['subject']>): EvalRun {
  return { ...run, subject: { ...run.subject, ...subject } };
}

function mapped(run: EvalRun, change: (result: EvalRun['results'][number]) => EvalRun['results'][number]): EvalRun {
  return { ...run, results: run.results.map(change) };
}

function withoutValues(result: EvalRun['results'][number]): EvalRun['results'][number] {
  return {
    ...result,
    scores: result.scores.map((score) => ('score' in score ? { scorer: score.scorer, score: score.score, pass: score.pass } : score)),
  };
}
