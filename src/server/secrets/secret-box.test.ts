import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { masterKey } from './master-key.ts';
import { secretBox } from './secret-box.ts';

const box = secretBox(randomBytes(32));
const unreadable = expect.objectContaining({ code: 'secret-unreadable' });

describe('secretBox', () => {
  test.each(['', 'whsec_abc', 'ünï\u0000code'])('opens what it sealed: %j', (text) => {
    expect(box.open(box.seal(text, 'webhook a'), 'webhook a')).toBe(text);
  });

  test('shows neither the text nor that two texts are the same', () => {
    const sealed = [box.seal('secret', 'a'), box.seal('secret', 'a')];
    expect(new Set(sealed).size).toBe(2);
    expect(Buffer.from(sealed[0]!.slice(3), 'base64url').toString()).not.toContain('secret');
  });

  test('refuses what belongs to something else, another key, and every changed or missing byte', () => {
    const sealed = box.seal('secret', 'a');
    expect(() => box.open(sealed, 'b')).toThrow(unreadable);
    expect(() => secretBox(randomBytes(32)).open(sealed, 'a')).toThrow(unreadable);
    expect(() => box.open(sealed.replace('v1', 'v2'), 'a')).toThrow(unreadable);
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(() => box.open(`v1.${changed.toString('base64url')}`, 'a')).toThrow(unreadable);
      expect(() => box.open(`v1.${bytes.subarray(0, index).toString('base64url')}`, 'a')).toThrow(unreadable);
    }
  });
});

describe('masterKey', () => {
  test('takes 64 hexadecimal digits, and never shows what it refuses', async () => {
    expect(await masterKey('unused', 'ab'.repeat(32))).toEqual({
      key: Buffer.from('ab'.repeat(32), 'hex'),
      place: 'PROMPTLANE_MASTER_KEY',
    });
    const refused = await masterKey('unused', 'hunter2').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'usage-invalid', message: expect.not.stringContaining('hunter2') });
  });
});
