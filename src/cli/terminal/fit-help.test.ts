import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitHelp } from './fit-help.ts';

describe('the fit of help', () => {
  test('keeps lines that fit as they are', () => {
    const text = 'Examples:\n  $ promptlane ls\n\nUsage: promptlane ls [text]\n';
    expect(fitHelp(text, 80)).toBe(text);
  });

  test('breaks an example between its flags, so that it can be pasted', () => {
    const text = '  $ promptlane rollback support/triage --env production --reason "The outage was the provider\'s fault"';
    expect(fitHelp(text, 80)).toBe(
      '  $ promptlane rollback support/triage --env production \\\n      --reason "The outage was the provider\'s fault"',
    );
  });

  test('breaks prose between words, and keeps its indentation', () => {
    expect(fitHelp(`  ${'word '.repeat(10).trim()}`, 40)).toBe('  word word word word word word word\n  word word word');
  });

  test('is never wider than 80 columns, and never breaks for a terminal narrower than 40', () => {
    const text = 'word '.repeat(30).trim();
    const widest = (columns: number) =>
      Math.max(
        ...fitHelp(text, columns)
          .split('\n')
          .map((line) => line.length),
      );
    expect([widest(200), widest(10)]).toEqual([79, 39]);
  });

  test('loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), fc.integer({ min: 0, max: 120 }), (words, columns) => {
        expect(fitHelp(words.join(' '), columns).split(/\s+/)).toEqual(words);
      }),
    );
  });
});
