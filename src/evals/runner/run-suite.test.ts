import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberedRows, runRequest } from '../../../test/support/eval-suite.ts';
import { ECHO, memoryCache, type Reply, runScripted, scriptedModel } from '../../../test/support/scripted-model.ts';
import { Failure } from '../../base/failure.ts';
import type { Answer, CaseResult } from '../run.ts';
import { boundedSpending } from './calls/spending.ts';
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

  test('keeps the start of answers that failed and nothing of others in memory, and hands all of them over whole', async () => {
    const lengths: number[] = [];
    const long: Reply = (request, options, call) =>
      call === 0 ? { text: 'x'.repeat(5000), latencyMs: 1 } : (ECHO(request, options, call) as Answer);

    const { results } = await runScripted({ rows: numberedRows(2) }, long, {
      onResult: ({ answer }) => void lengths.push(answer?.text.length ?? 0),
    });

    expect(lengths).toEqual([5000, 8]);
    expect(results.map(({ answer }) => answer?.text)).toEqual([`${'x'.repeat(400)}…`, '']);
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
    expect(second.results.map(({ spent }) => spent)).toEqual([undefined, undefined, 0.01, undefined, undefined, 0.01]);
  });

  test('makes a second run equal the first but for what came from the cache', async () => {
    const cache = memoryCache();
    const sketch = { rows: numberedRows(20), repeat: 2 };
    const plain = (results: readonly CaseResult[]) => results.map(({ cached: _, spent: __, ...result }) => result);

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

describe('a bound of cost', () => {
  const priced = (limit: number, most?: number) => boundedSpending(limit, () => ({ input: 0.001, ...(most !== undefined && { most }) }));

  test('is never passed, however many calls are open', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 45 }),
        fc.boolean(),
        async (concurrency, cents, isBounded) => {
          const spending = priced((cents + 0.5) / 100, isBounded ? 0.01 : undefined);
          const { results, seen } = await runScripted({ rows: numberedRows(40) }, ECHO, { concurrency }, { spending });
          expect(seen.calls).toBe(Math.min(40, cents));
          expect(spending.spent).toBeCloseTo(seen.calls * 0.01);
          expect(results.filter(({ error }) => error?.code === 'max-cost-reached')).toHaveLength(40 - seen.calls);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('is shared by runs', async () => {
    const spending = priced(0.155);
    for (const expected of [10, 5, 0]) {
      const { seen } = await runScripted({ rows: numberedRows(10) }, ECHO, {}, { spending });
      expect(seen.calls).toBe(expected);
    }
  });

  test('asks alone first where nothing is known of the length of answers', async () => {
    const { seen } = await runScripted({ rows: numberedRows(10) }, ECHO, { concurrency: 8 }, { spending: priced(0.015) });
    expect(seen.calls).toBe(1);
  });

  test('counts nothing for cached answers', async () => {
    const cache = memoryCache();
    await runScripted({ rows: numberedRows(20) }, ECHO, {}, { cache });
    const spending = priced(0.001);

    const { cached } = await runScripted({ rows: numberedRows(20) }, ECHO, {}, { cache, spending });

    expect([spending.spent, cached]).toEqual([0, 20]);
  });

  test('is refused before the first call where the price is not known', async () => {
    const { model, seen } = scriptedModel(ECHO);
    const spending = boundedSpending(1, () => undefined);

    const run = runSuite(runRequest({ rows: numberedRows(4) }), { model, clock: Date.now, random: () => 0, spending });

    await expect(run).rejects.toMatchObject({ code: 'price-unknown' });
    expect(seen.calls).toBe(0);
  });
});

test('recorded answers cost nothing now and are kept in no cache', async () => {
  const cache = memoryCache();
  const { model } = scriptedModel(ECHO);
  const request = runRequest({ rows: numberedRows(4) });
  const { run, calls } = await runSuite(request, { model: { ...model, isRecorded: true }, cache, clock: () => 0, random: () => 0 });

  expect([cache.size(), calls]).toEqual([0, 4]);
  expect(run.results.every(({ cached, spent }) => cached && spent === undefined)).toBe(true);
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
