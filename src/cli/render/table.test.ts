import { Chalk } from 'chalk';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { fittedTable, table } from './table.ts';

const color = new Chalk({ level: 1 });

describe('a table', () => {
  test('lines up wide and coloured cells as they are shown', () => {
    expect(
      table([
        ['日本', 'x'],
        [color.red('a'), 'y'],
      ]),
    ).toBe(`日本  x\n${color.red('a')}     y`);
  });
});

describe('a fitted table', () => {
  const header = ['PROMPT', 'VERSION'];
  const rows = [['support/a-long-name-of-a-prompt', '3f9a1c2b7d04']];

  test('is a table where there is room', () => {
    expect(fittedTable(header, rows, Number.POSITIVE_INFINITY)).toBe(table([header, ...rows]));
  });

  test('cuts the widest column first', () => {
    expect(fittedTable(header, rows, 40)).toBe('PROMPT                      VERSION\nsupport/a-long-name-of-a-…  3f9a1c2b7d04');
  });

  test('is a paragraph per row where columns would say nothing', () => {
    expect(fittedTable(header, [...rows, ['greet', '77b0aa31c2d9']], 20)).toBe(
      'PROMPT support/a-lo…\nVERSION 3f9a1c2b7d04\n\nPROMPT greet\nVERSION 77b0aa31c2d9',
    );
  });

  test('never takes more columns than there are, and keeps colours closed', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => color.red(text.replaceAll(/[\n\r\t]/g, ' ')));
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 90 }),
        (cells, columns) => {
          const text = fittedTable(['A', 'B', 'C'], cells, columns);
          for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
          expect(text.split('\u001b[31m').length).toBe(text.split('\u001b[39m').length);
        },
      ),
    );
  });
});
