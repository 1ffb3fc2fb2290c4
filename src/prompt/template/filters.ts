import { type FilterImplOptions, filters } from 'liquidjs';

type Handler = Extract<FilterImplOptions, (...values: never[]) => unknown>;

/** Filters of the engine that a prompt may not use, and why. */
export const REFUSED_FILTERS: ReadonlyMap<string, string> = new Map([
  ['sample', 'A render must be reproducible: pick the item before rendering and pass it as a variable.'],
]);

export const DATE_FILTERS: ReadonlySet<string> = new Set([
  'date',
  'date_to_xmlschema',
  'date_to_rfc822',
  'date_to_string',
  'date_to_long_string',
]);

/** The filters that templates may use, by name. */
export const PROMPT_FILTERS: ReadonlyMap<string, Handler> = new Map(
  Object.entries(filters)
    .filter(([name]) => !REFUSED_FILTERS.has(name))
    .map(([name, filter]) => [name, (typeof filter === 'function' ? filter : filter.handler) as Handler]),
);
