import { isPassing } from '../../../registry/passing-failure.ts';

/** What waiting needs. */
export interface Patience {
  /** Milliseconds. */
  readonly clock: () => number;
  /** Waits before it is asked again; rejects with the signal's reason. */
  readonly pause: (signal: AbortSignal | undefined) => Promise<void>;
  /** Told when waiting begins, once. */
  readonly note: (text: string) => void;
}

/** Longer than a registry takes to be updated. */
const PATIENCE_MS = 300_000;

/** Asks until there is an answer, while what is in the way may pass by itself, for five minutes at most. */
export async function outlast<Answer>(
  ask: () => Promise<Answer>,
  signal: AbortSignal | undefined,
  { clock, pause, note }: Patience,
): Promise<Answer> {
  const since = clock();
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || clock() - since > PATIENCE_MS) throw error;
      if (tries === 1) note(`${error.message} It is asked again until it answers.`);
      await pause(signal);
    }
  }
}
