import { type FilterImplOptions, filters } from 'liquidjs';
import { requireBounded } from './bounded-value.ts';
import { dateFilters } from './date-filters.ts';
import type { FilterHandler } from './filter-handler.ts';
import { listFilters } from './list-filters.ts';
import { once } from './once.ts';

const RUNS_TEXT = 'It would run text as code: use `where`, or a loop with `if`.';

/** Filters of the engine that a prompt may not use, and why. */
export const REFUSED_FILTERS: ReadonlyMap<string, string> = new Map([
  ['sample', 'A render must be reproducible: pick the item before rendering and pass it as a variable.'],
  ...['where_exp', 'reject_exp', 'group_by_exp', 'has_exp', 'find_exp', 'find_index_exp'].map((name) => [name, RUNS_TEXT] as const),
]);

/** The filters that templates may use, by name. */
export const promptFilters = once((): ReadonlyMap<string, FilterHandler> => {
  const engineFilters = Object.entries(filters).map(([name, filter]) => [name, handlerOf(filter)] as const);
  const known = [...engineFilters, ...dateFilters, ...listFilters].filter(([name]) => !REFUSED_FILTERS.has(name));
  return new Map(known.map(([name, filter]) => [name, bounded(filter)]));
});

/** Checks what a filter gives, so that no value ever stands for more text than a render may have (lists may hold one list many times). */
function bounded(filter: FilterHandler): FilterHandler {
  return function* (...args): Generator<unknown, unknown, unknown> {
    const value = yield filter.apply(this, args);
    requireBounded(value, this.context.memoryLimit);
    return value;
  };
}

function handlerOf(filter: FilterImplOptions): FilterHandler {
  return (typeof filter === 'function' ? filter : filter.handler) as FilterHandler;
}
