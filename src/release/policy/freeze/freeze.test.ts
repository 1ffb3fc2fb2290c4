import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freezeSchema, frozenUntil } from './freeze.ts';
import { instantOf, wallTime } from './wall-time.ts';

const at = (text: string) => Date.parse(text);
const HOUR = 3_600_000;
const until = (windows: unknown, now: number) => {
  const end = frozenUntil(freezeSchema.parse(windows), now);
  return end === undefined ? undefined : new Date(end).toISOString();
};

describe('frozenUntil', () => {
  const weekend = [{ from: 'Fri 16:00', to: 'Mon 08:00', tz: 'Europe/Berlin' }];

  test('holds from the first moment of a window to the one before its end', () => {
    expect(until(weekend, at('2026-11-27T14:59:59.999Z'))).toBeUndefined();
    expect(until(weekend, at('2026-11-27T15:00:00Z'))).toBe('2026-11-30T07:00:00.000Z');
    expect(until(weekend, at('2026-11-30T06:59:59.999Z'))).toBe('2026-11-30T07:00:00.000Z');
    expect(until(weekend, at('2026-11-30T07:00:00Z'))).toBeUndefined();
  });

  test('goes by the clock on the wall through a change of the clocks', () => {
    // In the night to 29 March 2026 clocks in Berlin go from +01:00 to +02:00.
    expect(until(weekend, at('2026-03-27T15:00:00Z'))).toBe('2026-03-30T06:00:00.000Z');
    expect(until(weekend, at('2026-10-23T14:00:00Z'))).toBe('2026-10-26T07:00:00.000Z');
  });

  test('takes a time that comes twice from its first to its last', () => {
    const night = [{ from: 'Sun 02:30', to: 'Sun 02:45', tz: 'Europe/Berlin' }];
    expect(until(night, at('2026-10-25T00:30:00Z'))).toBe('2026-10-25T01:45:00.000Z');
    expect(until(night, at('2026-10-25T01:10:00Z'))).toBe('2026-10-25T01:45:00.000Z');
  });

  test('takes a time that never comes for the moment of the jump', () => {
    const [from, to] = ['2026-03-29 02:30', '2026-03-29 03:30'];
    expect(until([{ from, to, tz: 'Europe/Berlin' }], at('2026-03-29T00:59:59Z'))).toBeUndefined();
    expect(until([{ from, to, tz: 'Europe/Berlin' }], at('2026-03-29T01:00:00Z'))).toBe('2026-03-29T01:30:00.000Z');
  });

  test('joins windows that meet, of a week and of a day', () => {
    const windows = [...weekend, { from: '2026-11-30 08:00', to: '2026-12-02', tz: 'Europe/Berlin' }];
    expect(until(windows, at('2026-11-28T00:00:00Z'))).toBe('2026-12-01T23:00:00.000Z');
  });

  test('takes a week that is frozen all through for one without an end in sight', () => {
    const windows = [
      { from: 'Mon 00:00', to: 'Thu 00:00', tz: 'UTC' },
      { from: 'Thu 00:00', to: 'Mon 00:00', tz: 'UTC' },
    ];
    expect(frozenUntil(freezeSchema.parse(windows), at('2026-01-01T00:00:00Z'))).toBeGreaterThan(at('2026-06-01T00:00:00Z'));
  });

  test('agrees with the clock on the wall at any minute of a year, outside of the hours that clocks change in', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Santiago');
    const minute = fc.integer({ min: 0, max: 7 * 24 * 60 - 1 });
    const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
    const two = (figure: number) => String(figure).padStart(2, '0');
    const written = (m: number) => `${names[Math.floor(m / 1440)]} ${two(Math.floor((m % 1440) / 60))}:${two(m % 60)}`;
    const instant = fc.integer({ min: 0, max: 365 * 24 * 60 }).map((minutes) => at('2026-01-01T00:00:00Z') + minutes * 60_000);
    fc.assert(
      fc.property(zone, minute, minute, instant, (tz, from, to, now) => {
        fc.pre(from !== to);
        const offset = (moment: number) => wallTime(moment, tz) - moment;
        fc.pre(offset(now - 2 * HOUR) === offset(now + 2 * HOUR));
        const clock = new Intl.DateTimeFormat('en-US', {
          timeZone: tz,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        });
        const [, day = '', hours, minutes] = /^(\w+)\D+(\d+):(\d+)/.exec(clock.format(now)) ?? [];
        const shown = names.indexOf(day) * 1440 + Number(hours) * 60 + Number(minutes);
        const isIn = from < to ? shown >= from && shown < to : shown >= from || shown < to;
        expect(frozenUntil(freezeSchema.parse([{ from: written(from), to: written(to), tz }]), now) !== undefined).toBe(isIn);
      }),
      { numRuns: 300 },
    );
  });
});

describe('instantOf', () => {
  test('finds a moment again by what the wall shows', () => {
    const instant = fc.integer({ min: 0, max: 365 * 24 * 60 }).map((minutes) => at('2026-01-01T00:00:00Z') + minutes * 60_000);
    fc.assert(
      fc.property(fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'), instant, (tz, now) => {
        const wall = wallTime(now, tz);
        const [first, last] = [instantOf(wall, tz, 'first'), instantOf(wall, tz, 'last')];
        expect([first, last]).toContain(now);
        expect(first).toBeLessThanOrEqual(last);
      }),
    );
  });
});
