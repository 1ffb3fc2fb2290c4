import { describe, expect, test } from 'vitest';
import { Failure } from '../../../base/failure.ts';
import { renderTemplate } from '../render-template.ts';

const dated = (filter: string, value: string | number) => renderTemplate(`{{ value | ${filter} }}`, 'liquid', { value }, new Map());

describe('dates', () => {
  test.each([
    ['2024-05-06', '2024-05-06 00:00:00 +0000'],
    ['2024-05-06 07:08', '2024-05-06 07:08:00 +0000'],
    ['2024-05-06T07:08:09+02:00', '2024-05-06 05:08:09 +0000'],
    ['May 6, 2024 7:08', '2024-05-06 07:08:00 +0000'],
    ['1714979289', '2024-05-06 07:08:09 +0000'],
    [1_714_979_289, '2024-05-06 07:08:09 +0000'],
    ['2024-03-10 02:30', '2024-03-10 02:30:00 +0000'],
  ])('%s is read in UTC unless it says otherwise', (value, expected) => {
    expect(dated('date: "%Y-%m-%d %H:%M:%S %z"', value)).toBe(expected);
  });

  test('are the same in every zone of the machine, also in the hour that spring skips', () => {
    const zone = process.env.TZ;
    try {
      const texts = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'].map((name) => {
        process.env.TZ = name;
        return ['2024-03-10 02:30', 'March 10, 2024 2:30', 1_710_037_800].map((value) => dated('date: "%c %x %X %Z %s"', value)).join('|');
      });
      expect(new Set(texts).size).toBe(1);
      expect(texts[0]).toMatch(/^Sun Mar 10 02:30:00 2024 03\/10\/24 02:30:00 UTC 1710037800/);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  test.each([
    ['%a %A %b %B %h %C %y', 'Mon Monday May May May 20 24'],
    ['%e|%-d|%j|%U|%W|%u|%w', ' 6|6|127|18|19|1|1'],
    ['%I %l %k %p %P %L %N', '07  7  7 AM am 000 000000000'],
    ['%^a %#p %_d %05d %-m %q', 'MON AM  6 00006 5 th'],
    ['%F %T %R %D %r', '2024-05-06 07:08:09 07:08 05/06/24 07:08:09 AM'],
    ['100%% %Q %999999999d', '100% %Q %999999999d'],
  ])('the format %s gives %s', (format, expected) => {
    expect(dated(`date: "${format}"`, '2024-05-06 07:08:09')).toBe(expected);
  });

  test('are shown in a zone by name or by minutes', () => {
    expect(dated('date: "%H:%M %:z %Z", "America/New_York"', '2024-07-01T12:00Z')).toBe('08:00 -04:00 America/New_York');
    expect(dated('date: "%H:%M %z", "Asia/Kolkata"', '2024-07-01T12:00Z')).toBe('17:30 +0530');
    expect(dated('date: "%H:%M %z", -60', '2024-07-01T12:00Z')).toBe('13:00 +0100');
    expect(() => dated('date: "%H", "Mars/Olympus"', 0)).toThrow(Failure);
  });

  test('have the fixed formats of Jekyll', () => {
    expect(dated('date', '2024-05-02 15:08')).toBe('Thursday, May 2, 2024 at 3:08 pm +0000');
    expect(dated('date_to_xmlschema', '2024-05-02 15:08')).toBe('2024-05-02T15:08:00+00:00');
    expect(dated('date_to_rfc822', '2024-05-02 15:08')).toBe('Thu, 02 May 2024 15:08:00 +0000');
    expect(dated('date_to_string', '2024-05-02')).toBe('02 May 2024');
    expect(dated('date_to_long_string: "ordinal", "US"', '2024-12-03')).toBe('December 3rd, 2024');
  });

  test('that are none print as they are, and the present is refused', () => {
    expect(dated('date: "%Y"', 'soon')).toBe('soon');
    expect(dated('date: "%Y"', 1e300)).toBe('1e+300');
    expect(() => dated('date: "%Y"', 'now')).toThrow('another text every time');
  });
});
