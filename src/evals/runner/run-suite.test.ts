import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberedRows, runRequest } from '../../../test/support/eval-suite.ts';
import { ECHO, memoryCache, type Reply, runScripted, scriptedModel } from '../../../test/support/scripted-model.ts';
import { Failure } from '../../base/failure.ts';
import type { Answer, CaseResult } from '../run.ts';
import { runSuite } from './run-suite.ts';

const unreachable = (details: object = { retryable: true }) => new Failure('model-unreachable', 'The line is dead.', { details });

describe('runSuite', () => {
  test('asks every case `repeat` times and scores each answer', async () => {
    const { results, run: complete, calls } = await runScripted({ rows: numberedRows(3), repeat: 2 });

    expect(results.map(({ label, sample, scores }) => [label, sample, scores])).toEqual(
      [0, 0, 1, 1, 2, 2].map((row, index) => [`question ${row}`, index % 2, [{ scorer: 'right', score: 1, pass: true }]]),
    );
    expect(complete.subject).toMatchObject({
      suite: 'small',
      prompt: 'ask',
      reference: 'tree',
      model: 'openai/gpt-4o-mini',
      repeat: 2,
      cases: 3,
    });
    expect(calls).toBe(6);
  });

  test('keeps the order of cases whatever order answers come in, and hands each result over as it comes', async () => {
    const arrived: CaseResult[] = [];
    const slowFirst: Reply = async (request, options, call) => {
      await new Promise((resolve) => setTimeout(resolve, call === 0 ? 30 : 0));
      return ECHO(request, options, call) as Answer;
    };

    const { results } = await runScripted({ rows: numberedRows(4) }, slowFirst, {
      concurrency: 4,
      onResult: (result) => void arrived.push(result),
    });

    expect(results.map(({ label }) => label)).toEqual([0, 1, 2, 3].map((row) => `question ${row}`));
    expect(arrived.at(-1)?.label).toBe('question 0');
  });

  test('never has more calls open than asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 30 }), async (concurrency, count) => {
        const { seen } = await runScripted({ rows: numberedRows(count) }, ECHO, { concurrency });
        expect(seen.mostOpen).toBe(Math.min(concurrency, count));
      }),
      { numRuns: 30 },
    );
  });

  test('goes on after a failed call and reports it at its case', async () => {
    const refuse: Reply = (request, options, call) =>
      request.messages[0]?.content === 'question 1' ? new Failure('model-refused', 'No.') : ECHO(request, options, call);

    const { results } = await runScripted({ rows: numberedRows(3) }, refuse);

    expect(results[1]).toMatchObject({ error: { code: 'model-refused', message: 'No.' }, scores: [] });
    expect(results.filter(({ answer }) => answer !== undefined)).toHaveLength(2);
  });

  test('ends with a defect of an adapter instead of hiding it among the errors of cases', async () => {
    const broken: Reply = () => {
      throw new TypeError('undefined is not a function');
    };

    await expect(runScripted({ rows: numberedRows(3) }, broken)).rejects.toThrow(TypeError);
  });

  test('cuts long answers in what stays in memory, not in what it hands over', async () => {
    const lengths: number[] = [];
    const long: Reply = () => ({ text: 'x'.repeat(5000), latencyMs: 1 });

    const { results } = await runScripted({ rows: numberedRows(1) }, long, {
      onResult: ({ answer }) => void lengths.push(answer?.text.length ?? 0),
    });

    expect(lengths).toEqual([5000]);
    expect(results[0]?.answer?.text).toBe(`${'x'.repeat(400)}…`);
  });
});

describe('the cache', () => {
  test('answers what was asked before, sample by sample, with the latency of the original call', async () => {
    const cache = memoryCache();
    const first = await runScripted({ rows: numberedRows(2), repeat: 2 }, ECHO, {}, { cache });
    const second = await runScripted({ rows: numberedRows(2), repeat: 3 }, ECHO, {}, { cache });

    expect([first.calls, first.cached, second.calls, second.cached]).toEqual([4, 0, 2, 4]);
    expect(second.results.map(({ cached }) => cached)).toEqual([true, true, false, true, true, false]);
    expect(second.results[0]?.answer?.latencyMs).toBe(5);
    expect(second.cost).toBeCloseTo(0.02);
  });

  test('makes a second run equal the first but for what came from the cache', async () => {
    const cache = memoryCache();
    const sketch = { rows: numberedRows(20), repeat: 2 };
    const plain = (results: readonly CaseResult[]) => results.map(({ cached: _, ...result }) => result);

    const [first, second] = [
      await runScripted(sketch, ECHO, {}, { cache }),
      await runScripted(sketch, ECHO, { concurrency: 3 }, { cache }),
    ];

    expect(plain(second.results)).toEqual(plain(first.results));
  });

  test('keeps apart what differs for the model', async () => {
    const cache = memoryCache();
    const schema = (properties: object) => ({ schema: { schema: { type: 'object', properties } as never } });
    const contents = [
      {},
      { parameters: { temperature: 1 } },
      { model: 'openai/gpt-4o' },
      { tools: [{ type: 'function', function: { name: 'f' } }] },
      schema({ a: {}, b: {} }),
      schema({ b: {}, a: {} }),
      { responseFormat: 'json_object' as const },
      { messages: [{ role: 'system' as const, content: '{{ q }}' }] },
    ];

    for (const content of contents) await runScripted({ rows: numberedRows(1), content }, ECHO, {}, { cache });

    expect(cache.size()).toBe(contents.length);
  });

  test('never holds errors', async () => {
    const cache = memoryCache();

    await runScripted({ rows: numberedRows(1) }, () => unreachable({ retryable: false }), {}, { cache });

    expect(cache.size()).toBe(0);
  });
});

describe('maxCost', () => {
  test('stops asking once it is spent, but for the calls in flight', async () => {
    const { results, seen, cost, stoppedByCost } = await runScripted({ rows: numberedRows(40) }, ECHO, { maxCost: 0.095, concurrency: 4 });

    expect(seen.calls).toBeGreaterThanOrEqual(10);
    expect(seen.calls).toBeLessThan(10 + 4);
    expect(stoppedByCost).toBe(true);
    expect(cost).toBeCloseTo(seen.calls * 0.01);
    expect(results.filter(({ error }) => error?.code === 'max-cost-reached')).toHaveLength(40 - seen.calls);
  });

  test('counts nothing for cached answers', async () => {
    const cache = memoryCache();
    await runScripted({ rows: numberedRows(20) }, ECHO, {}, { cache });

    const { cost, cached, stoppedByCost } = await runScripted({ rows: numberedRows(20) }, ECHO, { maxCost: 0.01 }, { cache });

    expect([cost, cached, stoppedByCost]).toEqual([0, 20, false]);
  });
});

test('recorded answers cost nothing now and are kept in no cache', async () => {
  const cache = memoryCache();
  const { model } = scriptedModel(ECHO);
  const request = runRequest({ rows: numberedRows(4) });
  const { run, cost, calls } = await runSuite(request, { model: { ...model, isRecorded: true }, cache, clock: () => 0, random: () => 0 });

  expect([cost, cache.size(), calls]).toEqual([0, 0, 4]);
  expect(run.results.every(({ cached }) => cached)).toBe(true);
});

describe('the signal', () => {
  test('ends a run at once with its reason, and starts no further call', async () => {
    const stop = new AbortController();
    const hang: Reply = (_request, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        setTimeout(() => stop.abort(new Error('ctrl-c')), 5);
      });
    const { model, seen } = scriptedModel(hang);
    const started = performance.now();

    const outcome = runSuite(
      runRequest({ rows: numberedRows(100) }),
      { model, clock: Date.now, random: () => 0 },
      { signal: stop.signal, concurrency: 4 },
    );

    await expect(outcome).rejects.toThrow('ctrl-c');
    expect(seen.calls).toBe(4);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('ends a run that waits to ask again', async () => {
    const { model } = scriptedModel(() => unreachable({ retryable: true, retryAfterMs: 60_000 }));

    const outcome = runSuite(
      runRequest({ rows: numberedRows(2) }),
      { model, clock: Date.now, random: () => 0 },
      { signal: AbortSignal.timeout(20) },
    );

    await expect(outcome).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('that fired before is not asked around', async () => {
    const { model, seen } = scriptedModel(ECHO);

    await expect(
      runSuite(
        runRequest({ rows: numberedRows(2) }),
        { model, clock: Date.now, random: () => 0 },
        { signal: AbortSignal.abort(new Error('no')) },
      ),
    ).rejects.toThrow('no');
    expect(seen.calls).toBe(0);
  });
});
