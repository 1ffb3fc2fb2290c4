import { filters, toValue } from 'liquidjs';
import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import type { FilterHandler } from './filter-handler.ts';

/**
 * List filters that look only at the list.
 *
 * The engine's own search the prompt's variables for a member that an item lacks, so that
 * `items | where: "kind", "a"` would depend on whether there is a variable called `kind`.
 */
export const listFilters: readonly (readonly [name: string, filter: FilterHandler])[] = [
  ['where', (list, path, expected) => items(list).filter(matching(path, expected))],
  ['reject', (list, path, expected) => items(list).filter((item) => !matching(path, expected)(item))],
  ['has', (list, path, expected) => items(list).some(matching(path, expected))],
  ['find', (list, path, expected) => items(list).find(matching(path, expected)) ?? null],
  ['find_index', (list, path, expected) => indexOrNull(items(list).findIndex(matching(path, expected)))],
  ['group_by', (list, path) => groups(items(list), path)],
  ['join', joined],
];

/** Joins as the engine does, but writes objects as JSON, as an output does, and not as `[object Object]`. */
function joined(this: ThisParameterType<FilterHandler>, list: unknown, separator?: unknown): unknown {
  const texts = items(list).map((item) => (typeof item === 'object' && item !== null ? JSON.stringify(item) : item));
  return (filters.join as FilterHandler).call(this, texts, separator);
}

function matching(path: unknown, expected: unknown): (item: unknown) => boolean {
  const wanted: unknown = toValue(expected);
  return (item) => {
    const value = memberAt(item, path);
    if (wanted === undefined) return value !== undefined && value !== null && value !== false;
    return keyOf(value) === keyOf(wanted);
  };
}

function groups(list: readonly unknown[], path: unknown): { name: unknown; items: unknown[] }[] {
  const byName = new Map<string, { name: unknown; items: unknown[] }>();
  for (const item of list) {
    const name = memberAt(item, path) ?? null;
    const group = byName.get(keyOf(name)) ?? { name, items: [] };
    group.items.push(item);
    byName.set(keyOf(name), group);
  }
  return [...byName.values()];
}

function memberAt(item: unknown, path: unknown): unknown {
  let value = item;
  for (const key of String(path).split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function keyOf(value: unknown): string {
  return value === undefined || value === null
    ? 'null'
    : typeof value === 'object'
      ? canonicalJson(value as Json)
      : `${typeof value} ${value}`;
}

function items(list: unknown): readonly unknown[] {
  const value: unknown = toValue(list);
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function indexOrNull(index: number): number | null {
  return index === -1 ? null : index;
}
