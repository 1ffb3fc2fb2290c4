import * as z from 'zod';
import { instantOf, isTimeZone, wallTime } from './wall-time.ts';

const DAY = 24 * 60 * 60 * 1000;
const WEEK = 7 * DAY;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const WEEKLY = /^(Sun|Mon|Tue|Wed|Thu|Fri|Sat) ([01]\d|2[0-3]):([0-5]\d)$/;
const DATED = /^\d{4}-\d{2}-\d{2}(?:[ T](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/** A time on the wall: milliseconds into the week, or since the epoch as if the wall were in UTC. */
type Mark = { readonly week: number } | { readonly date: number };

const mark = z.string().transform((text, context): Mark => {
  const [, day, hours, minutes] = WEEKLY.exec(text) ?? [];
  if (day !== undefined) return { week: WEEKDAYS.indexOf(day) * DAY + (Number(hours) * 60 + Number(minutes)) * 60_000 };
  const date = DATED.test(text) ? dateOf(text) : undefined;
  if (date !== undefined) return { date };
  context.addIssue({ code: 'custom', message: 'must be a weekday and a time ("Fri 16:00") or a date ("2026-12-24", "2026-12-24 16:00")' });
  return z.NEVER;
});

const window = z
  .strictObject({ from: mark, to: mark, tz: z.string().refine(isTimeZone, 'must be a time zone such as UTC or Europe/Berlin') })
  .refine(isForward, '`from` and `to` must both be weekdays and differ, or both be dates in order');

/** Times in which nothing may be pinned: every week, or once. */
export const freezeSchema = z.array(window);
export type FreezeWindow = z.output<typeof window>;

/** Until when a moment is frozen, over all windows that meet or overlap; undefined when it is not. Milliseconds since the epoch. */
export function frozenUntil(windows: readonly FreezeWindow[], now: number): number | undefined {
  let until: number | undefined;
  // Windows that follow each other without a gap are one wait. What takes longer is as good as for ever.
  for (let round = 0; round < 100; round += 1) {
    const at: number = until ?? now;
    const ends = windows.flatMap((one) => endOf(one, at) ?? []);
    if (ends.length === 0) return until;
    until = Math.max(...ends);
  }
  return until;
}

/** The end of a window that a moment is in: `from` belongs to it, `to` does not. Times that come twice count from the first to the last. */
function endOf({ from, to, tz }: FreezeWindow, now: number): number | undefined {
  if ('date' in from && 'date' in to) return within(from.date, to.date, tz, now);
  if (!('week' in from && 'week' in to)) return undefined;
  const length = (to.week - from.week + WEEK) % WEEK;
  const wall = wallTime(now, tz);
  // 1 January 1970 was a Thursday.
  const thisWeek = wall - ((((wall + 4 * DAY) % WEEK) + WEEK) % WEEK);
  // The window that began last week, and one that the change of a clock moved over the week's edge.
  for (const week of [thisWeek - WEEK, thisWeek, thisWeek + WEEK]) {
    const end = within(week + from.week, week + from.week + length, tz, now);
    if (end !== undefined) return end;
  }
  return undefined;
}

function within(from: number, to: number, tz: string, now: number): number | undefined {
  const end = instantOf(to, tz, 'last');
  return instantOf(from, tz, 'first') <= now && now < end ? end : undefined;
}

function dateOf(text: string): number | undefined {
  const [day = '', time = '00:00'] = text.split(/[ T]/);
  const date = Date.parse(`${day}T${time}:00Z`);
  // `2026-02-30` would be taken for 2 March.
  return Number.isNaN(date) || new Date(date).toISOString().slice(0, 10) !== day ? undefined : date;
}

function isForward({ from, to }: { readonly from: Mark; readonly to: Mark }): boolean {
  if ('date' in from) return 'date' in to && from.date < to.date;
  return 'week' in to && from.week !== to.week;
}
