import { describe, expect, test } from 'vitest';
import { checkPassword, HASH_COST, passwordHash } from './password-hash.ts';

const CHEAP = { N: 2 ** 10, r: 8, p: 1 };

describe('a password hash', () => {
  test('knows its password and no other', async () => {
    const stored = await passwordHash('correct horse battery', CHEAP);
    expect((await checkPassword('correct horse battery', stored)).isRight).toBe(true);
    for (const wrong of ['', 'Correct horse battery', 'correct horse battery ', 'correct horse batter']) {
      expect((await checkPassword(wrong, stored)).isRight).toBe(false);
    }
  });

  test('is salted, and holds its cost', async () => {
    const [one, other] = await Promise.all([passwordHash('same', CHEAP), passwordHash('same', CHEAP)]);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^scrypt\$1024\$8\$1\$/);
  });

  test('of an earlier cost says that it should be made anew', async () => {
    const stored = await passwordHash('correct horse battery', CHEAP);
    expect(await checkPassword('correct horse battery', stored)).toEqual({ isRight: true, isOutdated: true });
    expect(HASH_COST).toEqual({ N: 131_072, r: 8, p: 1 });
  });

  test('takes one letter that is written in two ways for one', async () => {
    const stored = await passwordHash('caf\u00e9 au lait', CHEAP);
    expect((await checkPassword('cafe\u0301 au lait', stored)).isRight).toBe(true);
  });
});
