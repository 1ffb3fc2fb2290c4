import { describe, expect, test } from 'vitest';
import { withoutTrailing } from './without-trailing.ts';

describe('withoutTrailing', () => {
  test('takes off what stands at the end, and nothing else', () => {
    expect(withoutTrailing('  a b \t ', ' \t')).toBe('  a b');
    expect(withoutTrailing('a\u00A0 ', ' ')).toBe('a\u00A0');
    expect(withoutTrailing('  ', ' ')).toBe('');
  });

  test('reads a long run in the middle once', () => {
    const text = `a${' '.repeat(1_000_000)}b`;
    expect(withoutTrailing(text, ' ')).toBe(text);
  });
});
