import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberedRows, type RunSketch, runRequest } from '../../../test/support/eval-suite.ts';
import { Failure } from '../../base/failure.ts';
import type { Answer, CaseResult } from '../run.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { CallOptions, Model, ModelRequest } from './model.ts';
import { type RunOptions, type RunPorts, runSuite } from './run-suite.ts';

type Reply = (request: ModelRequest, options: CallOptions, call: number) => Answer | Failure | Promise<Answer>;

const ECHO: Reply = ({ messages }) => ({ text: messages[0]?.content?.replace('question', 'answer') ?? '', latencyMs: 5, cost: 0.01 });
const EQUALS = { id: 'right', uses: 'equals', parameters: { value: '{{ expected }}' } };
const unreachable = (details: object = { retryable: true }) => new Failure('model-unreachable', 'The line is dead.', { details });

function modelThat(reply: Reply) {
  const seen = { calls: 0, open: 0, mostOpen: 0 };
  const model: Model = {
    name: 'scripted',
    async answer(request, options) {
      const call = seen.calls;
      seen.calls += 1;
      seen.open += 1;
      seen.mostOpen = Math.max(seen.mostOpen, seen.open);
      // A real call never answers in the same tick.
      await new Promise((resolve) => setImmediate(resolve));
      seen.open -= 1;
      const answer = await reply(request, options, call);
      if (answer instanceof Failure) throw answer;
      return answer;
    },
    close: async () => {},
  };
  return { model, seen };
}

function memoryCache(): AnswerCache & { size: () => number } {
  const answers = new Map<string, Answer>();
  return {
    get: async (key) => answers.get(JSON.stringify(key)),
    put: (key, answer) => void answers.set(JSON.stringify(key), answer),
    flush: async () => {},
    size: () => answers.size,
  };
}

/** Runs with time that only passes by waiting. */
async function run(sketch: RunSketch, reply: Reply = ECHO, options: RunOptions = {}, more: Partial<RunPorts> = {}) {
  const { model, seen } = modelThat(reply);
  const waits: number[] = [];
  let now = 1_000_000;
  const wait = async (milliseconds: number) => {
    waits.push(milliseconds);
    now += milliseconds;
  };
  const ports = { model, clock: () => now, random: () => 0.5, wait, ...more };
  const outcome = await runSuite(runRequest({ scorers: [EQUALS], ...sketch }), ports, options);
  return { ...outcome, results: outcome.run.results, seen, waits };
}

describe('runSuite', () => {
  test('asks every case `repeat` times and scores each answer', async () => {
    const { results, run: complete, calls } = await run({ rows: numberedRows(3), repeat: 2 });

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

    const { results } = await run({ rows: numberedRows(4) }, slowFirst, {
      concurrency: 4,
      onResult: (result) => void arrived.push(result),
    });

    expect(results.map(({ label }) => label)).toEqual([0, 1, 2, 3].map((row) => `question ${row}`));
    expect(arrived.at(-1)?.label).toBe('question 0');
  });

  test('never has more calls open than asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 30 }), async (concurrency, count) => {
        const { seen } = await run({ rows: numberedRows(count) }, ECHO, { concurrency });
        expect(seen.mostOpen).toBe(Math.min(concurrency, count));
      }),
      { numRuns: 30 },
    );
  });

  test('goes on after a failed call and reports it at its case', async () => {
    const refuse: Reply = (request, options, call) =>
      request.messages[0]?.content === 'question 1' ? new Failure('model-refused', 'No.') : ECHO(request, options, call);

    const { results } = await run({ rows: numberedRows(3) }, refuse);

    expect(results[1]).toMatchObject({ error: { code: 'model-refused', message: 'No.' }, scores: [] });
    expect(results.filter(({ answer }) => answer !== undefined)).toHaveLength(2);
  });

  test('ends with a defect of an adapter instead of hiding it among the errors of cases', async () => {
    const broken: Reply = () => {
      throw new TypeError('undefined is not a function');
    };

    await expect(run({ rows: numberedRows(3) }, broken)).rejects.toThrow(TypeError);
  });

  test('cuts long answers in what stays in memory, not in what it hands over', async () => {
    const lengths: number[] = [];
    const long: Reply = () => ({ text: 'x'.repeat(5000), latencyMs: 1 });

    const { results } = await run({ rows: numberedRows(1) }, long, {
      onResult: ({ answer }) => void lengths.push(answer?.text.length ?? 0),
    });

    expect(lengths).toEqual([5000]);
    expect(results[0]?.answer?.text).toBe(`${'x'.repeat(400)}…`);
  });
});

describe('retries', () => {
  test('never cost a case more requests than its samples and its one budget', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 5 }),
        fc.infiniteStream(fc.boolean()),
        async (repeat, retries, luck) => {
          const coin = luck[Symbol.iterator]();
          const flaky: Reply = (request, options, call) => (coin.next().value ? unreachable() : ECHO(request, options, call));
          const { seen } = await run({ rows: numberedRows(1), repeat }, flaky, { retries });
          expect(seen.calls).toBeLessThanOrEqual(repeat + retries);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('stop at once when asking again cannot help', async () => {
    const { seen, waits } = await run({ rows: numberedRows(1) }, () => unreachable({ retryable: false }));

    expect([seen.calls, waits]).toEqual([1, []]);
  });

  test('wait longer each time, with jitter', async () => {
    const { waits } = await run({ rows: numberedRows(1) }, () => unreachable(), { retries: 3 });

    expect(waits).toEqual([375, 750, 1500]);
  });

  test('wait as long as the provider asks, all calls together', async () => {
    const limitOnce: Reply = (request, options, call) =>
      call === 0 ? unreachable({ retryable: true, retryAfterMs: 3000 }) : ECHO(request, options, call);

    const { waits, results } = await run({ rows: numberedRows(2) }, limitOnce, { concurrency: 1 });

    expect(waits).toEqual([3250]);
    expect(results.every(({ answer }) => answer !== undefined)).toBe(true);
  });

  test('give up when the provider asks for more time than a run has', async () => {
    const { seen, results } = await run({ rows: numberedRows(1) }, () => unreachable({ retryable: true, retryAfterMs: 3_600_000 }));

    expect(seen.calls).toBe(1);
    expect(results[0]?.error?.code).toBe('model-unreachable');
  });

  test('follow a call that missed its deadline', async () => {
    const hangOnce: Reply = (request, options, call) =>
      call > 0
        ? ECHO(request, options, call)
        : new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(options.signal.reason)));

    const { results, calls } = await run({ rows: numberedRows(1) }, hangOnce, { deadlineMs: 20 });

    expect(calls).toBe(2);
    expect(results[0]?.answer?.text).toBe('answer 0');
  });
});

describe('the cache', () => {
  test('answers what was asked before, sample by sample, with the latency of the original call', async () => {
    const cache = memoryCache();
    const first = await run({ rows: numberedRows(2), repeat: 2 }, ECHO, {}, { cache });
    const second = await run({ rows: numberedRows(2), repeat: 3 }, ECHO, {}, { cache });

    expect([first.calls, first.cached, second.calls, second.cached]).toEqual([4, 0, 2, 4]);
    expect(second.results.map(({ cached }) => cached)).toEqual([true, true, false, true, true, false]);
    expect(second.results[0]?.answer?.latencyMs).toBe(5);
    expect(second.cost).toBeCloseTo(0.02);
  });

  test('makes a second run equal the first but for what came from the cache', async () => {
    const cache = memoryCache();
    const sketch = { rows: numberedRows(20), repeat: 2 };
    const plain = (results: readonly CaseResult[]) => results.map(({ cached: _, ...result }) => result);

    const [first, second] = [await run(sketch, ECHO, {}, { cache }), await run(sketch, ECHO, { concurrency: 3 }, { cache })];

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

    for (const content of contents) await run({ rows: numberedRows(1), content }, ECHO, {}, { cache });

    expect(cache.size()).toBe(contents.length);
  });

  test('never holds errors', async () => {
    const cache = memoryCache();

    await run({ rows: numberedRows(1) }, () => unreachable({ retryable: false }), {}, { cache });

    expect(cache.size()).toBe(0);
  });
});

describe('maxCost', () => {
  test('stops asking once it is spent, but for the calls in flight', async () => {
    const { results, seen, cost, stoppedByCost } = await run({ rows: numberedRows(40) }, ECHO, { maxCost: 0.095, concurrency: 4 });

    expect(seen.calls).toBeGreaterThanOrEqual(10);
    expect(seen.calls).toBeLessThan(10 + 4);
    expect(stoppedByCost).toBe(true);
    expect(cost).toBeCloseTo(seen.calls * 0.01);
    expect(results.filter(({ error }) => error?.code === 'max-cost-reached')).toHaveLength(40 - seen.calls);
  });

  test('counts nothing for cached answers', async () => {
    const cache = memoryCache();
    await run({ rows: numberedRows(20) }, ECHO, {}, { cache });

    const { cost, cached, stoppedByCost } = await run({ rows: numberedRows(20) }, ECHO, { maxCost: 0.01 }, { cache });

    expect([cost, cached, stoppedByCost]).toEqual([0, 20, false]);
  });
});

describe('the signal', () => {
  test('ends a run at once with its reason, and starts no further call', async () => {
    const stop = new AbortController();
    const hang: Reply = (_request, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        setTimeout(() => stop.abort(new Error('ctrl-c')), 5);
      });
    const { model, seen } = modelThat(hang);
    const started = performance.now();

    const outcome = runSuite(
      runRequest({ rows: numberedRows(100) }),
      { model, clock: Date.now, random: () => 0 },
      { signal: stop.signal, concurrency: 4 },
    );

    await expect(outcome).rejects.toThrow('ctrl-c');
    expect(seen.calls).toBe(4);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('ends a run that waits to ask again', async () => {
    const { model } = modelThat(() => unreachable({ retryable: true, retryAfterMs: 60_000 }));

    const outcome = runSuite(
      runRequest({ rows: numberedRows(2) }),
      { model, clock: Date.now, random: () => 0 },
      { signal: AbortSignal.timeout(20) },
    );

    await expect(outcome).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('that fired before is not asked around', async () => {
    const { model, seen } = modelThat(ECHO);

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

describe('the preflight', () => {
  test('names the case and the variable that is missing, at its row, before the first call', async () => {
    const { model, seen } = modelThat(ECHO);
    const request = runRequest({ rows: [{ q: 'x' }, { id: 'second', other: 'y' }] });

    const failure = await runSuite(request, { model, clock: Date.now, random: () => 0 }).catch((error) => error);

    expect(failure).toMatchObject({ code: 'suite-invalid', message: expect.stringContaining('"second" cannot be rendered') });
    expect(failure.message).toContain('`q`');
    expect(failure.details.findings).toMatchObject([{ file: 'cases.jsonl', range: { line: 2 }, rule: 'case-unrenderable' }]);
    expect(seen.calls).toBe(0);
  });

  test('names the case that a scorer cannot judge', async () => {
    const request = runRequest({ rows: [{ q: 'x', expected: 'a' }, { q: 'y' }], scorers: [EQUALS] });

    const failure = await runSuite(request, { model: modelThat(ECHO).model, clock: Date.now, random: () => 0 }).catch((error) => error);

    expect(failure.details.findings.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringMatching(/^The scorer "right" cannot judge the case "[0-9a-f]{12}" of ask: the case has no `expected`\.$/),
    ]);
  });

  test('shows twenty findings and counts the others', async () => {
    const request = runRequest({ rows: Array.from({ length: 50 }, (_, n) => ({ other: n })) });

    const failure = await runSuite(request, { model: modelThat(ECHO).model, clock: Date.now, random: () => 0 }).catch((error) => error);

    expect(failure.details.findings).toHaveLength(21);
    expect(failure.details.findings.at(-1).message).toBe('30 more findings like these.');
  });

  test('names a suite and prompt without a model', async () => {
    const request = runRequest({ rows: numberedRows(1) });
    const { model: _, ...content } = request.version.content;

    await expect(
      runSuite(
        { ...request, version: { ...request.version, content } },
        { model: modelThat(ECHO).model, clock: Date.now, random: () => 0 },
      ),
    ).rejects.toThrow('Neither the suite "small" nor the prompt ask names a model.');
  });

  test('leaves out what an older version does not declare, when told to', async () => {
    const request = runRequest({ rows: [{ q: 'x', added: 'later' }], content: { inputs: { q: { type: 'string' } } } });
    const ports = { model: modelThat(ECHO).model, clock: Date.now, random: () => 0 };

    await expect(runSuite(request, ports)).rejects.toThrow('added');
    expect((await runSuite({ ...request, ignoreExtraInputs: true }, ports)).run.results[0]?.answer?.text).toBe('x');
  });
});
