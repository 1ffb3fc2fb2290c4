/** Work that is done again and again until it is stopped. */
export interface Repeated {
  /** Does it soon, however long the pause still is. */
  wake(): void;
  /** Waits for what runs, then never runs again. */
  stop(): Promise<void>;
}

/**
 * Does something at once, and again `pauseMs` after each end or when woken: never twice at the same time.
 *
 * A wake while it runs makes it run once more, so that nothing that happened meanwhile is missed.
 */
export function repeat(pauseMs: number, work: () => Promise<void>, failed: (error: unknown) => void): Repeated {
  let isStopped = false;
  let isWanted = true;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    isWanted = true;
    if (isStopped || running !== undefined) return;
    clearTimeout(timer);
    running = run().finally(() => {
      running = undefined;
      if (isStopped) return;
      timer = setTimeout(start, isWanted ? 0 : pauseMs);
      timer.unref();
    });
  };
  const run = async () => {
    isWanted = false;
    try {
      await work();
    } catch (error) {
      failed(error);
    }
  };
  start();
  return {
    wake: start,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
