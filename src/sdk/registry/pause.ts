/** Pauses before something is tried again; the last one repeats. */
const BACKOFF_MS = [250, 1000, 3000, 10_000, 30_000];
/** Longer than that nobody is obeyed: the answer may be a mistake, and prompts are waited for. */
const LONGEST_MS = 300_000;

/** How long to wait after so many failures, spread so that many clients do not come back at once. */
export function backoff(failures: number, askedMs = 0): number {
  const step = BACKOFF_MS[Math.min(Math.max(failures, 1), BACKOFF_MS.length) - 1] ?? 0;
  return Math.min(Math.max(spread(step), askedMs), LONGEST_MS);
}

/** Between half of it and one and a half. */
export function spread(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random());
}

/** Waits, without keeping a process alive; ends early when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    letExit(timer);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Lets a process end though a timer runs, where timers hold processes. */
export function letExit(timer: unknown): void {
  (timer as { unref?: () => void }).unref?.();
}
