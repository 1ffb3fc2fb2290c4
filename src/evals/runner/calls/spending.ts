import { Failure } from '../../../base/failure.ts';
import type { ModelRequest } from '../model.ts';

/** What a request may cost, in US dollars. */
export interface Quote {
  /** For what is sent. */
  readonly input: number;
  /** For what is sent and the longest answer that the request allows; absent where it bounds none. */
  readonly most?: number;
  /** Where there is no `most`: for what is sent and an answer of an assumed length, which counts for a call that is cut off. */
  readonly assumed?: number;
}

/** Looks up what a request may cost; nothing where no price is known. */
export type QuoteRequest = (request: ModelRequest) => Promise<Quote | undefined> | Quote | undefined;

/** The money set aside for one request. */
export interface Reservation {
  /**
   * Says what the call cost in the end, in US dollars; undefined where its answer does not tell.
   *
   * @throws Failure `price-unknown` when that leaves a bound that cannot be kept
   */
  settle(cost: number | undefined): void;
  /**
   * A call was cut off, and nobody tells what it cost: what was set aside counts as spent, and as much is set aside for another.
   * Where everything was set aside, because nothing is known of answers, an assumed answer counts, and the rest stays set aside.
   */
  lost(): LostCall;
}

/** What becomes of the bound when a call was cut off. */
export interface LostCall {
  /** US dollars that count as spent. */
  readonly counted: number;
  /** Whether what is left is enough to ask once more. */
  readonly mayRepeat: boolean;
}

/** The money that all runs of a command share. */
export interface Spending {
  /** US dollars spent so far; counted also where nothing bounds it. */
  readonly spent: number;
  /**
   * Sets aside what a request may cost. Waits for open calls where they may leave enough.
   *
   * @param pricesItself only the answer will tell what it cost
   * @throws Failure `max-cost-reached`, and `price-unknown` where the bound could not be kept
   */
  reserve(request: ModelRequest, pricesItself?: boolean): Promise<Reservation>;
  /** Refuses before anything is asked. @throws Failure `price-unknown` where the bound could not be kept for one of these models */
  requirePriced(models: readonly string[]): Promise<void>;
  /** Counts what was spent without asking first, by a run that goes on now. */
  add(cost: number): void;
}

/** Bounds nothing and counts. */
export function unboundedSpending(): Spending {
  let spent = 0;
  const add = (cost: number) => {
    spent += cost;
  };
  return {
    get spent() {
      return spent;
    },
    reserve: async () => ({ settle: (cost) => add(cost ?? 0), lost: () => ({ counted: 0, mayRepeat: true }) }),
    requirePriced: async () => {},
    add,
  };
}

/**
 * Spends no more than a limit.
 *
 * Each open call sets aside the most that it may cost; where a request does not bound its answer, as much as the dearest
 * answer so far; and where there was none yet, everything: the first call goes alone. A call that is cut off counts what it
 * had set aside, or an answer of the assumed length where that was everything. So what is spent exceeds the limit by at most
 * what an unbounded answer is dearer than all before it, or than the assumed one where it was cut off.
 */
export function boundedSpending(limit: number, quote: QuoteRequest): Spending {
  const waiting = new Set<() => void>();
  let spent = 0;
  let reserved = 0;
  let dearest: number | undefined;
  let open = 0;
  let broken: Failure | undefined;

  const add = (cost: number) => {
    spent += cost;
  };
  const reservation = (amount: number, model: string, pricesItself: boolean, { most, assumed }: Quote): Reservation => {
    const lossOfUnknown = most === undefined && dearest === undefined ? assumed : undefined;
    let held = amount;
    return {
      settle(told) {
        // Of an answer of unknown length the most that it may have cost counts.
        const cost = told ?? most ?? 0;
        open -= 1;
        reserved -= held;
        add(cost);
        if (cost > 0) dearest = Math.max(dearest ?? 0, cost);
        if (told === undefined && most === undefined) broken = costless(model, pricesItself);
        for (const resume of [...waiting]) resume();
        if (broken !== undefined) throw broken;
      },
      lost() {
        const counted = Math.min(held, lossOfUnknown ?? held);
        add(counted);
        if (lossOfUnknown !== undefined) {
          held -= counted;
          reserved -= counted;
        }
        return { counted, mayRepeat: held >= counted && spent + reserved <= limit };
      },
    };
  };
  /** What is kept for an answer; all that is left before any answer tells what they cost. */
  const expected = ({ most, input }: Quote) => most ?? (dearest === undefined ? limit - spent : Math.max(dearest, input));
  const fits = (amount: number) => {
    const left = limit - spent - reserved;
    return left > 0 && amount <= left;
  };
  const settled = () =>
    new Promise<void>((resolve) => {
      const resume = () => {
        waiting.delete(resume);
        resolve();
      };
      waiting.add(resume);
    });
  return {
    get spent() {
      return spent;
    },
    async reserve(request, pricesItself = false) {
      const quoted: Quote | undefined = pricesItself ? { input: 0 } : await quote(request);
      if (quoted === undefined) throw unpriced(request.model);
      for (;;) {
        if (broken !== undefined) throw broken;
        const amount = expected(quoted);
        if (fits(Math.max(amount, quoted.input))) {
          open += 1;
          reserved += amount;
          return reservation(amount, request.model, pricesItself, quoted);
        }
        if (open === 0) throw new Failure('max-cost-reached', 'Not asked: no more may be spent.');
        await settled();
      }
    },
    async requirePriced(models) {
      for (const model of models) {
        if ((await quote({ model, messages: [], parameters: {}, tools: [] })) === undefined) throw unpriced(model);
      }
    },
    add,
  };
}

function costless(model: string, pricesItself: boolean): Failure {
  if (pricesItself) {
    return new Failure('price-unknown', 'The target did not tell what its answer cost, so `--max-cost` cannot be kept.', {
      hint: 'Have it answer with `cost`, in US dollars, or run without `--max-cost`.',
    });
  }
  return new Failure('price-unknown', `${model} did not tell how long its answer was, so \`--max-cost\` cannot be kept.`, {
    hint: 'Give the prompt `maxTokens`, whose price is counted then, or run without `--max-cost`.',
  });
}

function unpriced(model: string): Failure {
  return new Failure('price-unknown', `The price of ${model} is not known, so \`--max-cost\` cannot be kept.`);
}
