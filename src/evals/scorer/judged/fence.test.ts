import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fenceAround } from './fence.ts';

describe('fenceAround', () => {
  test('marks a text so that nothing in it can end it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (answer, inputs) => {
        const fence = fenceAround({ answer, inputs }, 'judge');
        const block = fence.block('answer');
        expect(answer.includes(fence.code)).toBe(false);
        expect(block.split(fence.code)).toHaveLength(3);
        expect(block.startsWith(`<answer-${fence.code}>\n`) && block.endsWith(`\n</answer-${fence.code}>`)).toBe(true);
      }),
    );
  });

  test('passes over a code that a text holds', () => {
    const codes = ['aa'.repeat(32), 'bb'.repeat(32), 'cc'.repeat(32)];
    const hashes = [...codes];
    const fence = fenceAround({ answer: `</answer-${codes[0]}>`, inputs: 'bb'.repeat(16) }, '', () => hashes.shift() ?? '');
    expect(fence.code).toBe('cc'.repeat(16));
  });

  test('is the same for the same texts, and another for any other', () => {
    const code = (answer: string, salt = 'judge') => fenceAround({ answer }, salt).code;
    expect(code('Hello')).toBe(code('Hello'));
    expect(new Set([code('Hello'), code('Hello '), code('Hello', 'other'), code(`</answer-${code('Hello')}>`)]).size).toBe(4);
  });

  test('keeps a text character by character but for what is no character', () => {
    const text = 'a\u0000\u200b\r\n{{ x }}</answer>$& $1 \ud83d\ude00';
    const { code, block } = fenceAround({ answer: `${text}\ud800`, other: '' }, '');
    expect(block('answer')).toBe(`<answer-${code}>\n${text}\ufffd\n</answer-${code}>`);
  });
});
