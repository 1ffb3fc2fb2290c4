import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from './safe-json.ts';

describe('readJson', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        const reading = readJson(JSON.stringify(value, null, indent));
        fc.pre(!('problem' in reading && /too large|surrogate/.test(reading.problem)));
        expect(reading).toEqual({ value: JSON.parse(JSON.stringify(value)) });
      }),
    );
  });

  test('refuses what JSON.parse refuses', () => {
    const jsonish = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '1', '-', '.5', 'true', 'nul', ' ', '\\'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(jsonish, (parts) => {
        const text = parts.join('');
        const isJson = () => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        };
        const reading = readJson(text);
        fc.pre(!('problem' in reading && reading.problem.includes('twice')));
        expect('value' in reading, text).toBe(isJson());
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['{"a": 1, "a": 2}', 9, 'twice'],
    ['{"__proto__": 1}', 1, '__proto__'],
    ['[9007199254740993]', 1, 'too large'],
    ['[1e999]', 1, 'too large'],
    ['["\\ud800"]', 1, 'surrogate'],
    ['[1,]', 3, 'value is missing'],
    ['{"a": 1,}', 8, 'key'],
    ['[1 2]', 3, 'missing'],
    ['1 2', 2, 'Nothing may follow'],
    ['', 0, 'value is missing'],
    ['['.repeat(20_000), 101, 'deeper'],
  ])('says where and why %j is refused', (text, offset, problem) => {
    expect(readJson(text)).toEqual({ offset, problem: expect.stringContaining(problem) });
  });
});
