/** Tells who waits for events that there may be new ones. It only wakes: what happened stands in the database. */
export interface Doorbell {
  ring(): void;
  /** Calls back at each ring, until the returned function is called. */
  listen(answer: () => void): () => void;
}

export function doorbell(): Doorbell {
  const listeners = new Set<() => void>();
  return {
    ring() {
      for (const answer of listeners) answer();
    },
    listen(answer) {
      listeners.add(answer);
      return () => void listeners.delete(answer);
    },
  };
}
