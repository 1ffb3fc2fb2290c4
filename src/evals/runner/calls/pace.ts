import type { Clock } from '../../../base/clock.ts';
import type { RateLimits } from '../model.ts';
import { type Stop, stopWith } from './stop.ts';
import type { Wait } from './wait.ts';

/** A provider that says that it needs longer than this is down for the purposes of a run: it is asked, and may refuse. */
export const LONGEST_HOLD_MS = 120_000;
/** How far the calls that were held are spread, so that they do not all arrive in one instant. */
const SPREAD_MS = 500;

/**
 * How fast one model may be asked. All runs of a process that ask it share one.
 *
 * It keeps the number of open calls within bounds, holds all calls when the provider asks for a pause, and slows down
 * before the provider refuses, by what its answers say is left.
 */
export interface Pace {
  /** Waits until a call may start; gives what tells that it has ended. Rejects with the reason of the stop. */
  turn(stop: Stop): Promise<() => void>;
  /** The provider asked everybody to wait so long. */
  hold(milliseconds: number): void;
  /** What an answer said is left. */
  learn(limits: RateLimits): void;
  /** Tokens that an answer took: what is left in tokens is counted in calls by their mean. */
  used(tokens: number): void;
}

export interface PaceOptions {
  /** Calls open at once. */
  readonly concurrency: number;
  readonly clock: Clock;
  /** 0 … 1. */
  readonly random: () => number;
  readonly wait: Wait;
}

/** What the provider said last, and until when that holds. */
interface Known {
  readonly requests: number;
  readonly tokens: number;
  readonly until: number;
}

export function pace({ concurrency, clock, random, wait }: PaceOptions): Pace {
  const parked = new Set<() => void>();
  let open = 0;
  let holdUntil = 0;
  let known: Known | undefined;
  let meanTokens: number | undefined;

  const wake = () => {
    for (const resume of [...parked]) resume();
  };
  /** Milliseconds before the next call may start; infinite: another must end first. */
  const pause = (): number => {
    const now = clock();
    if (holdUntil > now) return holdUntil - now;
    if (open >= concurrency) return Number.POSITIVE_INFINITY;
    if (known === undefined || known.until <= now) return 0;
    const affordable = Math.min(known.requests, meanTokens === undefined ? known.tokens : known.tokens / meanTokens);
    // Calls that are open may not be counted yet in what was said to be left.
    return affordable - open >= 1 ? 0 : known.until - now;
  };
  const park = (milliseconds: number, stop: Stop): Promise<void> => {
    const nap = stopWith(undefined);
    const resume = () => nap.stop(undefined);
    parked.add(resume);
    const forget = stop.onStop(resume);
    const end = () => {
      parked.delete(resume);
      forget();
    };
    if (milliseconds === Number.POSITIVE_INFINITY) return new Promise<void>((resolve) => nap.onStop(() => resolve())).finally(end);
    return wait(milliseconds, nap)
      .catch(() => undefined)
      .finally(end);
  };

  return {
    async turn(stop) {
      for (let left = pause(); left > 0; left = pause()) {
        await park(Number.isFinite(left) ? left + random() * SPREAD_MS : left, stop);
        if (stop.isStopped) throw stop.reason;
      }
      open += 1;
      return () => {
        open -= 1;
        wake();
      };
    },
    hold(milliseconds) {
      holdUntil = Math.max(holdUntil, clock() + milliseconds);
    },
    learn({ requestsLeft = Number.POSITIVE_INFINITY, tokensLeft = Number.POSITIVE_INFINITY, resetMs = 0 }) {
      known = resetMs > LONGEST_HOLD_MS ? undefined : { requests: requestsLeft, tokens: tokensLeft, until: clock() + resetMs };
      wake();
    },
    used(tokens) {
      meanTokens = meanTokens === undefined ? tokens : meanTokens + (tokens - meanTokens) / 8;
    },
  };
}

/** Lends the pace of a model by the name of its adapter and its own; the same for all who ask it. */
export type Paces = (adapter: string, model: string) => Pace;

/** @param concurrencyOf calls open at once, by adapter and model */
export function paces(options: Omit<PaceOptions, 'concurrency'>, concurrencyOf: (adapter: string, model: string) => number): Paces {
  const known = new Map<string, Pace>();
  return (adapter, model) => {
    const name = `${adapter} ${model}`;
    const found = known.get(name) ?? pace({ ...options, concurrency: concurrencyOf(adapter, model) });
    known.set(name, found);
    return found;
  };
}
