import { describe, expect, test } from 'vitest';
import { pace } from './pace.ts';
import { stopWith } from './stop.ts';

/** A pace whose time passes by waiting alone. */
function paced(concurrency = 4) {
  const waits: number[] = [];
  let now = 1000;
  const wait = async (milliseconds: number) => {
    waits.push(milliseconds);
    now += milliseconds;
  };
  return {
    pace: pace({ concurrency, clock: () => now, random: () => 0, wait }),
    waits,
    pass: (milliseconds: number) => (now += milliseconds),
  };
}

const stop = stopWith(undefined);
const started = (turn: Promise<unknown>) =>
  Promise.race([turn.then(() => true), new Promise((resolve) => setImmediate(() => resolve(false)))]);

describe('a pace', () => {
  test('lets as many calls be open as it is told, and the next one start when one ends', async () => {
    const { pace } = paced(2);
    const end = await pace.turn(stop);
    await pace.turn(stop);
    const third = pace.turn(stop);
    expect(await started(third)).toBe(false);
    end();
    expect(await started(third)).toBe(true);
  });

  test('waits until the limit is full again where the provider says that nothing is left', async () => {
    const { pace, waits } = paced();
    pace.learn({ requestsLeft: 0, resetMs: 3000 });
    await pace.turn(stop);
    expect(waits).toEqual([3000]);
  });

  test('counts open calls against what is left, and goes on as soon as an answer says that there is more', async () => {
    // Time stands still here: only an answer can help.
    const frozen = pace({
      concurrency: 4,
      clock: () => 0,
      random: () => 0,
      wait: (_, nap) => new Promise((_resolve, reject) => nap.onStop(reject)),
    });
    const end = await frozen.turn(stop);
    frozen.learn({ requestsLeft: 1, resetMs: 60_000 });
    const second = frozen.turn(stop);
    expect(await started(second)).toBe(false);
    frozen.learn({ requestsLeft: 2, resetMs: 60_000 });
    expect(await started(second)).toBe(true);
    end();
  });

  test('counts tokens in calls, by what answers took', async () => {
    const { pace, waits } = paced();
    pace.used(100);
    pace.learn({ tokensLeft: 250, resetMs: 1000 });
    for (let call = 0; call < 3; call += 1) await pace.turn(stop);
    expect(waits).toEqual([1000]);
  });

  test('asks in spite of a limit that is full only after longer than a run has', async () => {
    const { pace, waits } = paced();
    pace.learn({ requestsLeft: 0, resetMs: 3_600_000 });
    await pace.turn(stop);
    expect(waits).toEqual([]);
  });

  test('holds for as long as the provider asks', async () => {
    const { pace, waits, pass } = paced();
    pace.hold(5000);
    pass(1000);
    await pace.turn(stop);
    expect(waits).toEqual([4000]);
  });

  test('lets go of who waits when the run is stopped', async () => {
    const { pace } = paced(1);
    const ended = stopWith(undefined);
    await pace.turn(ended);
    const second = pace.turn(ended);
    ended.stop(new Error('ctrl-c'));
    await expect(second).rejects.toThrow('ctrl-c');
  });
});
