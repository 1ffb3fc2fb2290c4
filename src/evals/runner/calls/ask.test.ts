import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberedRows } from '../../../../test/support/eval-suite.ts';
import { ECHO, type Reply, runScripted } from '../../../../test/support/scripted-model.ts';
import { Failure } from '../../../base/failure.ts';

const unreachable = (details: object = { retryable: true }) => new Failure('model-unreachable', 'The line is dead.', { details });

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
          const { seen } = await runScripted({ rows: numberedRows(1), repeat }, flaky, { retries });
          expect(seen.calls).toBeLessThanOrEqual(repeat + retries);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('stop at once when asking again cannot help', async () => {
    const { seen, waits } = await runScripted({ rows: numberedRows(1) }, () => unreachable({ retryable: false }));

    expect([seen.calls, waits]).toEqual([1, []]);
  });

  test('wait longer each time, with jitter', async () => {
    const { waits } = await runScripted({ rows: numberedRows(1) }, () => unreachable(), { retries: 3 });

    expect(waits).toEqual([375, 750, 1500]);
  });

  test('wait as long as the provider asks, all calls together', async () => {
    const limitOnce: Reply = (request, options, call) =>
      call === 0 ? unreachable({ retryable: true, retryAfterMs: 3000 }) : ECHO(request, options, call);

    const { waits, results } = await runScripted({ rows: numberedRows(2) }, limitOnce, { concurrency: 1 });

    expect(waits).toEqual([3250]);
    expect(results.every(({ answer }) => answer !== undefined)).toBe(true);
  });

  test('give up when the provider asks for more time than a run has', async () => {
    const { seen, results } = await runScripted({ rows: numberedRows(1) }, () => unreachable({ retryable: true, retryAfterMs: 3_600_000 }));

    expect(seen.calls).toBe(1);
    expect(results[0]?.error?.code).toBe('model-unreachable');
  });

  test('follow a call that missed its deadline', async () => {
    const hangOnce: Reply = (request, options, call) =>
      call > 0
        ? ECHO(request, options, call)
        : new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(options.signal.reason)));

    const { results, calls } = await runScripted({ rows: numberedRows(1) }, hangOnce, { deadlineMs: 20 });

    expect(calls).toBe(2);
    expect(results[0]?.scores).toMatchObject([{ pass: true }]);
  });
});
