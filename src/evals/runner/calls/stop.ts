/**
 * Ends everything of a run at once.
 *
 * An AbortSignal would do, but many calls wait for the one signal of a run, and Node warns of a leak from the eleventh
 * listener on.
 */
export interface Stop {
  readonly isStopped: boolean;
  readonly reason: unknown;
  /** Only the first reason counts. */
  stop(reason: unknown): void;
  /** Calls back when stopped, at once if that has happened; gives what takes the callback back. */
  onStop(callback: (reason: unknown) => void): () => void;
}

/** A stop that also fires with a signal. `release` lets go of the signal. */
export function stopWith(signal: AbortSignal | undefined): Stop & { release(): void } {
  const callbacks = new Set<(reason: unknown) => void>();
  const state = { isStopped: false, reason: undefined as unknown };
  const stop = (reason: unknown): void => {
    if (state.isStopped) return;
    state.isStopped = true;
    state.reason = reason;
    for (const callback of callbacks) callback(reason);
  };
  const fromSignal = () => stop(signal?.reason);
  if (signal?.aborted) fromSignal();
  signal?.addEventListener('abort', fromSignal, { once: true });
  return {
    get isStopped() {
      return state.isStopped;
    },
    get reason() {
      return state.reason;
    },
    stop,
    onStop(callback) {
      if (state.isStopped) callback(state.reason);
      else callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    release: () => signal?.removeEventListener('abort', fromSignal),
  };
}
