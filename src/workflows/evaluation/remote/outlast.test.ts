import { describe, expect, test } from 'vitest';
import { Failure } from '../../../base/failure.ts';
import { outlast } from './outlast.ts';

/** A registry that answers after so many tries, with a clock that each pause moves by a minute. */
function troubled(tries: number, code: 'registry-unreachable' | 'not-allowed' = 'registry-unreachable') {
  let [asked, now] = [0, 0];
  const notes: string[] = [];
  const ask = async () => {
    asked += 1;
    if (asked <= tries) throw new Failure(code, 'It is away.');
    return 'here';
  };
  const pause = async (signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    now += 60_000;
  };
  const answer = (signal?: AbortSignal) => outlast(ask, signal, { clock: () => now, pause, note: (text) => notes.push(text) });
  return { answer, notes, asked: () => asked };
}

describe('outlast', () => {
  test('waits for a registry that comes back, and says so once', async () => {
    const { answer, notes } = troubled(4);
    expect(await answer()).toBe('here');
    expect(notes).toEqual(['It is away. It is asked again until it answers.']);
  });

  test('gives up after five minutes', async () => {
    await expect(troubled(1000).answer()).rejects.toMatchObject({ code: 'registry-unreachable' });
  });

  test('does not wait for what does not pass', async () => {
    const { answer, asked } = troubled(1000, 'not-allowed');
    await expect(answer()).rejects.toMatchObject({ code: 'not-allowed' });
    expect(asked()).toBe(1);
  });

  test('ends with the reason of the signal', async () => {
    await expect(troubled(1000).answer(AbortSignal.abort(new Error('Ctrl-C')))).rejects.toThrow('Ctrl-C');
  });
});
