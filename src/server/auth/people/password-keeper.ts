import { randomBytes } from 'node:crypto';
import { Failure } from '../../../base/failure.ts';
import { checkPassword, HASH_COST, type HashCost, passwordHash } from './password-hash.ts';

/** Hashes and checks passwords, a few at a time. */
export interface PasswordKeeper {
  hash(password: string): Promise<string>;
  /** For an account that has no password, or is none, it works as long and says no. */
  check(password: string, stored: string | null | undefined): Promise<{ readonly isRight: boolean; readonly isOutdated: boolean }>;
}

/** Each takes 128 MB: who asks for hundreds at once must not take the memory of the machine. */
const AT_ONCE = 2;
const WAITING = 32;

/** @throws Failure `rate-limited` from its methods when too many wait already. */
export function passwordKeeper(cost: HashCost = HASH_COST): PasswordKeeper {
  const waiting: (() => void)[] = [];
  let running = 0;
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= WAITING) throw new Failure('rate-limited', 'Too many people sign in at this moment.');
      // Whoever ends hands its place over.
      await new Promise<void>((go) => waiting.push(go));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
  const nobody = ['scrypt', cost.N, cost.r, cost.p, ...[16, 32].map((bytes) => randomBytes(bytes).toString('base64url'))].join('$');
  return {
    hash: (password) => inTurn(() => passwordHash(password, cost)),
    check: (password, stored) =>
      inTurn(async () => {
        if (stored !== null && stored !== undefined) return checkPassword(password, stored, cost);
        await checkPassword(password, nobody, cost);
        return { isRight: false, isOutdated: false };
      }),
  };
}
