import type { Stop } from './stop.ts';

/**
 * Runs a task for each item, at most `size` at a time, in order of their start. Items are taken as they are needed.
 *
 * The first task that rejects stops the others, and is what this rejects with.
 */
export async function pool<Item>(items: AsyncIterable<Item>, size: number, task: (item: Item) => Promise<void>, stop: Stop): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  const work = async (): Promise<void> => {
    for (;;) {
      if (stop.isStopped) throw stop.reason;
      const next = await iterator.next();
      if (next.done === true) return;
      await task(next.value);
    }
  };
  const workers = Array.from({ length: Math.max(1, size) }, () =>
    work().catch((error: unknown) => {
      stop.stop(error);
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  if (ends.some(({ status }) => status === 'rejected')) {
    await iterator.return?.();
    throw stop.reason;
  }
}
