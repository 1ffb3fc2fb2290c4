/** Milliseconds that something took. */
export async function timed(run: () => unknown): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

/** Milliseconds of each of many calls. */
export function each(calls: number, run: (index: number) => unknown): Float64Array {
  const times = new Float64Array(calls);
  for (let index = 0; index < calls; index += 1) {
    const started = performance.now();
    run(index);
    times[index] = performance.now() - started;
  }
  return times;
}

/** The time that a share of the calls stays below. */
export function busiest(times: Float64Array, share: number): number {
  return times.toSorted()[Math.floor(times.length * share)] ?? Number.NaN;
}

/** The median of some runs. */
export async function medianOf(rounds: number, run: () => Promise<number>): Promise<number> {
  const times = new Float64Array(rounds);
  for (let round = 0; round < rounds; round += 1) times[round] = await run();
  return busiest(times, 0.5);
}

export function microseconds(milliseconds: number): string {
  return `${(milliseconds * 1000).toFixed(1)} µs`;
}
