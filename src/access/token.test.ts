import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseToken, tokenText } from './token.ts';

const hex = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

describe('token', () => {
  test('survives writing and reading', () => {
    fc.assert(
      fc.property(hex(12), hex(48), (id, secret) => {
        expect(parseToken(tokenText({ id, secret }))).toEqual({ id, secret });
      }),
    );
  });

  test('tells one changed digit', () => {
    fc.assert(
      fc.property(hex(12), hex(48), fc.nat({ max: 68 }), (id, secret, offset) => {
        const text = tokenText({ id, secret });
        const at = 'plt_'.length + offset;
        if (text[at] === '_') return;
        const changed = text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1);
        expect(parseToken(changed)).toBeUndefined();
      }),
    );
  });

  test.each(['', 'plt_', 'Bearer plt_0', `${tokenText({ id: '0'.repeat(12), secret: '0'.repeat(48) })}\n`])('refuses %j', (text) => {
    expect(parseToken(text)).toBeUndefined();
  });
});
