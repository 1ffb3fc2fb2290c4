import { toValue } from 'liquidjs';
import { Failure } from '../../../base/failure.ts';
import { formatDate, UTC, type Zone } from './date-format.ts';
import type { FilterHandler } from './filter-handler.ts';

/** Words by which Liquid means the moment of the render. */
export const MOVING_DATES: ReadonlySet<string> = new Set(['now', 'today']);

const DEFAULT_FORMAT = '%A, %B %-e, %Y at %-l:%M %P %z';

/**
 * Liquid's date filters, made reproducible: no `now`, English names, and UTC unless the date or the
 * filter says another zone. A value that is no date prints as it is.
 */
export const dateFilters: readonly (readonly [name: string, filter: FilterHandler])[] = [
  ['date', (value, format, zone) => dated(value, format === undefined ? DEFAULT_FORMAT : String(format), zone)],
  ['date_to_xmlschema', (value) => dated(value, '%Y-%m-%dT%H:%M:%S%:z')],
  ['date_to_rfc822', (value) => dated(value, '%a, %d %b %Y %H:%M:%S %z')],
  ['date_to_string', (value, type, style) => dated(value, dayFormat('%b', type, style))],
  ['date_to_long_string', (value, type, style) => dated(value, dayFormat('%B', type, style))],
];

function dated(value: unknown, format: string, zone?: unknown): unknown {
  const instant = instantOf(toValue(value));
  return instant === undefined ? value : formatDate(instant, format, zoneAt(zone, instant));
}

function dayFormat(month: string, type: unknown, style: unknown): string {
  if (type !== 'ordinal') return `%d ${month} %Y`;
  return style === 'US' ? `${month} %-d%q, %Y` : `%-d%q ${month} %Y`;
}

/** Milliseconds since the epoch; numbers, and texts of digits, are seconds. */
function instantOf(date: unknown): number | undefined {
  const seconds = typeof date === 'string' && /^\d+$/.test(date) ? Number(date) : date;
  if (typeof seconds === 'number') return inRange(seconds * 1000);
  if (typeof date !== 'string') return undefined;
  if (MOVING_DATES.has(date)) {
    throw new Failure('render-failed', `The date "${date}" gives another text every time.`, { hint: 'Pass the date as a variable.' });
  }
  return inRange(Date.parse(withZone(date.trim())));
}

function inRange(instant: number): number | undefined {
  return Number.isNaN(new Date(instant).getTime()) ? undefined : instant;
}

/** Without a zone JavaScript would read a date in the zone of the machine. */
function withZone(text: string): string {
  if (/(?:[zZ]|UTC|GMT|\d:\d.*[+-]\d{2}:?\d{2})$/.test(text)) return text;
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}.*))?$/.exec(text);
  return iso ? `${iso[1]}T${iso[2] ?? '00:00'}Z` : `${text} UTC`;
}

/** A zone by its IANA name, or as the minutes that it is behind UTC, as JavaScript counts them. */
function zoneAt(zone: unknown, instant: number): Zone {
  if (typeof zone === 'number') return { minutes: -zone, name: '' };
  return typeof zone === 'string' ? { minutes: minutesAhead(zone, instant), name: zone } : UTC;
}

function minutesAhead(zone: string, instant: number): number {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return Math.round((local - instant) / 60_000);
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...numeric });
  } catch {
    throw new Failure('render-failed', `There is no time zone "${timeZone}".`, { hint: 'Use a name such as "Europe/Paris".' });
  }
}
