import type { Stop } from './stop.ts';

/**
 * Runs tasks 0 … count − 1, at most `size` at a time, in order of their start.
 *
 * The first task that rejects stops the others, and is what this rejects with.
 */
export async function pool(count: number, size: number, task: (index: number) => Promise<void>, stop: Stop): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      if (stop.isStopped) throw stop.reason;
      const index = next;
      next += 1;
      await task(index);
    }
  };
  const workers = Array.from({ length: Math.max(1, Math.min(size, count)) }, () =>
    work().catch((error: unknown) => {
      stop.stop(error);
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  if (ends.some(({ status }) => status === 'rejected')) throw stop.reason;
}
