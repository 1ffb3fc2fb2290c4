import { toValue } from 'liquidjs';
import { Failure } from '../../base/failure.ts';
import type { FilterHandler } from './filter-handler.ts';

export const DATE_FILTERS: ReadonlySet<string> = new Set([
  'date',
  'date_to_xmlschema',
  'date_to_rfc822',
  'date_to_string',
  'date_to_long_string',
]);

/** Words by which the engine means the moment of the render. */
export const MOVING_DATES: ReadonlySet<string> = new Set(['now', 'today']);

/**
 * The engine's date filters, made reproducible: no `now`, and a date without a zone is in UTC
 * and not in the zone of the machine that renders.
 */
export function dateFilters(engineFilters: ReadonlyMap<string, FilterHandler>): [string, FilterHandler][] {
  return [...DATE_FILTERS].flatMap((name): [string, FilterHandler][] => {
    const format = engineFilters.get(name);
    return format ? [[name, reproducible(format)]] : [];
  });
}

function reproducible(format: FilterHandler): FilterHandler {
  return function (value, ...args) {
    const date: unknown = toValue(value);
    return format.call(this, typeof date === 'string' ? instantOf(date) : date, ...args);
  };
}

/** Seconds since the epoch when the text is a date; the text itself when it is not, which the engine prints as it is. */
function instantOf(text: string): number | string {
  if (MOVING_DATES.has(text)) {
    throw new Failure('render-failed', `The date "${text}" gives another text every time.`, { hint: 'Pass the date as a variable.' });
  }
  if (/^\d+$/.test(text)) return Number(text);
  const milliseconds = Date.parse(withZone(text.trim()));
  return Number.isNaN(milliseconds) ? text : milliseconds / 1000;
}

function withZone(text: string): string {
  if (/(?:[zZ]|UTC|GMT|\d:\d.*[+-]\d{2}:?\d{2})$/.test(text)) return text;
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}.*))?$/.exec(text);
  return iso ? `${iso[1]}T${iso[2] ?? '00:00'}Z` : `${text} UTC`;
}
