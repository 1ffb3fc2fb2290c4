import { describe, expect, test } from 'vitest';
import { numberedRows, runRequest } from '../../../../test/support/eval-suite.ts';
import { ECHO, memoryCache, type Reply, runScripted, scriptedModel } from '../../../../test/support/scripted-model.ts';
import type { Answer } from '../../run.ts';
import type { Model, ModelRequest } from '../model.ts';
import { runSuite } from '../run-suite.ts';
import { boundedSpending, type Quote } from './spending.ts';

const COSTLESS: Reply = () => ({ text: 'answer', latencyMs: 5 });
const rows = numberedRows(20);

/** Runs 20 cases within three and a half cents. */
function runBounded(reply: Reply, { quote, ...kind }: { quote?: Quote } & Partial<Model> = {}) {
  const { model, seen } = scriptedModel(reply);
  const spending = boundedSpending(0.035, () => quote);
  const ports = { model: { ...model, ...kind }, clock: Date.now, random: () => 0, spending };
  return { seen, spending, run: runSuite(runRequest({ rows }), ports, { concurrency: 8 }) };
}

describe('a bound of cost', () => {
  test('ends the run with the first answer that does not tell its length', async () => {
    const { run, seen } = runBounded(COSTLESS, { quote: { input: 0.001 } });

    await expect(run).rejects.toMatchObject({ code: 'price-unknown', hint: expect.stringContaining('maxTokens') });
    expect(seen.calls).toBe(1);
  });

  test('counts such an answer as the longest that the prompt allows', async () => {
    const { run, seen, spending } = runBounded(COSTLESS, { quote: { input: 0.001, most: 0.01 } });

    await run;

    expect(seen.calls).toBe(3);
    expect(spending.spent).toBeCloseTo(0.03);
  });

  test('is kept for a pipeline by what its answers say they cost, whatever the model of the prompt costs', async () => {
    const { run, seen, spending } = runBounded(ECHO, { pricesItself: true });

    await run;

    expect(seen.calls).toBe(3);
    expect(spending.spent).toBeCloseTo(0.03);
  });

  test('ends the run of a pipeline that does not say it, whatever the model of the prompt costs', async () => {
    const { run, seen } = runBounded(COSTLESS, { pricesItself: true, quote: { input: 0.001, most: 0.002 } });

    await expect(run).rejects.toMatchObject({ code: 'price-unknown', message: expect.stringContaining('target') });
    expect(seen.calls).toBe(1);
  });
});

describe('a call that its deadline cuts off', () => {
  const hang: Reply = (_request, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

  async function runCut(reply: Reply, quote: Quote) {
    const spending = boundedSpending(0.035, () => quote);
    const outcome = await runScripted({ rows }, reply, { deadlineMs: 10, concurrency: 1, retries: 9 }, { spending });
    return { ...outcome, spending };
  }

  test('counts what was set aside for it, and is not repeated where that would pass the bound', async () => {
    const { seen, spending, results } = await runCut(hang, { input: 0.001, most: 0.01 });

    expect(seen.calls).toBe(3);
    expect(spending.spent).toBeCloseTo(0.03);
    expect(results[0]).toMatchObject({ error: { code: 'model-unreachable' }, spent: expect.closeTo(0.03) });
    expect(results.slice(1).every(({ error }) => error?.code === 'max-cost-reached')).toBe(true);
  });

  test('counts all that is left where nothing is known of the length of answers', async () => {
    const { seen, spending } = await runCut(hang, { input: 0.001 });

    expect([seen.calls, spending.spent]).toEqual([1, 0.035]);
  });

  test('counts an assumed answer where nothing is known of their length, and keeps the bound until it is used up', async () => {
    const { seen, spending, results } = await runCut(hang, { input: 0.001, assumed: 0.01 });

    expect(seen.calls).toBe(4);
    expect(spending.spent).toBeCloseTo(0.035);
    expect(results[0]).toMatchObject({ spent: expect.closeTo(0.03) });
    const more = await runCut(hang, { input: 0.001, assumed: 0.05 });
    expect([more.seen.calls, more.spending.spent]).toEqual([1, 0.035]);
  });

  test('leaves the others their money where an assumed answer is less than all that is left', async () => {
    const hangOnce: Reply = (request, options, call) => (call === 0 ? hang(request, options, call) : ECHO(request, options, call));
    const { seen, spending } = await runCut(hangOnce, { input: 0.001, assumed: 0.005 });

    expect(seen.calls).toBe(4);
    expect(spending.spent).toBeCloseTo(0.035);
  });

  test('is counted beside the answer that the next one gave', async () => {
    const hangOnce: Reply = (request, options, call) => (call === 0 ? hang(request, options, call) : ECHO(request, options, call));
    const { seen, spending, results } = await runCut(hangOnce, { input: 0.001, most: 0.01 });

    expect(seen.calls).toBe(3);
    expect(spending.spent).toBeCloseTo(0.03);
    expect(results[0]).toMatchObject({ answer: { cost: 0.01 }, spent: expect.closeTo(0.02) });
  });
});

describe('a model that is recorded', () => {
  const key = ({ messages }: ModelRequest, sample: number) => `${messages[0]?.content}#${sample}`;
  function taped(reply: Reply = ECHO) {
    const tape = new Map<string, Answer>();
    const { model, seen } = scriptedModel(reply);
    const recorded: Model = {
      ...model,
      tape: {
        find: (request, sample) => tape.get(key(request, sample)),
        add: async (request, sample, answer) => void tape.set(key(request, sample), answer),
      },
    };
    return { tape, seen, model: recorded };
  }

  test('has answers of the cache put on its tape', async () => {
    const cache = memoryCache();
    await runScripted({ rows }, ECHO, {}, { cache });
    const { model, tape, seen } = taped();

    const { cached } = await runScripted({ rows }, ECHO, {}, { cache, model });

    expect([tape.size, seen.calls, cached]).toEqual([20, 0, 20]);
  });

  test('is judged by its tape, also where the cache has another answer, and that costs nothing now', async () => {
    const cache = memoryCache();
    await runScripted({ rows }, ECHO, {}, { cache });
    const { model, tape } = taped();
    for (const [index] of rows.entries()) tape.set(`question ${index}#0`, { text: 'of the tape', latencyMs: 1, cost: 1 });
    const spending = boundedSpending(0.001, () => ({ input: 0.001 }));

    const { results } = await runScripted({ rows }, ECHO, {}, { cache, model, spending });

    expect(results.every(({ answer, cached, spent }) => answer?.text === 'of the tape' && cached && spent === undefined)).toBe(true);
    expect(spending.spent).toBe(0);
  });
});
