import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** What one hash costs: memory is 128 × N × r bytes. */
export interface HashCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MB and about half a second. */
export const HASH_COST: HashCost = { N: 2 ** 17, r: 8, p: 1 };

const SALT_BYTES = 16;
const KEY_BYTES = 32;
const STORED = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/;

/** The hash of a password as it is stored, with its cost and salt. */
export async function passwordHash(password: string, cost: HashCost = HASH_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derived(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password is the one that was hashed, and whether it should be hashed anew at today's cost. */
export async function checkPassword(
  password: string,
  stored: string,
  today: HashCost = HASH_COST,
): Promise<{ readonly isRight: boolean; readonly isOutdated: boolean }> {
  const [, n = '', r = '', p = '', salt = '', key = ''] = STORED.exec(stored) ?? [];
  const cost: HashCost = { N: Number(n), r: Number(r), p: Number(p) };
  const expected = Buffer.from(key, 'base64url');
  if (expected.length !== KEY_BYTES) throw new Error('a stored password hash is broken');
  const isRight = timingSafeEqual(expected, await derived(password, Buffer.from(salt, 'base64url'), cost));
  return { isRight, isOutdated: cost.N !== today.N || cost.r !== today.r || cost.p !== today.p };
}

function derived(password: string, salt: Buffer, cost: HashCost): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    // Two keyboards may write one letter in two ways.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
